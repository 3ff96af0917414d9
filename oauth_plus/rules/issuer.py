"""The issuer: the address by which the authorization server is known (RFC 8414 §2, RFC 9207 §2)."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from oauth_plus.rules.web_address import normalised

FIT = re.compile(
	r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?"
)

LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
"""Hosts of a developer's own machine."""


def is_fit(address: str) -> bool:
	"""Return whether an address can be an issuer: http or https, a host, and neither query nor fragment (RFC 8414 §2)."""
	return bool(FIT.fullmatch(address)) and normalised(address) is not None


def choose_issuer(
	configured: Iterable[str | None], root: str | None, site: str, domains: Iterable[str]
) -> str:
	"""Return the first configured URL; otherwise that of the request, if its host is known to be this site's.

	A Host header can be forged, so an unknown name is replaced by `https://` and the name of the site. The URL has no
	slash at its end (RFC 8414 §2).
	"""
	for address in configured:
		if address and urlsplit(address).scheme in ("http", "https"):
			return address.rstrip("/")
	if root and (urlsplit(root).hostname or "") in {site, *domains, *LOOPBACK}:
		return root.rstrip("/")
	return f"https://{site}"


def endpoint_here(issuer: str, address: object) -> object:
	"""Return an endpoint's address with the issuer in front of its path (RFC 8414 §3.3).

	Another app may know this server by another name. A value that is no web address is returned as it is.
	"""
	if not isinstance(address, str) or urlsplit(address).scheme not in ("http", "https"):
		return address
	parts = urlsplit(address)
	return issuer + parts._replace(scheme="", netloc="").geturl()

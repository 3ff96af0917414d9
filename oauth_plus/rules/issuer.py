"""Which name the authorization server goes by (RFC 8414 §2, RFC 9207 §2)."""

from collections.abc import Iterable
from urllib.parse import urlsplit

LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))


def choose_issuer(
	configured: Iterable[str | None], root: str | None, site: str, domains: Iterable[str]
) -> str:
	"""The first configured address; else the request's own, but only by a name that is known to be ours.

	A Host header can be forged, so a name that nobody gave this site is never repeated to a client.
	"""
	for address in configured:
		if address and urlsplit(address).scheme in ("http", "https"):
			return address.rstrip("/")
	if root and (urlsplit(root).hostname or "") in {site, *domains, *LOOPBACK}:
		return root.rstrip("/")
	return f"https://{site}"


def endpoint_here(issuer: str, address: object) -> object:
	"""The same path on this server: another app may know the server by another name. What is no web address is
	returned as it is."""
	if not isinstance(address, str) or urlsplit(address).scheme not in ("http", "https"):
		return address
	parts = urlsplit(address)
	return issuer + parts._replace(scheme="", netloc="").geturl()

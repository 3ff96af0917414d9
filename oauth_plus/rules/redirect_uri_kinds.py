"""Kinds of redirect URIs: private-use schemes, loopback and https (RFC 8252 §7), and plain http in private
networks."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from oauth_plus.rules.uri_schemes import RESERVED

LOOPBACK = re.compile(
	r"(http://(?:127\.0\.0\.1|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*localhost|\[::1\]))(?::[0-9]{1,5})?((?:/[^#]*)?)"
)
"""Loopback URIs (RFC 8252 §7.3); names below `localhost` lead there too (RFC 6761 §6.3), as on developers'
benches."""

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")

PRIVATE_NAMES = (".local", ".lan", ".internal", ".home.arpa", ".intranet", ".home", ".corp")
"""Ends of names that no public name server resolves (RFC 6762, RFC 8375)."""


def is_private_use(uri: str) -> bool:
	"""Return whether the URI has a private-use scheme, which a program on the user's device registers (RFC
	8252 §7.1)."""
	scheme, colon, _rest = uri.partition(":")
	return bool(colon and SCHEME.fullmatch(scheme)) and scheme not in ("http", "https", *RESERVED)


def is_native(uri: str) -> bool:
	"""Return whether the answer goes to a program on the user's device, which keeps no secret (RFC 8252 §7,
	§8.5)."""
	return is_private_use(uri) or is_loopback(uri)


def is_private_http(uri: str) -> bool:
	"""Return whether the URI is plain http to a private network, where nothing proves who answers (RFC 9700
	§2.6)."""
	named = host(uri)
	if not uri.startswith("http://") or not named or is_loopback(uri):
		return False
	try:
		return ip_address(named).is_private
	except ValueError:
		return "." not in named or named.endswith(PRIVATE_NAMES)


def is_local_name(name: str) -> bool:
	"""Return whether no public name server resolves a host: it has no dot, or an end of PRIVATE_NAMES or `.localhost`
	(RFC 6761 §6.3)."""
	return ("." not in name and ":" not in name) or name.endswith((*PRIVATE_NAMES, ".localhost"))


def host(uri: str) -> str:
	"""Return the host of an address, without port and in lower case; empty where there is none (RFC 3986
	§3.2.2)."""
	try:
		return urlsplit(uri).hostname or ""
	except ValueError:
		return ""


def origin(uri: str) -> str:
	"""Return the origin of an https or loopback URI (RFC 6454 §4); empty for any other.

	That of a loopback URI has no port, since its port may vary (RFC 8252 §7.3).
	"""
	try:
		parts = urlsplit(uri)
		port = parts.port
	except ValueError:
		return ""
	named = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
	if is_loopback(uri):
		return f"http://{named}"
	if not named or not is_claimed(uri):
		return ""
	return f"https://{named}" if port in (None, 443) else f"https://{named}:{port}"


def is_claimed(uri: str) -> bool:
	"""Return whether the URI is https, so that only the holder of the host's certificate answers (RFC 8252
	§7.2, §8.6)."""
	return uri.startswith("https://")


def is_loopback(uri: str) -> bool:
	"""Return whether the answer goes to a program that listens on the user's device (RFC 8252 §7.3)."""
	return LOOPBACK.fullmatch(uri) is not None

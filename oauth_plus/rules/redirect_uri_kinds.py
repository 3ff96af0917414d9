"""TODO."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from oauth_plus.rules.uri_schemes import RESERVED

LOOPBACK = re.compile(
	r"(http://(?:127\.0\.0\.1|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*localhost|\[::1\]))(?::[0-9]{1,5})?((?:/[^#]*)?)"
)
"""RFC 8252 §7.3; names below `localhost` lead there too (RFC 6761 §6.3), as those of every developer's bench do."""

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")

PRIVATE_NAMES = (".local", ".lan", ".internal", ".home.arpa", ".intranet", ".home", ".corp")
"""Ends of names that no public name server knows (RFC 6762, RFC 8375)."""


def is_private_use(uri: str) -> bool:
	"""A program on the person's own device takes the answer by its scheme (RFC 8252 §7.1): nothing else has such a
	URI."""
	scheme, colon, _rest = uri.partition(":")
	return bool(colon and SCHEME.fullmatch(scheme)) and scheme not in ("http", "https", *RESERVED)


def is_native(uri: str) -> bool:
	"""The answer goes to a program on the person's own device (RFC 8252 §7), which keeps no secret."""
	return is_private_use(uri) or is_loopback(uri)


def is_private_http(uri: str) -> bool:
	"""Plain http to a private network: nobody vouches for who answers there (RFC 9700 §2.6)."""
	named = host(uri)
	if not uri.startswith("http://") or not named or is_loopback(uri):
		return False
	try:
		return ip_address(named).is_private
	except ValueError:
		return "." not in named or named.endswith(PRIVATE_NAMES)


def host(uri: str) -> str:
	"""The host that an address names; empty where it names none."""
	try:
		return urlsplit(uri).hostname or ""
	except ValueError:
		return ""


def origin(uri: str) -> str:
	"""Whose scripts an https or loopback URI is a page of (RFC 6454 §4); empty for any other. A loopback one stands
	without its port, which may vary (RFC 8252 §7.3)."""
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
	"""The answer reaches nobody but who holds the host's certificate (RFC 8252 §7.2, §8.6)."""
	return uri.startswith("https://")


def is_loopback(uri: str) -> bool:
	"""The answer goes to whatever program listens on the person's own machine (RFC 8252 §7.3)."""
	return LOOPBACK.fullmatch(uri) is not None

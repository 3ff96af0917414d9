"""Web addresses as they are compared: syntax and scheme normalised, without query and fragment (RFC 3986 §6.2.2, §6.2.3)."""

import re
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}

ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")

UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
"""Characters that mean the same encoded or not (RFC 3986 §2.3)."""


def normalised(address: str) -> str | None:
	"""Return an http or https address as it is compared; None for what is none, or names a user."""
	try:
		parts = urlsplit(address)
		host, port = parts.hostname or "", parts.port
	except ValueError:
		return None
	if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc or not _is_plain(address):
		return None
	place = f"[{host}]" if ":" in host else host
	place += f":{port}" if port not in (None, DEFAULT_PORTS[parts.scheme]) else ""
	return f"{parts.scheme}://{place}{_path(parts.path)}"


def _is_plain(address: str) -> bool:
	"""Return whether an address has visible ASCII characters alone: urlsplit would leave others out."""
	return all("!" <= sign <= "~" for sign in address)


def _path(path: str) -> str:
	kept: list[str] = []
	segments = ENCODED.sub(_encoded, path).split("/")[1:]
	for segment in segments:
		if segment == "..":
			kept[-1:] = []
		elif segment != ".":
			kept.append(segment)
	if segments and segments[-1] in (".", ".."):
		kept.append("")
	return "/" + "/".join(kept)


def _encoded(found: re.Match[str]) -> str:
	sign = chr(int(found[1], 16))
	return sign if sign in UNRESERVED else f"%{found[1].upper()}"

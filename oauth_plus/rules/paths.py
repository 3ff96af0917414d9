"""Paths that mean what they say: no segment leads out of the place that a rule names (RFC 3986 §3.3, §6.2.2)."""

import re
from urllib.parse import unquote

SEPARATORS = re.compile(r"[/\\\\]")

CONTROL = re.compile(r"[\x00-\x1f\x7f]")

DOTS = frozenset((".", ".."))

DEEPEST = 4
"""Times that a path may be percent-encoded; whoever encodes it more often hides something."""


def is_plain(path: str) -> bool:
	"""No segment is `.` or `..`, however it is encoded, and whatever parameters, blanks or control characters it has."""
	for _depth in range(DEEPEST):
		if CONTROL.search(path) or any(_is_dots(segment) for segment in SEPARATORS.split(path)):
			return False
		decoded = unquote(path, errors="replace")
		if decoded == path:
			return True
		path = decoded
	return False


def _is_dots(segment: str) -> bool:
	return segment.partition(";")[0].strip() in DOTS


SITE_FILE = re.compile(r"/(?:files|assets)/[\w .()@%/-]+")


def public_file(path: str | None) -> str:
	"""The path of a public file of the site; empty for anything else (RFC 9700 §4.2.4)."""
	return path if path and SITE_FILE.fullmatch(path) and is_plain(path) else ""

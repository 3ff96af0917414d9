"""Paths without dot segments, which would lead out of the place that a rule names (RFC 3986 §3.3, §6.2.2)."""

import re
from urllib.parse import unquote

ORDINARY = re.compile(r"(?:/\w[\w. -]*)+")
"""Paths that are plain at first sight, as most are: each segment begins with a letter, a digit or an underscore,
and nothing is percent-encoded."""

SEPARATORS = re.compile(r"[/\\\\]")

CONTROL = re.compile(r"[\x00-\x1f\x7f]")

DOTS = frozenset((".", ".."))

DEEPEST = 4
"""Times that a path may be percent-encoded; more often is refused."""

SITE_FILE = re.compile(r"/(?:files|assets)/[\w .()@%/-]+")
"""Paths of a site's public files."""


def is_plain(path: str) -> bool:
	"""Return whether no segment is `.` or `..` (RFC 3986 §3.3), percent-encoded up to DEEPEST times.

	Parameters after `;` and blanks around a segment do not hide one; a control character makes a path unfit.
	"""
	if ORDINARY.fullmatch(path):
		return True
	for _depth in range(DEEPEST):
		if CONTROL.search(path) or any(_is_dots(segment) for segment in SEPARATORS.split(path)):
			return False
		decoded = unquote(path, errors="replace")
		if decoded == path:
			return True
		path = decoded
	return False


def public_file(path: str | None) -> str:
	"""Return the path where it is a public file of this site; empty for anything else (RFC 9700 §4.2.4)."""
	return path if path and SITE_FILE.fullmatch(path) and is_plain(path) else ""


def _is_dots(segment: str) -> bool:
	return segment.partition(";")[0].strip() in DOTS

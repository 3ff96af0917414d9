"""Freshness of an HTTP response: the time for which it may be used again (RFC 9111 §4.2, §5.2.2)."""

import re
from collections.abc import Iterator, Mapping

SHORTEST, LONGEST = 300, 86_400
"""Seconds: five minutes, so that nobody makes this site fetch at every request, and a day."""

NUMBER = re.compile("[0-9]{1,10}")


def seconds(headers: Mapping[str, str]) -> int:
	"""Return the freshness lifetime, in seconds, by `cache-control` and `age`; SHORTEST where they say nothing. Names of
	headers are in lower case."""
	told = dict(_directives(headers.get("cache-control", "")))
	if {"no-store", "no-cache"} & set(told):
		return SHORTEST
	left = _number(told.get("max-age", "")) - _number(headers.get("age", "").strip())
	return min(max(left, SHORTEST), LONGEST)


def _directives(text: str) -> Iterator[tuple[str, str]]:
	"""Yield the names, in lower case, with their arguments. In one pass: whoever is read chooses the text."""
	for part in text.split(","):
		name, _, argument = part.partition("=")
		yield name.strip().lower(), argument.strip().strip('"')


def _number(text: str) -> int:
	return int(text) if NUMBER.fullmatch(text) else 0

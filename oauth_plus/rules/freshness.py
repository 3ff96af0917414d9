"""Freshness of an HTTP response: the time for which it may be used again (RFC 9111 §4.2, §5.2.2)."""

import re
from collections.abc import Mapping

SHORTEST, LONGEST = 300, 86_400
"""Seconds: five minutes, so that nobody makes this site fetch at every request, and a day."""

DIRECTIVE = re.compile(r"(?:^|,)\s*([a-z-]+)\s*(?:=\s*\"?([0-9]{1,10})\"?)?\s*(?=,|$)", re.IGNORECASE)


def seconds(headers: Mapping[str, str]) -> int:
	"""Return the freshness lifetime, in seconds, by `cache-control` and `age`; SHORTEST where they say nothing. Names of
	headers are in lower case."""
	told = {name.lower(): value for name, value in DIRECTIVE.findall(headers.get("cache-control", ""))}
	if {"no-store", "no-cache"} & set(told):
		return SHORTEST
	age = headers.get("age", "0").strip()
	left = int(told.get("max-age") or 0) - (int(age) if re.fullmatch("[0-9]{1,10}", age) else 0)
	return min(max(left, SHORTEST), LONGEST)

"""Keys of ID tokens: algorithms, when a key is replaced, and how long it stays published."""

from datetime import datetime, timedelta
from enum import Enum

HS256 = "HS256"
"""Algorithm with the client's secret as key, which clients of stock Frappe verify (OpenID Connect Core
§10.1)."""

MARGIN = timedelta(hours=1)
"""Time for a request that took the old key before the rotation and signs after it, for clients whose clocks
are slow, and for the hour that is ambiguous in naive columns when clocks go back."""


class Algorithm(str, Enum):
	"""Algorithms of keys of the site's own (RFC 7518 §3.1)."""

	RS256 = "RS256"
	ES256 = "ES256"


def algorithm_named(word: str | None) -> Algorithm:
	"""Return the algorithm of that name; RS256 for an unknown one, which every client knows (OpenID Connect
	Core §15.1)."""
	return next((algorithm for algorithm in Algorithm if algorithm.value == word), Algorithm.RS256)


def is_due(activated_at: datetime, days: int, now: datetime) -> bool:
	"""Return whether a key has signed for its number of days (OpenID Connect Core §10.1.1); 0 days never
	end."""
	return days > 0 and now >= activated_at + timedelta(days=days)


def published_until(now: datetime, lifetime: timedelta, last_end: datetime | None) -> datetime:
	"""Return the time after which no token that a key signed until `now` is valid (OpenID Connect Core
	§10.1.1).

	`lifetime` is the longest that is issued now, `last_end` the end of the last token when lifetimes may have
	been longer.
	"""
	return max(now + lifetime, last_end or now) + MARGIN

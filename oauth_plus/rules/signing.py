"""Which algorithms sign ID tokens, how long one key does, and how long it stays published afterwards."""

from datetime import datetime, timedelta
from enum import Enum

HS256 = "HS256"
"""The client's secret as the key: what Frappe's clients verify from before this app (OpenID Connect Core §10.1)."""

MARGIN = timedelta(hours=1)
"""For a request that took the old key before the rotation and signs after it, for clients whose clocks are
slow, and for the hour that naive columns cannot tell when clocks go back."""


class Algorithm(str, Enum):
	"""What a key of the site's own can sign with (RFC 7518 §3.1)."""

	RS256 = "RS256"
	ES256 = "ES256"


def algorithm_named(word: str | None) -> Algorithm:
	"""The algorithm of that name; anything else is RS256, which every client must know."""
	return next((algorithm for algorithm in Algorithm if algorithm.value == word), Algorithm.RS256)


def is_due(activated_at: datetime, days: int, now: datetime) -> bool:
	"""The key has signed for as long as it may; 0 days stand for ever."""
	return days > 0 and now >= activated_at + timedelta(days=days)


def published_until(now: datetime, lifetime: timedelta, last_end: datetime | None) -> datetime:
	"""When nothing that a key signed until `now` can be good any more.

	`lifetime` is the longest that is given now, `last_end` the end of what was given when it may have been longer.
	"""
	return max(now + lifetime, last_end or now) + MARGIN

"""Counts of what somebody tries too often, in Redis. Where Redis does not answer, nobody tries anything."""

import frappe
import redis

from oauth_plus.platform import cache, clock, counters
from oauth_plus.platform.redis_away import AWAY

WINDOW, DAY = 600, 86_400
"""Seconds after which a count begins anew."""

TOO_MANY = 1_000_000


def count(what: str, whose: str) -> int:
	"""Return how often this was counted within the last 600 seconds."""
	try:
		return int(redis.Redis.get(frappe.cache, place(what, whose)) or 0)
	except AWAY:
		return TOO_MANY


def add(what: str, whose: str, window: int = WINDOW) -> int:
	"""Count one more, and return how many there are within these seconds."""
	key = place(what, whose, window)
	try:
		return counters.add(key, 1, window)
	except AWAY:
		return TOO_MANY


def seconds_left(window: int = WINDOW) -> int:
	"""Return the whole seconds until the counts of this window begin anew."""
	return window - int(clock.now().timestamp()) % window


def place(what: str, whose: str, window: int = WINDOW) -> bytes:
	"""Return the Redis key of a count, which outlasts `clear_cache`."""
	number = int(clock.now().timestamp()) // window
	return cache.lasting_key("oauth_plus_attempts", f"{what}:{whose}:{number}")

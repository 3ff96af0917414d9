"""Activity of the site: requests record that the site is in use, and jobs read it."""

import contextlib
import time

import frappe
import redis

from oauth_plus.platform import cache
from oauth_plus.platform.redis_away import AWAY

NOTED_EVERY = 1.0
"""Seconds between two notes of a worker that a request came. A note lives twice as long."""

_noted_at: dict[str, float] = {}
"""Time of the last note by site, to ask Redis less often."""


def somebody_came(site: str) -> None:
	"""Record that the site is in use, at most once a second per worker. Raises nothing if Redis does not answer."""
	now = time.monotonic()
	if now < _noted_at.get(site, 0) + NOTED_EVERY:
		return
	_noted_at[site] = now
	with contextlib.suppress(*AWAY):
		redis.Redis.set(frappe.cache, _place(), 1, px=int(2 * NOTED_EVERY * 1000))


def somebody_is_here() -> bool:
	"""Return whether the site had a request in the last two seconds. True if Redis does not answer."""
	try:
		return bool(redis.Redis.exists(frappe.cache, _place()))
	except AWAY:
		return True


def _place() -> bytes:
	return cache.key_of("somebody")

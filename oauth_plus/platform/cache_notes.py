"""Notes that wait in Redis until a job writes them as rows, and hints in the process that save questions to Redis. Redis
may lose a note at any time."""

import time
from collections.abc import Iterator
from typing import Any

import frappe
import redis

from oauth_plus.platform.redis_away import AWAY

MOST = 5_000
"""Largest number of entries of a cache in the process. At the limit, it is emptied."""

_been_at: dict[bytes, float] = {}


def is_first(place: bytes, seconds: float) -> bool:
	"""Return whether no worker has called this for so many seconds; False if Redis does not answer. After False, this
	process does not ask Redis for a tenth of the time."""
	now = time.monotonic()
	if now < _been_at.get(place, 0):
		return False
	try:
		first = bool(redis.Redis.set(frappe.cache, place, 1, nx=True, px=int(seconds * 1000)))
	except AWAY:
		return False
	keep_in_mind(_been_at, place, now + (seconds if first else seconds / 10))
	return first


def keep_in_mind(known: dict[bytes, Any], place: bytes, what: Any) -> None:
	"""Store a hint in a cache of this process. At 5,000 entries, the cache is emptied first."""
	if len(known) >= MOST:
		known.clear()
	known[place] = what


def take_notes(key: bytes) -> Iterator[tuple[bytes, bytes]]:
	"""Yield each field of a hash and its value, first those of an interrupted run. They are deleted after the
	commit."""
	taken = key + b":taken"
	yield from _told(taken)
	try:
		redis.Redis.rename(frappe.cache, key, taken)
	except redis.exceptions.ResponseError:  # no notes
		return
	yield from _told(taken)


def _told(taken: bytes) -> Iterator[tuple[bytes, bytes]]:
	yield from redis.Redis.hgetall(frappe.cache, taken).items()
	frappe.db.commit()
	redis.Redis.delete(frappe.cache, taken)

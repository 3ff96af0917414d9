"""Notes that wait in Redis until a job writes them down, and who may take them. It may lose any of it at any time."""

import time
from collections.abc import Iterator
from typing import Any

import frappe
import redis

MOST = 5_000
"""Of such things as a process keeps in mind beside, to ask Redis less; what holds, Redis alone says."""

_been_at: dict[bytes, float] = {}


def is_first(place: bytes, seconds: float) -> bool:
	"""Nobody came by here for so many seconds, on any worker. Who was told no need not ask again at once; where Redis
	does not answer, nobody is first."""
	now = time.monotonic()
	if now < _been_at.get(place, 0):
		return False
	try:
		first = bool(redis.Redis.set(frappe.cache, place, 1, nx=True, px=int(seconds * 1000)))
	except redis.exceptions.ConnectionError:
		return False
	keep_in_mind(_been_at, place, now + (seconds if first else seconds / 10))
	return first


def keep_in_mind(known: dict[bytes, Any], place: bytes, what: Any) -> None:
	"""Of the process, which forgets all of it when it is too much."""
	if len(known) >= MOST:
		known.clear()
	known[place] = what


def take_notes(key: bytes) -> Iterator[tuple[bytes, bytes]]:
	"""Each field of a hash and its value, those first that a run which was cut off left behind. What was told is
	committed, and forgotten after that."""
	taken = key + b":taken"
	yield from _told(taken)
	try:
		redis.Redis.rename(frappe.cache, key, taken)
	except redis.exceptions.ResponseError:  # nobody came
		return
	yield from _told(taken)


def _told(taken: bytes) -> Iterator[tuple[bytes, bytes]]:
	yield from redis.Redis.hgetall(frappe.cache, taken).items()
	frappe.db.commit()
	redis.Redis.delete(frappe.cache, taken)

"""Notes that wait in Redis until a job writes them as rows, and hints in the process that save questions to Redis. Redis
may lose a note at any time."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import frappe
import redis

from oauth_plus.platform.redis_away import AWAY
from oauth_plus.platform.redis_script import Script

MOST = 5_000
"""Largest number of entries of a cache in the process. At the limit, it is emptied."""

MOST_NOTES, MOST_OF_ONE = 5_000, 500
"""Largest number of different notes of one kind between two runs of the job, of all clients and of one, so that an app
that calls random names cannot fill Redis, or displace others."""

_PUT = Script("""
local most, most_of_one, client = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local there = redis.call('HLEN', KEYS[1])
local of_client = tonumber(redis.call('HGET', KEYS[2], client) or '0')
local added = 0
for i = 4, #ARGV, 3 do
	local is_known = redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1
	if is_known or (there + added < most and of_client + added < most_of_one) then
		redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
		if not is_known then added = added + 1 end
		if ARGV[i + 2] ~= '0' then redis.call('HINCRBY', KEYS[3], ARGV[i], ARGV[i + 2]) end
	end
end
if added > 0 then redis.call('HINCRBY', KEYS[2], client, added) end
""")

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


class Noted(NamedTuple):
	"""Value of a note, and how often it was made since the last time that it was put; 0 where nobody counts."""

	value: str | float
	times: int = 0


def put(key: bytes, client_id: str, notes: Mapping[str, Noted], connection: Any = None) -> None:
	"""Update a client's existing notes, and add new ones while there is room. Where Redis is away, or takes nothing, they are
	lost."""
	flat = [word for name, noted in notes.items() for word in (name, *noted)]
	with contextlib.suppress(redis.exceptions.RedisError):
		_PUT.run([key, _rooms(key), _times(key)], [MOST_NOTES, MOST_OF_ONE, client_id, *flat], connection)


def make_room(key: bytes) -> None:
	"""Reset what each client has used of its room. Call it before its notes are taken. Raises ConnectionError if Redis does
	not answer."""
	redis.Redis.delete(frappe.cache, _rooms(key))


def take_times(key: bytes) -> dict[bytes, int]:
	"""Return how often each note was made, without those that nobody counts, and delete these counts."""
	return {name: int(times) for name, times in take_notes(_times(key))}


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


def _rooms(key: bytes) -> bytes:
	return key + b":rooms"


def _times(key: bytes) -> bytes:
	return key + b":times"

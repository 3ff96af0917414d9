"""Counters in Redis, which all workers share: read and incremented in one command, with other keys.

A script does both, so that counting costs a request no round trip of its own.
"""

import frappe
import redis

from oauth_plus.platform.redis_script import Script

_READ_AND_COUNT = Script("""
local many = tonumber(ARGV[1])
local found = many > 0 and redis.call('MGET', unpack(KEYS, 1, many)) or {}
for i = many + 1, #KEYS do
	local count = redis.call('INCR', KEYS[i])
	if count == 1 then redis.call('EXPIRE', KEYS[i], ARGV[i - many + 1]) end
	found[i] = count
end
return found
""")


def read_and_count(read: list[bytes], counted: dict[bytes, int]) -> tuple[list[bytes | None], list[int]]:
	"""Return the values of the keys `read`, and each count after 1 was added. `counted` holds, by key, the seconds after
	which a counter is deleted. Raises the errors of Redis."""
	many = len(read)
	found = _READ_AND_COUNT.run([*read, *counted], [many, *counted.values()])
	return found[:many], found[many:]


def add(key: bytes, many: int, seconds: int) -> int:
	"""Add to a counter that Redis keeps for so many seconds, and return it. Raises the errors of Redis."""
	with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
		pipe.incrby(key, many)
		pipe.expire(key, seconds)
		return int(pipe.execute()[0])

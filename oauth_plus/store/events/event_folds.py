"""Refusals that repeat are one row. The first one inserts it; the others are counted in Redis, and a job adds them.

Only Redis decides which one is the first, so that no request waits for another one's row: a refused request writes one
new row or none, and never changes one. If its transaction is rolled back, the next one is the first again. If Redis is
flushed, a repeat finds the row, and is counted all the same.
"""

from datetime import datetime

import frappe
import redis

from oauth_plus.platform import clock
from oauth_plus.platform.cache import key_of
from oauth_plus.platform.cache_notes import take_notes
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.rules import secret

DOCTYPE = "OAuth Plus Event"

WINDOW = 86_400
"""Seconds in which the same refusal is one row."""

MOST_CAUSES = 10
"""Different causes of the same refusal within this time that have a row each; further ones share a row."""

FULL_FOR = 60
"""Seconds after which a refusal that found no room looks for it again."""

RECORDED, FULL = b"1", b"full"


def name_of(*words: str) -> str:
	"""Return the name of the row for these words, in the present window."""
	window = int(clock.now().timestamp()) // WINDOW
	return secret.digest("\n".join((*words, str(window))))[:32]


def is_first(name: str, times: int, at: datetime) -> bool:
	"""Return whether nobody has recorded this yet; the caller then inserts the row, or calls `forget` or `put_off`. If
	somebody has, these times are counted. False if Redis does not answer."""
	try:
		with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
			pipe.set(_place(name), RECORDED, nx=True, ex=WINDOW)
			pipe.get(_place(name))
			is_new, known = pipe.execute()
	except AWAY:
		return False
	if not is_new and known == RECORDED:
		add(name, times, at)
	return bool(is_new)


def add(name: str, times: int, at: datetime) -> None:
	"""Count a row's refusal again, until the job adds it. Redis may lose it."""
	try:
		with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
			pipe.hincrby(key_of("event_repeats"), name, times)
			pipe.hset(key_of("event_repeats_at"), name, clock.to_epoch(at))
			pipe.execute()
	except AWAY:
		return


def forget(name: str) -> None:
	"""The row was not written: the next one is the first."""
	try:
		redis.Redis.delete(frappe.cache, _place(name))
	except AWAY:
		return


def put_off(name: str) -> None:
	"""There is no room for the row: nothing of it is counted for a while."""
	try:
		redis.Redis.set(frappe.cache, _place(name), FULL, ex=FULL_FOR)
	except AWAY:
		return


def write_down() -> None:
	"""Add the counted times to their rows, with the last time. Raises ConnectionError if Redis does not answer."""
	place = key_of("event_repeats_at")
	last = redis.Redis.hgetall(frappe.cache, place)
	for name, times in take_notes(key_of("event_repeats")):
		at = clock.from_epoch(float(last[name])) if name in last else clock.now()
		_add_to_row(name.decode(), int(times), clock.to_column(at))
	if last:
		redis.Redis.hdel(frappe.cache, place, *last)


def _add_to_row(name: str, times: int, at: datetime) -> None:
	query = f"UPDATE `tab{DOCTYPE}` SET `times` = `times` + %s, `last_time` = %s, `modified` = %s WHERE `name` = %s"  # noqa: S608
	frappe.db.sql(query, (times, at, at, name))


def _place(name: str) -> bytes:
	return key_of("refused", "fold", name)

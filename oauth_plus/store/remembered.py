"""What Redis keeps for the database, the same way wherever it does: answers that hold until what they tell of
changes, and notes that wait to be written down. It may lose any of it at any time."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import frappe
import redis

from oauth_plus.rules.secret import new_family as new_mark

SECONDS = 60
"""An answer is remembered so long: what changes rows behind Frappe's back is seen after it."""

MOST = 5_000
"""Of such things as a process keeps in mind beside, to ask Redis less; what holds, Redis alone says."""

_been_at: dict[bytes, float] = {}

ENDING, READING = "ending", "reading"


def key_of(*parts: str) -> bytes:
	"""The key of this site."""
	return frappe.cache.make_key(":".join(("oauth_plus", *parts)))


def recall(key: bytes, ahead: Iterable[bytes] = ()) -> str | None:
	"""The JSON that is remembered there."""
	told = _told_ahead()
	try:
		raw = told.pop(key) if key in told else look_up([key], ahead)[0]
	except redis.exceptions.ConnectionError:
		return None
	said = (raw or b"").decode()
	return None if not said or said.startswith((ENDING, READING)) else said


def look_up(keys: list[bytes], ahead: Iterable[bytes] = ()) -> list[bytes | None]:
	"""What stands there, in one question; what the request will recall later is asked along, and is told once."""
	later = list(ahead) if getattr(frappe.local, "request", None) else []  # a job may go on for long
	said = redis.Redis.mget(frappe.cache, [*keys, *later])
	_told_ahead().update(zip(later, said[len(keys) :], strict=True))
	return said[: len(keys)]


def _told_ahead() -> dict[bytes, bytes | None]:
	"""By key, what Redis has said in this request and nobody has asked for yet."""
	if not hasattr(frappe.local, "oauth_plus_told_ahead"):
		frappe.local.oauth_plus_told_ahead = {}
	return frappe.local.oauth_plus_told_ahead


def learn(key: bytes, ask: Callable[[], Any], *, afresh: bool = False) -> str:
	"""What the database says now, as JSON; remembered, unless somebody forgets the key in the meantime.

	Afresh: by a transaction that begins after others can tell that somebody reads, so that what they commit
	later is never missed. For the beginning of a request, which has written and locked nothing.
	"""
	mark = f"{READING}:{new_mark()}"
	try:
		redis.Redis.set(frappe.cache, key, mark, nx=True, ex=SECONDS)
		if afresh:
			frappe.db.rollback()
		answer = json.dumps(ask(), default=str)
		with redis.Redis.pipeline(frappe.cache) as pipe:
			pipe.watch(key)
			if redis.client.Pipeline.get(pipe, key) == mark.encode():
				pipe.multi()
				pipe.set(key, answer, ex=SECONDS)
				pipe.execute()
		return answer
	except redis.exceptions.WatchError:
		return answer
	except redis.exceptions.ConnectionError:
		return json.dumps(ask(), default=str)


def forget(keys: Iterable[bytes]) -> None:
	"""What stands there holds no longer, or what is remembered by it: until the commit it says that something is
	ending, which nobody remembers anything by, and after it, it is gone."""
	ended = list(keys)
	if not ended:
		return
	for key in ended:
		_told_ahead().pop(key, None)
	ending = f"{ENDING}:{new_mark()}"
	try:
		_set_all(ended, ending)
	except redis.exceptions.ConnectionError:
		return  # nothing can be recalled from it either

	def take_away() -> None:
		redis.Redis.delete(frappe.cache, *ended)

	frappe.db.after_commit.add(take_away)
	frappe.db.after_rollback.add(take_away)


def _set_all(keys: list[bytes], value: str) -> None:
	if len(keys) == 1:
		redis.Redis.set(frappe.cache, keys[0], value, ex=SECONDS)
		return
	with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
		for key in keys:
			pipe.set(key, value, ex=SECONDS)
		pipe.execute()


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

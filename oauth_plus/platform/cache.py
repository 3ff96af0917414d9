"""Results of database queries in Redis, stored until they change. Redis may lose any of them at any time."""

import contextlib
import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import frappe
import redis

from oauth_plus.platform import counters, frappe_private, transaction
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.platform.request_state import state
from oauth_plus.rules.secret import new_identifier

LONG = 86_400
"""Seconds after which Redis deletes unused keys."""

SECONDS = 60
"""Seconds for which a result is stored. A change of rows that Frappe does not see takes effect after this time."""

ENDING, READING = "ending", "reading"


def last_ending() -> bytes:
	"""Return the Redis key of the last ending on this site. While its value is unchanged, nothing has ended."""
	return key_of("last_ending")


def key_of(*parts: str) -> bytes:
	"""Return a Redis key of this site: `oauth_plus:` and the parts, in bytes."""
	return frappe.cache.make_key(":".join(("oauth_plus", *parts)))


def lasting_key(place: str, name: str) -> bytes:
	"""Return a Redis key of this site outside of Frappe's cache, which Frappe clears when somebody sets a password or a
	default, in bytes."""
	return f"{place}|{frappe.local.conf.db_name}|{name}".encode()


def load(key: bytes) -> str | None:
	"""Return the stored JSON; None if there is none, if it is being read or invalidated, or if Redis does not
	answer."""
	known = state().prefetched
	try:
		raw = known.pop(key) if key in known else look_up([key])[0]
	except AWAY:
		return None
	said = (raw or b"").decode()
	return None if not said or said.startswith((ENDING, READING)) else said


def look_up(keys: list[bytes]) -> list[bytes | None]:
	"""Return the values of these keys. The same round trip reads the keys that are to be prefetched, and adds 1 to each
	counter in `keys_to_count` of the request's state. Raises ConnectionError or TimeoutError of Redis."""
	here = state()
	later = [key for key in here.keys_to_prefetch if key not in keys]
	documents = frappe_private.document_keys(here.documents_to_prefetch)
	here.keys_to_prefetch, here.documents_to_prefetch = [], []
	asked = [*keys, *later, *documents]
	if here.keys_to_count:
		counted, here.keys_to_count = here.keys_to_count, {}
		found, counts = counters.read_and_count(asked, counted)
		here.counts.update(zip(counted, counts, strict=True))
	else:
		found = redis.Redis.mget(frappe.cache, asked)
	said = dict(zip(asked, found, strict=True))
	here.prefetched.update({key: said[key] for key in later})
	frappe_private.hand_documents({key: said[key] for key in documents})
	return [said[key] for key in keys]


def store(key: bytes, ask: Callable[[], Any], keep: Callable[[Any], bool] = lambda _answer: True) -> str:
	"""Return the present result of the query as JSON, and store it for 60 seconds, unless the key is invalidated
	meanwhile.

	The database is read through a second connection, opened after the `reading` mark is set, so that no later commit
	is missed. A transaction that has changed the rows reads them itself, and stores nothing.
	"""
	if key in state().invalidated:
		return json.dumps(ask(), default=str)
	mark = f"{READING}:{new_identifier()}"
	try:
		redis.Redis.set(frappe.cache, key, mark, nx=True, ex=SECONDS)
		with transaction.another_look():
			answer = ask()
		said = json.dumps(answer, default=str)
		_replace(key, mark, said if keep(answer) else None)
		return said
	except AWAY:
		return json.dumps(ask(), default=str)


def _replace(key: bytes, mark: str, said: str | None) -> None:
	"""Replace our `reading` mark by the result, or delete it for None. Does nothing if another request changed the key."""
	with redis.Redis.pipeline(frappe.cache) as pipe, contextlib.suppress(redis.exceptions.WatchError):
		pipe.watch(key)
		if redis.client.Pipeline.get(pipe, key) != mark.encode():
			return
		pipe.multi()
		if said is None:
			pipe.delete(key)
		else:
			pipe.set(key, said, ex=SECONDS)
		pipe.execute()


def invalidate(keys: Iterable[bytes], *, announce: bool = True) -> None:
	"""Invalidate these keys, now and after the transaction.

	Until the commit, each key has the value `ending`, so that nobody stores a result. After the commit, the keys are
	deleted, and `last_ending` changes, which requests notice that read before the commit. If the deletion fails, `ending`
	expires after 60 seconds, and no old result is used. If both fail, a stored result is used until its 60 seconds are
	over, and `store` may keep what it was reading at the commit: 120 seconds in all.
	"""
	ended = list(keys)
	if not ended:
		return
	here = state()
	for key in ended:
		here.prefetched.pop(key, None)
	here.invalidated.update(ended)

	take_away = partial(_take_away, ended)
	frappe.db.after_commit.add(take_away)
	frappe.db.after_rollback.add(take_away)
	if not announce:
		return
	with contextlib.suppress(*AWAY):
		_set_all(ended, f"{ENDING}:{new_identifier()}")


def _take_away(ended: list[bytes]) -> None:
	"""Delete the keys, and change `last_ending`."""
	state().invalidated.difference_update(ended)
	with contextlib.suppress(*AWAY), redis.Redis.pipeline(frappe.cache) as pipe:
		pipe.set(last_ending(), new_identifier(), ex=LONG)
		pipe.delete(*ended)
		pipe.execute()


def _set_all(keys: list[bytes], value: str) -> None:
	if len(keys) == 1:
		redis.Redis.set(frappe.cache, keys[0], value, ex=SECONDS)
		return
	with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
		for key in keys:
			pipe.set(key, value, ex=SECONDS)
		pipe.execute()

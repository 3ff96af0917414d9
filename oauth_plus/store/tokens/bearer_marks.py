"""Marks in Redis that keep a cached bearer valid: one each for its grant, client and user."""

import contextlib
from collections.abc import Iterable

import frappe
import redis

from oauth_plus.platform.cache import ENDING, LONG, key_of, last_ending, look_up
from oauth_plus.platform.cache import invalidate as forget_marks
from oauth_plus.platform.prefetch import prefetched
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.rules.secret import new_identifier
from oauth_plus.store.tokens.token_pair import TokenPair


def last_ending_mark() -> bytes | None:
	"""Return the mark of the last ending. None if Redis had lost it, and has a new one now, or does not answer."""
	place = last_ending()
	with contextlib.suppress(*AWAY):
		if found := prefetched(place) or look_up([place])[0]:
			return found
		redis.Redis.set(frappe.cache, place, new_identifier(), nx=True, ex=LONG)
	return None


def invalidate(*, family: Iterable[str] = (), client: Iterable[str] = (), user: Iterable[str] = ()) -> None:
	"""Invalidate the cache of these bearers, at once for this request, and after the commit for all. Raises nothing
	if Redis does not answer."""
	named = {"family": family, "client": client, "user": user}
	forget_marks(key_of("mark", kind, name) for kind, names in named.items() for name in names)


def invalidate_superseded(family: str) -> None:
	"""Invalidate the cache of a superseded access token, only after the commit, because it stays valid for the grace.
	This saves a refresh one call to Redis, 3 % of its time."""
	forget_marks([key_of("mark", "family", family)], announce=False)


def make(pair: TokenPair) -> tuple[list[str], bytes | None]:
	"""Return the marks, and create the missing ones, with the mark of the last ending. Raises ConnectionError
	or TimeoutError of Redis."""
	places = keys_of(pair)
	with redis.Redis.pipeline(frappe.cache) as pipe:
		for place in places:
			pipe.set(place, new_identifier(), nx=True, ex=LONG)
		pipe.mget([*places, last_ending()])
		*marks, last = pipe.execute()[-1]
	return as_text(marks), last


def keys_of(pair: TokenPair) -> list[bytes]:
	"""Return the keys of a token's marks in Redis, in bytes."""
	whose = [("family", pair.family), ("client", pair.client_id), ("user", pair.user)]
	if pair.delegation:
		whose += [("client", other) for other in pair.delegation[1:]]
	return [key_of("mark", kind, name) for kind, name in whose]


def as_text(marks: list[bytes | None]) -> list[str]:
	"""Return the text of a mark; empty for none."""
	return [(mark or b"").decode() for mark in marks]


def holds(mark: str) -> bool:
	"""Return whether something may be cached under this mark: it exists, and nothing is ending."""
	return bool(mark) and not mark.startswith(ENDING)

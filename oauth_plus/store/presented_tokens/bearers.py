"""Valid bearers, cached in Redis, so that a request with a token needs no query.

A cached bearer is valid only while the marks of its family, client and user are as they were before the database was
read. To end something, the mark is replaced before the commit by one under which nothing is cached, and deleted after
the commit. Redis may lose any key at any time: without a mark, the database is read.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import frappe
import redis

from oauth_plus.platform import clock, transaction
from oauth_plus.platform.cache import SECONDS, key_of, last_ending, look_up
from oauth_plus.platform.cache_notes import keep_in_mind, take_notes
from oauth_plus.platform.prefetch import Prefetch, read_ahead
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.store.grants.family import Use
from oauth_plus.store.limits import calls
from oauth_plus.store.presented_tokens import bearer_text
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.scopes import scope_cache
from oauth_plus.store.site import ip_address, resources, settings
from oauth_plus.store.tokens import bearer_marks
from oauth_plus.store.tokens.token_pair import TokenPair

Hint = tuple[list[bytes], tuple[str, str]]

_hints: dict[bytes, Hint] = {}
"""Keys of the marks, and client and user whose calls are counted, by the key of the bearer. All are read and counted in one
round trip, every time."""

NOBODY = ("", "")

PREFETCH = Prefetch((scope_cache.cache_key, last_ending, resources.cache_key))

OF_UNKNOWN = Prefetch(documents=(settings.DOCTYPE,))
"""Settings hold the limits of a token that is not cached."""


def load(digest: str) -> PresentedToken | None:
	"""Return the cached bearer of the access token with this digest; None if it is not cached, or one of its marks
	has changed."""
	place = key_of("bearer", digest)
	hint = _hints.get(place)
	hinted, counted = hint or ([], NOBODY)
	if hint is None:
		calls.count()
		read_ahead(OF_UNKNOWN)
	elif counted != NOBODY:
		calls.count(*counted)
	read_ahead(PREFETCH)
	try:
		raw, *found = look_up([place, *hinted])
		known = raw and bearer_text.parsed(raw)
		if not known:
			return None
		access, marks = known
		places = bearer_marks.keys_of(access.pair)
		whose = NOBODY if access.limits == calls.NONE else (access.pair.client_id, access.pair.user)
		if hint != (places, whose):
			keep_in_mind(_hints, place, (places, whose))
			if whose != NOBODY and counted == NOBODY:
				calls.count(*whose)
			found = look_up(places)
		return access if bearer_marks.as_text(found) == marks else None
	except AWAY:
		return None


def remember(
	digest: str, ask: Callable[[str], PresentedToken | None], judge: Callable[[PresentedToken], None]
) -> PresentedToken | None:
	"""Read a token from the database and cache it for 60 seconds, with its use, if it is judged valid. None for a
	token that is not ours. Raises what the judge raises (InvalidToken)."""
	before = bearer_marks.last_ending_mark()
	is_young = transaction.begin_afresh() and before
	access = ask(digest)
	if access is None:
		return None
	judge(access)
	access = replace(access, limits=calls.of_client(*access.own_limits))
	with contextlib.suppress(*AWAY):
		marks, now = bearer_marks.make(access.pair)
		_keep(access, marks if is_young and now == before and all(map(bearer_marks.holds, marks)) else None)
	return access


def _keep(access: PresentedToken, marks: list[str] | None) -> None:
	"""Cache the bearer with its marks, if it may be cached, and note the use of its grant until a job writes it.
	Redis may lose the note."""
	with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
		if marks:
			said = json.dumps(bearer_text.dump(access) | {"marks": marks})
			pipe.set(key_of("bearer", access.pair.access_digest), said, ex=SECONDS)
		if access.pair.family:
			pipe.hset(key_of("uses"), access.pair.family, json.dumps(_use_of(access.pair)))
		pipe.execute()


def _use_of(pair: TokenPair) -> tuple[float, str, str, str]:
	"""Return the values in the order of `Use`."""
	user_agent = frappe.get_request_header("User-Agent", "")[:500]
	return clock.to_epoch(clock.now()), ip_address.of_request(), user_agent, pair.access_digest


def take_uses() -> Iterator[Use]:
	"""Return each grant that was used since the last call, and delete these notes."""
	for family, use in take_notes(key_of("uses")):
		at, *rest = json.loads(use)
		yield Use(family.decode(), clock.from_epoch(at), *rest)

"""Bearers that were found good, remembered in Redis, so that a request with a token asks the database nothing.

A remembered bearer holds only while the marks of its family, client and user stand as they stood before the
database was asked. Whoever ends something takes the mark away: before the commit it says that something is
ending, which nobody remembers anything by, and after the commit it is gone. Redis may lose any of it at any
time: what has no mark is asked of the database.
"""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import frappe
import redis

from oauth_plus.platform import clock, transaction
from oauth_plus.platform.cache import (
	ENDING,
	LONG,
	SECONDS,
	Prefetch,
	key_of,
	last_ending,
	look_up,
	prefetch,
	prefetched,
)
from oauth_plus.platform.cache import invalidate as forget_marks
from oauth_plus.platform.cache_notes import MOST, keep_in_mind, take_notes
from oauth_plus.rules.policy import gate_named
from oauth_plus.rules.secret import new_identifier
from oauth_plus.store import scopes, users
from oauth_plus.store.token_lookup import PresentedToken
from oauth_plus.store.tokens import TokenPair

_marked_by: dict[bytes, list[bytes]] = {}
"""Where the marks of a bearer stand, by where the bearer does: all are asked for at once, each time anew."""


@dataclass(frozen=True)
class Use:
	"""The last use of a grant: when, from where, with what, and by which access token."""

	family: str
	at: datetime
	address: str
	user_agent: str
	access_digest: str = ""


def load(digest: str) -> PresentedToken | None:
	"""What was remembered of the access token with this digest, if it still holds."""
	place = key_of("bearer", digest)
	prefetch(Prefetch((scopes.cache_key, last_ending)))
	try:
		raw, *found = look_up([place, *_marked_by.get(place, ())])
		if raw is None:
			return None
		access, marks = _parsed(raw)
		places = _mark_places(access.pair)
		if places != _marked_by.get(place):
			keep_in_mind(_marked_by, place, places)
			found = look_up(places)
		return access if _as_text(found) == marks else None
	except redis.exceptions.ConnectionError:
		return None


def remember(
	digest: str, ask: Callable[[str], PresentedToken | None], judge: Callable[[PresentedToken], None]
) -> PresentedToken | None:
	"""Ask the database, and remember what it said of a token of ours that is judged good, and its use.

	Whose marks it will hold by, the database tells along with it, so they are read after it. That nothing has ended
	between the two, the mark of the last ending says: it is read before the transaction begins that is asked, and must
	stand there still when the others are read. `judge` raises where the token is not good.
	"""
	before = _last_ending()
	is_young = transaction.begin_afresh() and before
	access = ask(digest)
	if access is None:
		return None
	judge(access)
	with contextlib.suppress(redis.exceptions.ConnectionError):
		marks, now = _marks_of(access.pair)
		_keep(access, marks if is_young and now == before and all(map(_holds, marks)) else None)
	return access


def _keep(access: PresentedToken, marks: list[str] | None) -> None:
	"""With what it holds by, if it may be remembered; and when, from where and with what the grant was used, until a
	job writes that down. What Redis loses is not known."""
	with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
		if marks:
			said = json.dumps(_dump(access) | {"marks": marks})
			pipe.set(key_of("bearer", access.pair.access_digest), said, ex=SECONDS)
		if access.pair.family:
			pipe.hset(key_of("uses"), access.pair.family, json.dumps(_use_of(access.pair)))
		pipe.execute()


def _use_of(pair: TokenPair) -> tuple[float, str, str, str]:
	"""In the order of `Use`."""
	user_agent = frappe.get_request_header("User-Agent", "")[:500]
	return clock.to_epoch(clock.now()), users.address(), user_agent, pair.access_digest


def _last_ending() -> bytes | None:
	"""Its mark; None where Redis has lost it, and has it from now on, or does not answer."""
	place = last_ending()
	with contextlib.suppress(redis.exceptions.ConnectionError):
		if found := prefetched(place) or look_up([place])[0]:
			return found
		redis.Redis.set(frappe.cache, place, new_identifier(), nx=True, ex=LONG)
	return None


def invalidate(*, family: Iterable[str] = (), client: Iterable[str] = (), user: Iterable[str] = ()) -> None:
	"""What was remembered of their bearers holds no longer: at once for us, for all once this is committed."""
	named = {"family": family, "client": client, "user": user}
	forget_marks(key_of("mark", kind, name) for kind, names in named.items() for name in names)


def invalidate_superseded(family: str) -> None:
	"""The same for an access token that another follows, and that goes on for a while: nobody is told before this is
	committed, which spares a refresh one of its questions to Redis, three hundredths of its time."""
	forget_marks([key_of("mark", "family", family)], announce=False)


def take_uses() -> Iterator[Use]:
	"""Each grant that was used since the last time; what is told here is forgotten."""
	for family, use in take_notes(key_of("uses")):
		at, *rest = json.loads(use)
		yield Use(family.decode(), clock.from_epoch(at), *rest)


def _marks_of(pair: TokenPair) -> tuple[list[str], bytes | None]:
	"""As they stand, made where there are none; and that of the last ending, read with them."""
	places = _mark_places(pair)
	with redis.Redis.pipeline(frappe.cache) as pipe:
		for place in places:
			pipe.set(place, new_identifier(), nx=True, ex=LONG)
		pipe.mget([*places, last_ending()])
		*marks, last = pipe.execute()[-1]
	return _as_text(marks), last


def _mark_places(pair: TokenPair) -> list[bytes]:
	whose = (("family", pair.family), ("client", pair.client_id), ("user", pair.user))
	return [key_of("mark", kind, name) for kind, name in whose]


def _as_text(marks: list[bytes | None]) -> list[str]:
	return [(mark or b"").decode() for mark in marks]


def _holds(mark: str) -> bool:
	"""Something may be remembered by it: it is there, and nobody is ending what it stands for."""
	return bool(mark) and not mark.startswith(ENDING)


def _dump(access: PresentedToken) -> dict[str, Any]:
	pair = access.pair
	return {
		"access_digest": pair.access_digest,
		"client_id": pair.client_id,
		"user": pair.user,
		"scopes": pair.scopes,
		"granted_scopes": pair.granted_scopes,
		"issued_at": clock.to_epoch(pair.issued_at),
		"expires_at": clock.to_epoch(pair.expires_at),
		"family": pair.family,
		"enforcement": access.enforcement.value,
		"networks": access.networks,
		"is_tied": access.is_tied,
		"client_scopes": access.client_scopes,
	}


@lru_cache(maxsize=MOST)
def _parsed(raw: bytes) -> tuple[PresentedToken, list[str]]:
	"""What is remembered of a bearer, and the marks by which it holds."""
	said = json.loads(raw)
	return _access(said), said["marks"]


def _access(said: dict[str, Any]) -> PresentedToken:
	pair = TokenPair(
		access_digest=said["access_digest"],
		client_id=said["client_id"],
		user=said["user"],
		scopes=tuple(said["scopes"]),
		granted_scopes=tuple(said["granted_scopes"]),
		issued_at=clock.from_epoch(said["issued_at"]),
		expires_at=clock.from_epoch(said["expires_at"]),
		family=said["family"],
	)
	return PresentedToken(
		pair,
		family_is_live=True,
		client_is_enabled=True,
		user_is_enabled=True,
		enforcement=gate_named(said.get("enforcement")),
		networks=tuple(said.get("networks") or ()),
		is_tied=said.get("is_tied", True),
		client_scopes=tuple(said.get("client_scopes", said["scopes"])),
	)

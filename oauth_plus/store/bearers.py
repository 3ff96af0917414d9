"""Bearers that were found good, remembered in Redis, so that a request with a token asks the database nothing.

A remembered bearer holds only while the marks of its family, client and user stand as they stood before the
database was asked. Whoever ends something takes the mark away: before the commit it says that something is
ending, which nobody remembers anything by, and after the commit it is gone. Redis may lose any of it at any
time: what has no mark is asked of the database.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
import redis

from oauth_plus.rules.policy import gate_named
from oauth_plus.rules.secret import new_family as new_mark
from oauth_plus.store import moments, users
from oauth_plus.store.remembered import ENDING, SECONDS, key_of, take_notes
from oauth_plus.store.remembered import forget as forget_marks
from oauth_plus.store.tokens import Access, TokenPair

MARKED = 86_400
"""Seconds; no more than a reminder for Redis to forget what nobody asks for."""

USE_NOTED = 300
"""Seconds between two notes of a grant's last use."""


@dataclass(frozen=True)
class Use:
	"""The last use of a grant: when, from where, with what, and by which access token."""

	family: str
	at: datetime
	address: str
	user_agent: str
	access_digest: str = ""


def recall(digest: str) -> Access | None:
	"""What was remembered of the access token with this digest, if it still holds."""
	try:
		raw = redis.Redis.get(frappe.cache, key_of("bearer", digest))
		if raw is None:
			return None
		said = json.loads(raw)
		access = _access(said)
		return access if _marks_of(access.pair) == said["marks"] else None
	except redis.exceptions.ConnectionError:
		return None


def remember(digest: str, ask: Callable[[str], Access | None]) -> Access | None:
	"""Ask the database, and remember what it said of a token of ours that is good.

	The marks must be older than what the database said, so it is asked once for the names and once more,
	in a transaction that began after the marks were read.
	"""
	access = ask(digest)
	if access is None or not access.is_good:
		return access
	try:
		marks = _marks_of(access.pair, make=True)
		frappe.db.rollback()  # nothing was written yet: a fresh look at the database
		access = ask(digest)
		if access is not None and access.is_good and all(map(_holds, marks)):
			said = json.dumps(_dump(access) | {"marks": marks})
			redis.Redis.set(frappe.cache, key_of("bearer", digest), said, ex=SECONDS)
	except redis.exceptions.ConnectionError:
		pass
	return access


def forget(*, family: Iterable[str] = (), client: Iterable[str] = (), user: Iterable[str] = ()) -> None:
	"""What was remembered of their bearers holds no longer: at once for us, for all once this is committed."""
	named = {"family": family, "client": client, "user": user}
	forget_marks(key_of("mark", kind, name) for kind, names in named.items() for name in names)


def note_use(pair: TokenPair) -> None:
	"""Remember that a token of this grant was used, from where and with what, until a job writes it down.

	Nothing but Redis is written, and that at most every five minutes a grant. What Redis loses is not known.
	"""
	try:
		if not redis.Redis.set(frappe.cache, key_of("used", pair.family), 1, nx=True, ex=USE_NOTED):
			return
		user_agent = frappe.get_request_header("User-Agent", "")[:500]
		use = (moments.to_epoch(moments.now()), users.address(), user_agent, pair.access_digest)
		redis.Redis.hset(frappe.cache, key_of("uses"), pair.family, json.dumps(use))
	except redis.exceptions.ConnectionError:
		return


def take_uses() -> Iterator[Use]:
	"""Each grant that was used since the last time; what is told here is forgotten."""
	for family, use in take_notes(key_of("uses")):
		at, *rest = json.loads(use)
		yield Use(family.decode(), moments.from_epoch(at), *rest)


def _marks_of(pair: TokenPair, *, make: bool = False) -> list[str]:
	keys = [
		key_of("mark", kind, name)
		for kind, name in (("family", pair.family), ("client", pair.client_id), ("user", pair.user))
	]
	if make:
		with redis.Redis.pipeline(frappe.cache) as pipe:
			for key in keys:
				pipe.set(key, new_mark(), nx=True, ex=MARKED)
			pipe.execute()
	return [(mark or b"").decode() for mark in redis.Redis.mget(frappe.cache, keys)]


def _holds(mark: str) -> bool:
	"""Something may be remembered by it: it is there, and nobody is ending what it stands for."""
	return bool(mark) and not mark.startswith(ENDING)


def _dump(access: Access) -> dict[str, Any]:
	pair = access.pair
	return {
		"access_digest": pair.access_digest,
		"client_id": pair.client_id,
		"user": pair.user,
		"scopes": pair.scopes,
		"granted_scopes": pair.granted_scopes,
		"issued_at": moments.to_epoch(pair.issued_at),
		"expires_at": moments.to_epoch(pair.expires_at),
		"family": pair.family,
		"enforcement": access.enforcement.value,
		"networks": access.networks,
	}


def _access(said: dict[str, Any]) -> Access:
	pair = TokenPair(
		access_digest=said["access_digest"],
		client_id=said["client_id"],
		user=said["user"],
		scopes=tuple(said["scopes"]),
		granted_scopes=tuple(said["granted_scopes"]),
		issued_at=moments.from_epoch(said["issued_at"]),
		expires_at=moments.from_epoch(said["expires_at"]),
		family=said["family"],
	)
	return Access(
		pair,
		family_is_live=True,
		client_is_enabled=True,
		user_is_enabled=True,
		enforcement=gate_named(said.get("enforcement")),
		networks=tuple(said.get("networks") or ()),
	)

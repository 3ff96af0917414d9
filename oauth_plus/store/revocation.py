"""How grants end: their families first, then their tokens, and what was remembered of them.

The order of locks stands in families.py; whoever ends many takes all families before the first token.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import Order

from oauth_plus.platform import clock, sql
from oauth_plus.rules.policy import Gate
from oauth_plus.store import bearers, clients, codes, consents, events, tokens
from oauth_plus.store.events import Outcome
from oauth_plus.store.families import DOCTYPE, MOST, Family, State, find
from oauth_plus.store.tokens import TokenPair

AT_ONCE = 1_000
"""Names in one statement."""


def end(
	families: Iterable[str],
	reason: str,
	state: State = State.REVOKED,
	*,
	event: str = "grant_ended",
	outcome: Outcome = Outcome.ALLOWED,
	cause: str = "",
	fix: str = "",
	client_id: str | None = None,
	user: str | None = None,
) -> int:
	"""End these grants with every token of theirs; returns how many lived.

	A family is ended in three statements whatever its size: its row, its tokens, the event, which names the
	client and the user that all of them have in common. A single grant's are asked for where they are not given.
	"""
	names = sorted(set(families))
	ended = sum(_end_families(chunk, reason, state) for chunk in _chunks(names))
	if not ended:
		return 0
	for chunk in _chunks(names):  # after all the families: see the order of locks
		tokens.revoke_families(chunk, reason)
	bearers.invalidate(family=names)
	if len(names) == 1 and not (client_id and user) and (alone := find(names[0])):
		client_id, user = alone.client_id, alone.user
	if len(names) == 1 and reason in consents.TAKEN_BACK:
		consents.withdraw(reason, user=user, client_id=client_id)
	events.record(
		event,
		outcome,
		reason=reason,
		cause=cause or f"{ended} of {len(names)} grants ended: {', '.join(names[:5])}",
		fix=fix,
		client_id=client_id,
		user=user,
		grants=names,
	)
	return ended


def end_all(
	reason: str, *, user: str | None = None, client_id: str | None = None, before: datetime | None = None
) -> int:
	"""End the live grants of a user, of a client, or given before a moment, the codes that would begin one, and
	the consents that would spare the question; returns how many grants lived."""
	if client_id:
		sql.lock_exclusive("OAuth Client", client_id)
	if user:
		sql.lock_exclusive("User", user)
	chosen = {"user": user, "client_id": client_id, "before": before}
	whose = {"user": user, "client_id": client_id}
	consents.withdraw(reason, **chosen)
	codes.withdraw(**chosen)
	ended = end(live(**chosen), reason, **whose)
	if user or client_id:  # those too that were founded after this request first looked at the database
		ended += end(live(**chosen, as_of_now=True), reason, **whose)
	return ended + _end_those_without_family(reason, **chosen)


def end_leftovers(reason: str, *, user: str | None = None, client_id: str | None = None) -> int:
	"""End the live grants and consents that name a user or a client who is not there any more; returns how many
	grants lived. Nothing is written where there are none."""
	whose = {"user": user, "client_id": client_id}
	if not live(**whose) and not consents.has_live(**whose):
		return 0
	return end_all(reason, **whose)


def end_with(pair: TokenPair, reason: str) -> int:
	"""A pair was ended or deleted by itself: its grant ends with it, unless another pair has followed it (RFC 7009
	§2.1). Returns how many grants lived, 0 or 1."""
	bearers.invalidate(family=[pair.family])
	family = find(pair.family)
	if family is None or is_followed(pair, family):
		return 0
	return end([pair.family], reason, event="token_revoked")


def is_followed(pair: TokenPair, family: Family | None) -> bool:
	"""Another pair of the same grant came after it: of a later generation, or with the same refresh token."""
	if family is None:
		return False
	if pair.generation != family.generation:
		return True
	return not pair.refresh_digest and tokens.has_refresh_token(pair.family, pair.generation)


def live(
	*,
	user: str | None = None,
	client_id: str | None = None,
	before: datetime | None = None,
	as_of_now: bool = False,
) -> list[str]:
	"""The names of live grants that meet every condition. At least one is given.

	As of now: what others have committed since this request began counts too, and all of it is locked. To be
	asked for what is left over only: the locks come in no order.
	"""
	if user is None and client_id is None and before is None:
		raise ValueError("Which grants? Name a user, a client or a moment")
	family = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(family).select(family.name).where(family.state == State.ACTIVE.value)
	query = sql.narrowed(query, family, user=user, client_id=client_id, before=before)
	if as_of_now and frappe.db.db_type != "sqlite":
		query = query.for_update()
	return [row[0] for row in query.run()]


def any_live(limit: int) -> list[str]:
	"""Live grants, whoever's they are."""
	family = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(family).select(family.name).where(family.state == State.ACTIVE.value)
	return _names(query, limit)


def trim(user: str, client_id: str) -> None:
	"""End the oldest grants where there are too many: last of all, for it locks between other grants' tokens,
	where theirs are to be written."""
	end(_beyond_the_cap(user, client_id), "too_many_grants")


def enforced_past(column: str, here: datetime, limit: int) -> list[str]:
	"""Live grants whose end in this column has passed, of clients that are held to every rule."""
	family, client = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(clients.DOCTYPE)
	query = frappe.qb.from_(family).join(client).on(client.name == family.client).select(family.name)
	query = query.where(family.state == State.ACTIVE.value).where(family[column] < here)
	return _names(query.where(client.oauth_plus_enforcement == Gate.ENFORCE.value), limit)


def endless(client_id: str, here: datetime, limit: int) -> list[str]:
	"""Live grants of a client without any end, unused since that moment: from before this app."""
	family = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(family).select(family.name).where(family.client == client_id)
	query = query.where(family.state == State.ACTIVE.value).where(family.idle_ends.isnull())
	return _names(query.where(family.modified < here), limit)


def of_disabled_users(limit: int) -> list[str]:
	"""Live grants of people who may not sign in: their rows were changed past every hook."""
	family, user = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("User")
	query = frappe.qb.from_(user).join(family).on(family.user == user.name).select(family.name)
	return _names(query.where(user.enabled == 0).where(family.state == State.ACTIVE.value), limit)


def of_disabled_clients(limit: int) -> list[str]:
	"""Live grants of clients that are disabled."""
	family, client = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(clients.DOCTYPE)
	query = frappe.qb.from_(client).join(family).on(family.client == client.name).select(family.name)
	return _names(
		query.where(client.oauth_plus_enabled == 0).where(family.state == State.ACTIVE.value), limit
	)


def _end_families(names: list[str], reason: str, state: State) -> int:
	values = {
		"state": state.value,
		"ended_at": clock.to_column(clock.now()),
		"end_reason": reason,
		"ended_by": sql.session_user(),
		"sealed_successor": None,
		"sealed_until": 0,
	}
	return sql.update_named(DOCTYPE, values, "name", names, state=State.ACTIVE.value)


def _end_those_without_family(
	reason: str, user: str | None, client_id: str | None, before: datetime | None
) -> int:
	"""Pairs that something else than this app has made, and that were not used since."""
	ended = tokens.revoke_those_without_family(reason, user, client_id, before)
	if ended:
		bearers.invalidate(family=[""])
		cause = f"{ended} tokens from before this app ended"
		events.record("grant_ended", reason=reason, cause=cause, client_id=client_id, user=user)
	return ended


def _beyond_the_cap(user: str, client_id: str) -> list[str]:
	family = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(family).select(family.name)
	query = query.where((family.user == user) & (family.client == client_id))
	query = query.where(family.state == State.ACTIVE.value).orderby(family.creation, order=Order.desc)
	return _names(query.offset(MOST), 10)


def _names(query: Any, limit: int) -> list[str]:
	return [row[0] for row in query.limit(limit).run()]


def _chunks(names: list[str]) -> Iterator[list[str]]:
	return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))

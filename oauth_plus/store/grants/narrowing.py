"""Permanent removal of scopes that a client no longer has from its live grants.

This is optional: a grant uses only scopes that its client still has (grants/scopes.py), and can use a scope again
when the client gets it back. What is narrowed here loses the scopes permanently: grants, codes, consents, and tokens
from before installation without a grant.
"""

from collections.abc import Callable, Iterable
from typing import Any

import frappe

from oauth_plus.platform import clock, queries, sql
from oauth_plus.rules import scope_list
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import codes, consents, families, revocation
from oauth_plus.store.grants.excess import Beyond, beyond
from oauth_plus.store.grants.family import GRANT, State
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.tokens import bearer_marks, token_revocation

REASON = "ended_by_administrator"


def end(client: Client) -> int:
	"""End all of these grants. Users are asked for consent again. Returns the number of live grants."""
	sql.lock_exclusive("OAuth Client", client.client_id)  # see families.py: the order of locks
	return _end(client, beyond(client))


def narrow(client: Client) -> int:
	"""Remove from these grants the scopes that the client no longer has (RFC 6749 §3.3). A grant without scopes ends.
	Returns the number of grants."""

	def left(words: tuple[str, ...]) -> tuple[str, ...]:
		return scope_lookup.left(words, client.scopes)

	codes_gone, now = {"validity": codes.WITHDRAWN}, clock.to_column(clock.now())
	_narrow_rows(codes.DOCTYPE, client, left, lambda table: table.validity == codes.VALID, codes_gone)
	sql.lock_exclusive("OAuth Client", client.client_id)
	found = beyond(client)
	names = _names(found)
	for name in names:
		families.lock(name)
	_end(client, [each for each in found if not each.left])
	for each in found:
		if each.left and each.grants:
			_rewrite(each)
	if any(each.tokens for each in found):
		token_revocation.narrow(left, client_id=client.client_id)
	consents_gone = {"withdrawn": now, "withdrawal_reason": REASON}
	_narrow_rows(consents.DOCTYPE, client, left, lambda table: table.withdrawn.isnull(), consents_gone)
	bearer_marks.invalidate(family=[*names, ""])
	count = sum(each.count for each in found)
	if count:
		lost = " ".join(dict.fromkeys(word for each in found for word in each.lost))
		cause = Sentence("{0} grants lost {1}", count, lost)
		events.record("grants_narrowed", cause=cause, client_id=client.client_id, grants=names)
	return count


def _narrow_rows(
	doctype: str,
	client: Client,
	left: Callable[[tuple[str, ...]], tuple[str, ...]],
	is_live: Callable[[Any], Any],
	gone: dict[str, Any],
) -> None:
	"""Remove scopes from the live rows of a client. A row without scopes gets the values in `gone`."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name, table.scopes).where(is_live(table))
	for name, text in queries.narrowed(
		query, table, user=None, client_id=client.client_id, before=None
	).run():
		words = scope_list.split(text)
		if (less := left(words)) == words:
			continue
		change = frappe.qb.update(table).set(table.modified, clock.to_column(clock.now()))
		for column, value in ({"scopes": " ".join(less)} if less else gone).items():
			change = change.set(table[column], value)
		change.where(table.name == name).where(is_live(table)).run()


def _end(client: Client, found: list[Beyond]) -> int:
	ended = revocation.end(_names(found), REASON, client_id=client.client_id)
	ended += token_revocation.revoke(sorted(name for each in found for name in each.tokens), REASON)
	for user in sorted({user for each in found for user in each.people}):
		consents.withdraw(REASON, user=user, client_id=client.client_id)
	bearer_marks.invalidate(family=[""])
	return ended


def _names(found: Iterable[Beyond]) -> list[str]:
	return sorted(name for each in found for name in each.grants)


def _rewrite(each: Beyond) -> None:
	values = {"scopes": " ".join(each.left)}
	for names in queries.chunks(each.grants):
		sql.update_named(GRANT, values, "name", names, state=State.ACTIVE.value)
		token_revocation.narrow(lambda words: scope_lookup.left(words, each.left), families=names)

"""Tokens of ended and narrowed grants: revoked, or without the removed scopes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce

from oauth_plus.platform import clock, queries, sql
from oauth_plus.platform.frappe_private import affected_rows
from oauth_plus.rules import scope_list
from oauth_plus.store.tokens.token_pair import ACTIVE, DOCTYPE, REVOKED


def revoke_families(families: list[str], reason: str) -> int:
	"""Revoke every token of these grants. Returns the number of rows that were live."""
	return sql.update_named(DOCTYPE, _revoked(reason), "oauth_plus_family", families, status=ACTIVE)


def narrow(
	left: Callable[[tuple[str, ...]], tuple[str, ...]], *, families: list[str] = (), client_id: str = ""
) -> None:
	"""Remove scopes from the live tokens of these grants, or from those of a client without a grant (RFC 6749 §3.3).
	`left` returns the scopes that remain."""
	table = frappe.qb.DocType(DOCTYPE)
	chosen = table.oauth_plus_family.isin(families) if families else _without_family(table, client_id)
	chosen &= table.status == ACTIVE
	lists = (table.scopes, table.oauth_plus_granted_scopes)
	query = frappe.qb.from_(table).select(*map(queries.exact, lists)).distinct().where(chosen)
	for stored in query.run():
		carried, granted = map(queries.as_text, stored)
		change = frappe.qb.update(table).set(table.scopes, _less(carried, left))
		change = change.set(table.oauth_plus_granted_scopes, _less(granted or carried, left))
		same = queries.exact(table.scopes) == carried
		same &= queries.exact(Coalesce(table.oauth_plus_granted_scopes, "")) == granted
		change.where(chosen & same).run()


def shorten(families: list[str], ends_at: datetime) -> None:
	"""Let no access token of these grants live longer than until this time."""
	table, epoch = frappe.qb.DocType(DOCTYPE), clock.to_epoch(ends_at)
	change = frappe.qb.update(table).set(table.oauth_plus_expires_at, epoch)
	change = change.set(table.expiration_time, clock.to_column(ends_at))
	change.where(table.oauth_plus_family.isin(families) & (table.oauth_plus_expires_at > epoch)).run()


def _less(text: str, left: Callable[[tuple[str, ...]], tuple[str, ...]]) -> str:
	return " ".join(left(scope_list.split(text)))


def without_family(client_id: str) -> list[tuple[str, str, tuple[str, ...]]]:
	"""Return the live tokens of a client that belong to no grant yet, as rows of name, user and granted
	scopes; empty for none."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(
		table.name, table.user, table.scopes, table.oauth_plus_granted_scopes
	)
	found = query.where(_without_family(table, client_id) & (table.status == ACTIVE)).run()
	return [(name, user, scope_list.split(granted or carried)) for name, user, carried, granted in found]


def revoke(names: list[str], reason: str) -> int:
	"""Revoke these tokens. Returns the number of rows that were live."""
	return sql.update_named(DOCTYPE, _revoked(reason), "name", names, status=ACTIVE) if names else 0


def _revoked(reason: str) -> dict[str, str]:
	return {"status": REVOKED, "oauth_plus_end_reason": reason, "oauth_plus_ended_by": sql.session_user()}


def _without_family(table: Any, client_id: str) -> Any:
	return _is_alone(table) & (table.client == client_id) & (queries.exact(table.client) == client_id)


def _is_alone(table: Any) -> Any:
	return table.oauth_plus_family.isnull() | (table.oauth_plus_family == "")


def revoke_those_without_family(
	reason: str, user: str | None, client_id: str | None, before: datetime | None
) -> int:
	"""Revoke every pair that has no family yet and meets every condition. Returns the number of rows that
	were live."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).where((table.status == ACTIVE) & _is_alone(table))
	for column, value in {"modified": clock.to_column(clock.now()), **_revoked(reason)}.items():
		query = query.set(table[column], value)
	queries.narrowed(query, table, user=user, client_id=client_id, before=before).run()
	return affected_rows()

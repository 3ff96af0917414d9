"""Consents of users, stored until they are withdrawn. A consent outlives its grants, and begins none by itself.

If two answers at once create two rows, all live rows of the user and the client count together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock, queries, sql
from oauth_plus.platform.frappe_private import affected_rows
from oauth_plus.rules import scope_list

DOCTYPE = "OAuth Plus Consent"

TAKEN_BACK = (
	"ended_by_user",
	"ended_by_administrator",
	"token_deleted",
	"token_revoked",
	"refresh_token_replayed",
	"code_reused",
)
"""Reasons of an ended grant that also withdraw the consent: somebody wanted the end, or somebody else may have the
token."""


@dataclass(frozen=True)
class Consent:
	"""Scopes that one user allows one client."""

	client_id: str
	scopes: tuple[str, ...]
	given_at: datetime | None


def scopes_of(user: str, client_id: str) -> tuple[str, ...]:
	"""Return the scopes that the user allows the app; empty for none."""
	return scope_list.together(row.scopes for row in _live(user, client_id))


def covers(user: str, client_id: str, scopes: Iterable[str], resources: Iterable[str] = ()) -> bool:
	"""Whether the user allows the app all of these scopes, for these resources (RFC 8707 §2) or, where there are none,
	for the whole site; False where one is missing."""
	asked, targets = set(scopes), set(resources)
	rows = [row for row in _live(user, client_id) if _is_for(row, targets)]
	return bool(asked) and asked <= set(scope_list.together(row.scopes for row in rows))


def _is_for(row: Any, targets: set[str]) -> bool:
	"""A consent without resource is for the whole site."""
	return not row.resource or (bool(targets) and targets <= set(row.resource.split()))


def of(user: str) -> list[Consent]:
	"""Return everything that the user allows, a row an app; empty for none."""
	found: dict[str, list[Any]] = {}
	for row in _live(user):
		found.setdefault(row.client, []).append(row)
	return [
		Consent(
			client_id,
			scope_list.together(row.scopes for row in each),
			clock.from_column(min((row.given for row in each if row.given), default=None)),
		)
		for client_id, each in found.items()
	]


def give(
	user: str,
	client_id: str,
	*,
	asked: Iterable[str],
	allowed: Iterable[str],
	now: datetime,
	resources: Iterable[str] = (),
) -> bool:
	"""Store the user's answer for these resources, or for the whole site. Scopes that were not requested stay, those
	that they left out are removed. Returns False if the client had a row before."""
	live, limit = _live(user, client_id), "\n".join(sorted(resources))
	before = [row for row in live if (row.resource or "") == limit]
	kept = [word for word in scope_list.together(row.scopes for row in before) if word not in set(asked)]
	here = clock.to_column(now)
	values = {"scopes": " ".join(dict.fromkeys([*kept, *allowed])), "last_asked": here}
	for row in before:
		sql.update(DOCTYPE, values, name=row.name)
	if not before:
		whose = {"user": user, "client": client_id, "given": here, "resource": limit}
		sql.insert(DOCTYPE, frappe.generate_hash(length=16), values | whose)
	return not live


def withdraw(
	reason: str, *, user: str | None = None, client_id: str | None = None, before: datetime | None = None
) -> int:
	"""Withdraw the consents that meet every condition; at least one is given. Returns the number of rows."""
	table = frappe.qb.DocType(DOCTYPE)
	now = clock.to_column(clock.now())
	query = frappe.qb.update(table).set(table.withdrawn, now).set(table.modified, now)
	query = query.set(table.withdrawal_reason, reason).where(table.withdrawn.isnull())
	queries.narrowed(query, table, user=user, client_id=client_id, before=before, moment="last_asked").run()
	return affected_rows()


def has_live(*, user: str | None = None, client_id: str | None = None) -> bool:
	"""Return whether the user allows any client something, or any user allows this client something."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name).where(table.withdrawn.isnull())
	return bool(queries.narrowed(query, table, user=user, client_id=client_id, before=None).limit(1).run())


def _live(user: str, client_id: str | None = None) -> list[Any]:
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name, table.client, table.scopes, table.given, table.resource)
	query = query.where(table.user == user).where(table.withdrawn.isnull())
	if client_id is not None:
		query = query.where(table.client == client_id)
	return query.run(as_dict=True)

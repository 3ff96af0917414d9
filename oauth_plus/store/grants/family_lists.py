"""Names of live grants with a common property: a user, a client, or a time that is past."""

from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import Order
from frappe.query_builder.functions import Max, Min

from oauth_plus.platform import queries
from oauth_plus.rules.policy import Hardening
from oauth_plus.store.clients import client_fields, client_gates
from oauth_plus.store.grants.family import GRANT, State

MOST = 200
"""Largest number of live grants of one user and one client. A new one ends the oldest above it."""


def live(
	*,
	user: str | None = None,
	client_id: str | None = None,
	before: datetime | None = None,
	as_of_now: bool = False,
	are_users_own: bool = False,
) -> list[str]:
	"""Return the names of the live grants that meet every condition; at least one is given. Empty for none.
	`are_users_own` leaves out those by which a client acts as its Service User."""
	if user is None and client_id is None and before is None:
		raise ValueError("Name a user, a client or a time")
	family, query = select_live()
	query = queries.narrowed(query, family, user=user, client_id=client_id, before=before)
	if are_users_own:
		query = query.where(is_users_own(family))
	return [row[0] for row in (queries.locking(query) if as_of_now else query).run()]


def is_users_own(family: Any) -> Any:
	"""Return the condition that no client acts as its Service User by a grant: an administrator has chosen those."""
	return family.secret.isnull() | (family.secret == "")


def shared_parties(names: list[str]) -> tuple[str, str]:
	"""Return the client and the user that all of these grants have; empty for several."""
	table = frappe.qb.DocType(GRANT)
	ends = (Min(table.client), Max(table.client), Min(table.user), Max(table.user))
	clients, users = set(), set()
	for chunk in queries.chunks(names):
		[row] = frappe.qb.from_(table).select(*ends).where(table.name.isin(chunk)).run()
		clients.update(row[:2])
		users.update(row[2:])
	return _only(clients), _only(users)


def _only(names: set[str | None]) -> str:
	[name, *others] = names
	return "" if others else name or ""


def any_live(limit: int) -> list[str]:
	"""Return the names of live grants, of any user and client, up to a limit of rows."""
	return _names(select_live()[1], limit)


def enforced_past(column: str, here: datetime, limit: int) -> list[str]:
	"""Return the live grants whose time in this column is past, of clients whose gate enforces it, up to a limit
	of rows."""
	(family, query), client = select_live(), frappe.qb.DocType(client_fields.DOCTYPE)
	query = query.join(client).on(client.name == family.client).where(family[column] < here)
	return _names(query.where(client_gates.enforces(client, Hardening.REFRESH_LIFETIME)), limit)


def endless(client_id: str, here: datetime, limit: int) -> list[str]:
	"""Return the live grants of a client that never expire and were not used since this time: they are from
	before installation. Empty for none."""
	family, query = select_live()
	query = query.where((family.client == client_id) & family.idle_ends.isnull())
	return _names(query.where(family.modified < here), limit)


def of_disabled_users(limit: int) -> list[str]:
	"""Return the live grants of disabled users, whose rows were changed without hooks."""
	family, user = frappe.qb.DocType(GRANT), frappe.qb.DocType("User")
	query = frappe.qb.from_(user).join(family).on(family.user == user.name).select(family.name)
	return _names(query.where(user.enabled == 0).where(family.state == State.ACTIVE.value), limit)


def of_disabled_clients(limit: int) -> list[str]:
	"""Return the live grants of disabled clients, up to a limit of rows."""
	family, client = frappe.qb.DocType(GRANT), frappe.qb.DocType(client_fields.DOCTYPE)
	query = frappe.qb.from_(client).join(family).on(family.client == client.name).select(family.name)
	return _names(
		query.where(client.oauth_plus_enabled == 0).where(family.state == State.ACTIVE.value), limit
	)


def beyond_the_cap(user: str, client_id: str) -> list[str]:
	"""Return the oldest live grants of a user and a client above 200, in rows; empty for none."""
	family, query = select_live()
	query = query.where((family.user == user) & (family.client == client_id))
	return _names(query.orderby(family.creation, order=Order.desc).offset(MOST), 10)


def select_live() -> tuple[Any, Any]:
	"""Return the table, and the query for the names of its live rows."""
	family = frappe.qb.DocType(GRANT)
	return family, frappe.qb.from_(family).select(family.name).where(family.state == State.ACTIVE.value)


def _names(query: Any, limit: int) -> list[str]:
	return [row[0] for row in query.limit(limit).run()]

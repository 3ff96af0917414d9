"""Clients in a list, with their live grants and their last use: two queries for any number of clients."""

from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Max

from oauth_plus.platform import clock
from oauth_plus.store.clients.client_fields import DOCTYPE, ENFORCEMENT, REGISTRATION

GRANT = "OAuth Plus Grant"


@dataclass(frozen=True)
class ListedClient:
	"""One client. `registered_by` is empty for one that an administrator made."""

	client_id: str
	title: str
	type: str
	enforcement: str
	is_enabled: bool
	registered_by: str
	live_grants: int = 0
	users: int = 0
	used_at: datetime | None = None


def listed(*, client_id: str = "", only_enabled: bool = False) -> list[ListedClient]:
	"""Return the clients by title; one of them, if an id is given."""
	filters: dict[str, Any] = {"oauth_plus_enabled": 1} if only_enabled else {}
	if client_id:
		filters["name"] = client_id
	fields = ["name", "app_name", "oauth_plus_client_type", ENFORCEMENT, "oauth_plus_enabled", REGISTRATION]
	use = _use_of(client_id)
	rows = frappe.get_all(DOCTYPE, filters=filters, fields=fields, order_by="app_name asc, name asc")
	return [_client(row, *use.get(row.name, (0, 0, None))) for row in rows]


def _client(row: Any, grants: int, users: int, used_at: Any) -> ListedClient:
	return ListedClient(
		row.name,
		unescape(row.app_name or row.name),
		row.oauth_plus_client_type,
		row[ENFORCEMENT],
		bool(row.oauth_plus_enabled),
		row[REGISTRATION] or "",
		int(grants),
		int(users),
		clock.from_column(used_at),
	)


def _use_of(client_id: str) -> dict[str, tuple[Any, ...]]:
	"""Return the live grants, their users and the last use, by client."""
	grant = frappe.qb.DocType(GRANT)
	query = frappe.qb.from_(grant).groupby(grant.client).where(grant.state == "Active")
	query = query.select(grant.client, Count("*"), Count(grant.user).distinct(), Max(grant.last_used))
	if client_id:
		query = query.where(grant.client == client_id)
	return {name: tuple(use) for name, *use in query.run()}

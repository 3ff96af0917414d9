"""Grants in a list, the newest first, without their tokens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules import scope_list
from oauth_plus.store.grants.family import GRANT

COLUMNS = [
	"name",
	"client",
	"user",
	"scopes",
	"state",
	"creation",
	"last_used",
	"absolute_ends",
	"end_reason",
]


@dataclass(frozen=True)
class ListedGrant:
	"""One grant. `ends_at` is None for one that does not expire."""

	name: str
	client_id: str
	user: str
	scopes: tuple[str, ...]
	state: str
	since: datetime | None
	used_at: datetime | None
	ends_at: datetime | None
	end_reason: str


def listed(*, limit: int, **chosen: str | None) -> list[ListedGrant]:
	"""Return the newest grants whose `client`, `user` and `state` are these, as far as they are given; at most so many."""
	filters = {name: value for name, value in chosen.items() if value}
	rows = frappe.get_all(GRANT, filters=filters, fields=COLUMNS, order_by="creation desc", limit=limit)
	return [_grant(row) for row in rows]


def existing(names: tuple[str, ...]) -> set[str]:
	"""Return those of the names that are grants."""
	return set(frappe.get_all(GRANT, filters={"name": ("in", names)}, pluck="name"))


def _grant(row: Any) -> ListedGrant:
	since, used_at, ends_at = clock.times(row, "creation", "last_used", "absolute_ends")
	scopes = scope_list.split(row.scopes)
	return ListedGrant(
		row.name, row.client, row.user, scopes, row.state, since, used_at, ends_at, row.end_reason or ""
	)

"""Resource accesses of clients: noted in Redis, written as rows by a job.

A request with a token writes no row, because it may be a GET, which Frappe rolls back. Redis may lose notes.
"""

import json
from datetime import datetime, timedelta

import frappe

from oauth_plus.platform import cache_notes, clock, sql
from oauth_plus.platform.frappe_private import affected_rows
from oauth_plus.rules import secret
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_from_use import ScopeUse, Way
from oauth_plus.store.scope_use import scope_use_notes

DOCTYPE = "OAuth Plus Scope Use"

MOST_ROWS = 2_000
"""Largest number of rows of one client. Further accesses are not recorded."""


def write_down() -> None:
	"""Write each use as a row, while there is room, and delete the notes."""
	cache_notes.make_room(scope_use_notes.place())
	for fields, at in cache_notes.take_notes(scope_use_notes.place()):
		client_id, kind, target, action, way = json.loads(fields)
		use = ScopeUse(ResourceAccess(Kind(kind), target, action), Way(way))
		_write_use(client_id, use, clock.to_column(clock.from_epoch(float(at))))


def used_since(client_id: str, moment: datetime) -> tuple[ScopeUse, ...]:
	"""Return all that a client accessed since this time, and what the site's code accessed for it; empty for
	no rows."""
	found = frappe.get_all(
		DOCTYPE,
		filters={"client": client_id, "last_used": (">=", clock.to_column(moment))},
		fields=["kind", "target", "action", "way"],
		order_by="kind asc, target asc, action asc",
	)
	return tuple(
		ScopeUse(ResourceAccess(Kind(row.kind), row.target, row.action or ""), Way(row.way or Way.ASKED))
		for row in found
	)


def delete_of_client(client_id: str) -> None:
	"""Delete the rows of a deleted client."""
	frappe.db.delete(DOCTYPE, {"client": client_id})


def follow(client_id: str) -> None:
	"""Rename the rows of a renamed client, so that its next use finds them."""
	columns = ["name", "kind", "target", "action"]
	for row in frappe.get_all(DOCTYPE, filters={"client": client_id}, fields=columns):
		sql.update(DOCTYPE, {"name": _name(client_id, row.kind, row.target, row.action or "")}, name=row.name)


def purge(before: datetime) -> int:
	"""Delete rows whose last use was before this time. Returns the number of rows."""
	frappe.db.delete(DOCTYPE, {"last_used": ("<", clock.to_column(before))})
	return affected_rows()


KEPT = timedelta(days=90)

WAYS = [way.value for way in Way]


def _write_use(client_id: str, use: ScopeUse, at: datetime) -> None:
	"""Write one use. If the same was accessed in several ways, the row has the one that needs the most."""
	kind, target, action, way = scope_use_notes.fields_of(use)
	name = _name(client_id, kind, target, action)
	values = {"client": client_id, "kind": kind, "target": target, "action": action, "last_used": at}
	if sql.update(DOCTYPE, {"last_used": at}, name=name):
		if needs_less := WAYS[: WAYS.index(way)]:
			sql.update_named(DOCTYPE, {"way": way}, "way", needs_less, name=name)
		return
	values["way"] = way
	if frappe.db.count(DOCTYPE, {"client": client_id}) < MOST_ROWS:
		sql.insert_unless_taken(DOCTYPE, name, values)


def _name(client_id: str, kind: str, target: str, action: str) -> str:
	"""Return the name of the row: one for each thing that a client accesses."""
	return secret.digest("\n".join((client_id, kind, target, action)))[:32]

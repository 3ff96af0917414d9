"""What the site remembers: asked of the database, past our own code."""

from typing import Any

import frappe

from oauth_plus import tasks
from oauth_plus.tests.factories import App


def events_of(app: App, **filters: Any) -> list[Any]:
	"""The events of a client, oldest first."""
	return frappe.get_all(
		"OAuth Plus Event",
		filters={"client": app.client_id, **filters},
		fields=["event", "outcome", "reason", "cause", "fix", "user", "times", "creation", "last_time"],
		order_by="creation asc",
	)


def told_times(app: App, **filters: Any) -> list[int]:
	"""How often each of these events happened, after the job has added the counts."""
	tasks.note_uses()
	return [row.times for row in events_of(app, **filters)]


def recorded(app: App, event: str, **filters: Any) -> bool:
	"""Such an event was written."""
	return bool(events_of(app, event=event, **filters))


def would_refuse(app: App) -> set[str]:
	"""The hardenings that Enforce would hold against an old client."""
	return {row.reason for row in events_of(app, outcome="Would Refuse")}


def rows_of(app: App, doctype: str = "OAuth Bearer Token") -> list[Any]:
	"""The rows of a client, oldest first."""
	return frappe.get_all(doctype, filters={"client": app.client_id}, fields=["*"], order_by="creation asc")


def families_of(app: App) -> list[Any]:
	"""The grants of a client, oldest first."""
	frappe.db.rollback()
	return rows_of(app, "OAuth Plus Grant")


def state() -> dict[str, Any]:
	"""What must not change by a request that is refused: which rows there are, and when each was last written."""
	frappe.db.rollback()
	return {doctype: _rows_and_last_changes(doctype) for doctype in OAUTH_DOCTYPES}


def _rows_and_last_changes(doctype: str) -> tuple[int, float]:
	"""How many, and the sum of the seconds of all last changes: no write leaves it as it was, and any database
	can tell it quickly."""
	seconds = "ROUND(SUM(SUBSTR(modified, 18, 9)), 3)"
	return frappe.db.sql(f"SELECT COUNT(*), {seconds} FROM `tab{doctype}`")[0]


def errors() -> int:
	"""Rows of the Error Log, those too that still wait to be written."""
	frappe.db.rollback()
	return frappe.db.count("Error Log") + frappe.cache.llen("insert_queue_for_Error Log")


def every_value(doctype: str) -> set[str]:
	"""All that any column of the table holds, as text; what is stored in the clear is in it."""
	rows = frappe.get_all(doctype, fields=["*"])
	return {str(value) for row in rows for value in row.values() if value is not None}


def counts(*doctypes: str) -> dict[str, int]:
	"""How many rows there are."""
	frappe.db.rollback()
	return {doctype: frappe.db.count(doctype) for doctype in doctypes or OAUTH_DOCTYPES}


OAUTH_DOCTYPES = ("OAuth Bearer Token", "OAuth Authorization Code", "OAuth Client")

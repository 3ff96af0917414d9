"""What the site remembers: asked of the database, past our own code."""

from typing import Any

import frappe

from oauth_plus.tests.factories import App


def events_of(app: App, **filters: Any) -> list[Any]:
	"""The events of a client, oldest first."""
	return frappe.get_all(
		"OAuth Plus Event",
		filters={"client": app.client_id, **filters},
		fields=["event", "outcome", "reason", "cause", "fix", "user"],
		order_by="creation asc",
	)


def recorded(app: App, event: str, **filters: Any) -> bool:
	"""Such an event was written."""
	return bool(events_of(app, event=event, **filters))


def would_refuse(app: App) -> set[str]:
	"""The hardenings that Enforce would hold against an old client."""
	return {row.reason for row in events_of(app, outcome="Would Refuse")}


def rows_of(app: App, doctype: str = "OAuth Bearer Token") -> list[Any]:
	"""The rows of a client, oldest first."""
	return frappe.get_all(doctype, filters={"client": app.client_id}, fields=["*"], order_by="creation asc")


def counts(*doctypes: str) -> dict[str, int]:
	"""How many rows there are."""
	frappe.db.rollback()
	return {doctype: frappe.db.count(doctype) for doctype in doctypes or OAUTH_DOCTYPES}


OAUTH_DOCTYPES = ("OAuth Bearer Token", "OAuth Authorization Code", "OAuth Client")

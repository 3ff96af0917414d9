"""Endpoints of events in Desk: the list with sentences, and timelines of clients and users."""

from typing import Any

import frappe
from frappe import _

from oauth_plus.http import listed_events
from oauth_plus.rules.event_words import KINDS
from oauth_plus.store.events import event_sentences, event_timeline
from oauth_plus.store.events.event_rows import DOCTYPE

FURTHEST = 1_000_000
"""Largest number of events that are passed over."""

OF_WHOM = {"client": "OAuth Client", "user": "User"}


@frappe.whitelist(methods=["GET", "POST"])
def listed() -> Any:
	"""Return what Frappe's list of events returns, with a sentence in each row. Raises PermissionError, as Frappe does, for
	users who may not read events."""
	return listed_events.with_sentences()


@frappe.whitelist(methods=["GET", "POST"])
def kinds() -> list[dict[str, str]]:
	"""Return all kinds of events with their titles, by title. Raises PermissionError for users who may not read events."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	found = [{"value": event, "label": event_sentences.title_of(event)} for event in KINDS]
	return sorted(found, key=lambda kind: kind["label"])


@frappe.whitelist(methods=["GET", "POST"])
def timeline(client: str | None = None, user: str | None = None, start: int = 0) -> dict[str, Any]:
	"""Return 20 events of a client or a user, newest first, from `start` on. Raises PermissionError for users who may not
	read events, or not this client or user."""
	if not (client or user):
		frappe.throw(_("Name a client or a user."))
	frappe.has_permission(DOCTYPE, "read", throw=True)
	for kind, name in (("client", client), ("user", user)):
		if name:
			frappe.has_permission(OF_WHOM[kind], "read", name, throw=True)
	return event_timeline.page_of(client=client, user=user, start=min(max(0, start), FURTHEST))

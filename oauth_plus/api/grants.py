"""Desk's buttons that end grants; who presses one may write OAuth Clients."""

from datetime import datetime

import frappe
from frappe import _

from oauth_plus.store import endings, moments
from oauth_plus.store.clients import DOCTYPE as CLIENT


@frappe.whitelist(methods=["POST"])
def end_grant(family: str) -> int:
	"""End one grant with all its tokens; returns how many lived, 0 or 1."""
	_require_permission()
	return endings.end([family], "ended_by_administrator")


@frappe.whitelist(methods=["POST"])
def end_grants(client: str | None = None, user: str | None = None, before: datetime | None = None) -> int:
	"""End the live grants of a client, of a user, or given before a moment of the site's time ("not valid
	before"); every condition that is given holds. Returns how many lived."""
	_require_permission()
	if not (client or user or before):
		frappe.throw(_("Name a client, a user or a moment."))
	return endings.end_all(
		"ended_by_administrator", client_id=client, user=user, before=moments.from_column(before)
	)


def _require_permission() -> None:
	frappe.has_permission(CLIENT, "write", throw=True)

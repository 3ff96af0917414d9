"""Endpoints of the buttons in Desk that end grants, for users who may write OAuth Clients."""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from oauth_plus.api import permitted
from oauth_plus.platform import clock, sql
from oauth_plus.store.clients.client_fields import DOCTYPE as CLIENT
from oauth_plus.store.grants import excess, narrowing, revocation


@frappe.whitelist(methods=["POST"])
def end_grant(family: str) -> int:
	"""End one grant with all its tokens. Returns the number of grants that were live, 0 or 1. Raises
	PermissionError."""
	_require_permission()
	return revocation.end([family], "ended_by_administrator")


@frappe.whitelist(methods=["POST"])
def end_grants(client: str | None = None, user: str | None = None, before: datetime | None = None) -> int:
	"""End the live grants that meet all given conditions: of a client, of a user, given before a time in the site's
	time zone. Returns the number of grants. Raises PermissionError."""
	_require_permission(client)
	if not (client or user or before):
		frappe.throw(_("Name a client, a user or a time."))
	return revocation.end_all(
		"ended_by_administrator", client_id=client, user=user, before=clock.from_column(before)
	)


@frappe.whitelist(methods=["GET", "POST"])
def beyond_client(client: str) -> dict[str, Any]:
	"""Return the number of live grants with scopes that their client no longer has, the number of their users, and
	these scopes. Raises PermissionError."""
	found = excess.beyond(permitted.client("write", client))
	return {
		"grants": sum(each.count for each in found),
		"people": len(frozenset[str]().union(*(each.people for each in found))),
		"scopes": list(dict.fromkeys(word for each in found for word in each.lost)),
	}


@frappe.whitelist(methods=["POST"])
def narrow_grants(client: str) -> int:
	"""Remove from a client's live grants the scopes that it no longer has (RFC 6749 §3.3). Returns the number of
	grants. Raises PermissionError."""
	return narrowing.narrow(permitted.client("write", client))


@frappe.whitelist(methods=["POST"])
def end_grants_beyond_client(client: str) -> int:
	"""End a client's live grants with scopes that it no longer has. Returns the number of grants. Raises
	PermissionError."""
	return narrowing.end(permitted.client("write", client))


def _require_permission(client: str | None = None) -> None:
	"""Require write permission for this client; for any client, if it is deleted or none is named. Throws
	PermissionError."""
	named = client if client and sql.exists(CLIENT, client) else None
	frappe.has_permission(CLIENT, "write", named, throw=True)

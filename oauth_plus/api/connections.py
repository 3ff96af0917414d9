"""Endpoints of the dialog New Connection and of the button How to Connect in Desk."""

from typing import Any

import frappe

from oauth_plus.api import permitted
from oauth_plus.http.connections import offer, proposal
from oauth_plus.http.connections.how_to import how_to
from oauth_plus.store.clients.client_fields import DOCTYPE


@frappe.whitelist(methods=["GET", "POST"])
def offered() -> dict[str, Any]:
	"""Return the kinds of apps, their questions, and the scopes that the user may give. Raises PermissionError for users
	who may not create clients."""
	frappe.has_permission(DOCTYPE, "create", throw=True)
	return offer.offered(frappe.session.user)


@frappe.whitelist(methods=["POST"])
def preview(kind: str, way: str, answers: dict[str, Any] | str) -> dict[str, Any]:
	"""Return what would be created, each setting with its reason, and all faults by question. Writes nothing. Raises
	PermissionError."""
	frappe.has_permission(DOCTYPE, "create", throw=True)
	return proposal.preview(kind, way, answers)


@frappe.whitelist(methods=["POST"])
def create(kind: str, way: str, answers: dict[str, Any] | str) -> dict[str, Any]:
	"""Create the client. Returns its name, its secret (only this once; empty without one) and how to connect; or all faults
	by question, and nothing is written. Raises PermissionError."""
	frappe.has_permission(DOCTYPE, "create", throw=True)
	return proposal.create(kind, way, answers)


@frappe.whitelist(methods=["GET", "POST"])
def how_to_connect(client: str) -> dict[str, Any]:
	"""Return ready requests for this client, by program, without any secret. Raises PermissionError for users who may not
	read the client."""
	return how_to(permitted.client("read", client))

"""Endpoints of the form of an OAuth Client: its status, its faults before it is saved, its lifetimes, and its buttons."""

from dataclasses import asdict
from typing import Any

import frappe
from frappe import _

from oauth_plus.api import permitted
from oauth_plus.grants import trial as trials
from oauth_plus.http import client_drafts, client_status, client_trial, response
from oauth_plus.http.desk_values import mapping_of
from oauth_plus.platform import clock
from oauth_plus.rules.lifetime import NAMES
from oauth_plus.store.clients import client_forms, client_rows
from oauth_plus.store.clients.client_fields import DOCTYPE
from oauth_plus.store.site import token_lifetimes


@frappe.whitelist(methods=["GET", "POST"])
def status(client: str) -> dict[str, Any]:
	"""Return sentences that say what the client is, who uses it and what was refused this week, and whom it locks out if the
	client is disabled. Raises PermissionError for users who may not read the client."""
	return client_status.status(permitted.client("read", client), clock.now())


@frappe.whitelist(methods=["POST"])
def faults(values: dict[str, Any] | str, client: str = "") -> list[dict[str, str]]:
	"""Return all faults of a client as it stands on its form, each with field, sentence, cause, fix and level. Writes
	nothing. Raises PermissionError for users who may not write the client; who may not create one, where none is named."""
	if client:
		permitted.client("write", client)
	else:
		frappe.has_permission(DOCTYPE, "create", throw=True)
	return client_drafts.faults_of(client, mapping_of(values))


@frappe.whitelist(methods=["GET", "POST"])
def lifetimes_of_site() -> dict[str, dict[str, Any]]:
	"""Return the lifetimes that apply where a client sets none, in seconds, and where each is set. Raises PermissionError for
	users who may not read clients."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	site = token_lifetimes.lifetimes()
	return {name: asdict(getattr(site, name)) for name in NAMES}


@frappe.whitelist(methods=["POST"])
def trial(client: str, redirect_uri: str) -> dict[str, Any]:
	"""Return an authorization request as the client would send it, and what its user meets. It holds no secret. Raises
	PermissionError for users who may not write the client."""
	found = permitted.client("write", client)
	if redirect_uri not in found.redirect_uris:
		frappe.throw(_("Save the redirect URI first."))
	response.forbid_storing()
	made = trials.prepare(found, redirect_uri, frappe.session.user, clock.now())
	return client_trial.described(made, found.title)


@frappe.whitelist(methods=["POST"])
def disable(client: str) -> None:
	"""Disable a client, also one with faults: its grants end. Raises PermissionError for users who may not write it."""
	client_rows.disable(permitted.client("write", client).client_id)


@frappe.whitelist(methods=["POST"])
def enable(client: str) -> None:
	"""Enable a client again, with every check of its form. Raises PermissionError; ValidationError for one with faults."""
	client_forms.change(permitted.client("write", client).client_id, {"oauth_plus_enabled": 1})

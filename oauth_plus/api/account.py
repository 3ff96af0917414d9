"""Endpoints of the user's own page: they end the access of apps."""

import frappe
from frappe import _
from werkzeug.wrappers import Response

from oauth_plus.http import account, page
from oauth_plus.http.person import person
from oauth_plus.store.grants import families, revocation


@frappe.whitelist(methods=["POST"])
def end_grant(family: str) -> int:
	"""End one grant of the signed-in user. Returns the number of grants that were live, 0 or 1. Raises PermissionError for a
	grant of somebody else, and for one by which a client acts as its Service User: an administrator has chosen that."""
	page.require_own_origin()
	found = families.find(family)
	if found is None or found.user != frappe.session.user or found.secret:
		frappe.throw(_("This app has no access to your account."), frappe.PermissionError)
	return revocation.end([family], "ended_by_user")


@frappe.whitelist(methods=["POST"])
def end_access(client: str | None = None) -> Response:
	"""End the access of one app, or of all apps, and show the page again. Raises PermissionError for guests,
	CSRFTokenError for a form that is not from our page."""
	who = person()
	if who.is_guest:
		frappe.throw(_("Sign in first."), frappe.PermissionError)
	if not page.token_of_session():  # Frappe requires none while the session has none
		frappe.throw(_("Open the page of your apps first."), frappe.CSRFTokenError)
	revocation.end_all("ended_by_user", user=who.user, client_id=client or None, are_users_own=True)
	return account.back()


@frappe.whitelist(methods=["POST"])
def delete_client(client_id: str) -> None:
	"""End all grants to one client. Frappe's own page of apps calls this; Frappe's method ended single tokens."""
	end_grants(client_id)


@frappe.whitelist(methods=["POST"])
def end_grants(client: str | None = None) -> int:
	"""End all grants of the signed-in user, or those to one client, except those of a Service User. Returns the number of
	grants that were live."""
	page.require_own_origin()
	return revocation.end_all("ended_by_user", user=frappe.session.user, client_id=client, are_users_own=True)

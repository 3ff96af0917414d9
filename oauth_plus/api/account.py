"""What a person may do about the apps that act for him."""

import frappe
from frappe import _
from werkzeug.wrappers import Response

from oauth_plus.http import account, page
from oauth_plus.http.request import person
from oauth_plus.store import families, revocation


@frappe.whitelist(methods=["POST"])
def end_grant(family: str) -> int:
	"""End one grant of the person who is signed in; returns how many lived, 0 or 1."""
	found = families.find(family)
	if found is None or found.user != frappe.session.user:
		frappe.throw(_("This app has no access to your account."), frappe.PermissionError)
	return revocation.end([family], "ended_by_user")


@frappe.whitelist(methods=["POST"])
def end_access(client: str | None = None) -> Response:
	"""The buttons of the person's own page: end what one app may, or all of them, and show what is left."""
	who = person()
	if who.is_guest:
		frappe.throw(_("Sign in first."), frappe.PermissionError)
	if not page.token_of_session():  # Frappe asks for none where the session has none yet
		frappe.throw(_("Open the page of your apps first."), frappe.CSRFTokenError)
	revocation.end_all("ended_by_user", user=who.user, client_id=client or None)
	return account.back()


@frappe.whitelist(methods=["POST"])
def delete_client(client_id: str) -> None:
	"""The button of Frappe's own page of apps, which knew tokens alone."""
	end_grants(client_id)


@frappe.whitelist(methods=["POST"])
def end_grants(client: str | None = None) -> int:
	"""End all grants of the person who is signed in, or those to one client; returns how many lived."""
	return revocation.end_all("ended_by_user", user=frappe.session.user, client_id=client)

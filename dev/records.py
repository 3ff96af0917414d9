"""`python -m dev.records`: what the demo needs on its site. Reads JSON from standard input, writes JSON.

Runs in the folder `sites` with Frappe; the demo itself does not import Frappe.
"""

import json
import sys

import frappe
from frappe.model.document import Document

APP_NAME = "Third-party app (demo)"
TODOS = ("Water the plants", "Read RFC 9700")


def main() -> None:
	"""Make the person, the to-dos and the client, as far as they are missing. Prints the client."""
	order = json.load(sys.stdin)
	frappe.init(order["site"])
	frappe.connect()
	frappe.flags.mute_emails = True
	make_person(order["email"], order["password"])
	known = order["client"]
	is_there = known and frappe.db.exists("OAuth Client", {"client_id": known["client_id"]})
	client = known if is_there else make_client(order["redirect_uri"])
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(client))


def make_person(email: str, password: str) -> None:
	"""Make a user of Desk with two to-dos and the password on the screen."""
	from frappe.utils.password import update_password

	if not frappe.db.exists("User", email):
		names = {"email": email, "first_name": "Dana", "last_name": "Demo", "send_welcome_email": 0}
		_insert("User", **names, roles=[{"role": "Report Manager"}])
	update_password(email, password)
	for description in TODOS:
		todo = {"description": description, "allocated_to": email}
		if not frappe.db.exists("ToDo", todo):
			_insert("ToDo", **todo)


def make_client(redirect_uri: str) -> dict:
	"""Register the app. The secret is readable on the document just inserted, and never again."""
	for name in frappe.get_all("OAuth Client", filters={"app_name": APP_NAME}, pluck="name"):
		frappe.delete_doc("OAuth Client", name, force=True, ignore_permissions=True)
	method = "token_endpoint_auth_method"
	stock_has_it = frappe.get_meta("OAuth Client").has_field(method)
	client = _insert(
		"OAuth Client",
		app_name=APP_NAME,
		scopes="all openid",
		redirect_uris=redirect_uri,
		default_redirect_uri=redirect_uri,
		grant_type="Authorization Code",
		response_type="Code",
		oauth_plus_enabled=1,
		oauth_plus_client_type="Confidential",
		**{method if stock_has_it else f"oauth_plus_{method}": "Client Secret Basic"},
	)
	given = {name: client.get(name) for name in ("client_id", "client_secret")}
	return {**given, "redirect_uri": redirect_uri}


def _insert(doctype: str, **values: object) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


if __name__ == "__main__":
	main()

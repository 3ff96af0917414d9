"""`python -m dev.records`: what the demo needs on its site. Reads JSON from standard input, writes JSON.

Runs in the folder `sites` with Frappe; the demo itself does not import Frappe.
"""

import json
import sys

import frappe

APP_NAME = "Third-party app (demo)"
TODOS = ("Water the plants", "Read RFC 9700")


def main() -> None:
	"""Make the person, the to-dos and the client, as far as they are missing. Prints the client."""
	order = json.load(sys.stdin)
	frappe.init(order["site"])
	frappe.connect()
	frappe.flags.mute_emails = True
	make_person(order["email"], order["password"])
	client = find_client(order["client"]) or make_client(order["redirect_uri"])
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(client))


def make_person(email: str, password: str) -> None:
	"""A user of Desk with two to-dos and the password on the screen."""
	from frappe.utils.password import update_password

	if not frappe.db.exists("User", email):
		person = {"doctype": "User", "email": email, "first_name": "Dana", "last_name": "Demo"}
		frappe.get_doc({**person, "send_welcome_email": 0, "roles": [{"role": "Report Manager"}]}).insert(
			ignore_permissions=True
		)
	update_password(email, password)
	for description in TODOS:
		todo = {"doctype": "ToDo", "description": description, "allocated_to": email}
		if not frappe.db.exists(todo):
			frappe.get_doc(todo).insert(ignore_permissions=True)


def find_client(known: dict) -> dict | None:
	"""The client of the last run, if it is still there. Its secret stands nowhere on the site."""
	if known and frappe.db.exists("OAuth Client", {"client_id": known["client_id"]}):
		return known
	return None


def make_client(redirect_uri: str) -> dict:
	"""Register the app. The secret is readable on the document just inserted, and never again."""
	for name in frappe.get_all("OAuth Client", filters={"app_name": APP_NAME}, pluck="name"):
		frappe.delete_doc("OAuth Client", name, force=True, ignore_permissions=True)
	client = frappe.get_doc(
		{
			"doctype": "OAuth Client",
			"app_name": APP_NAME,
			"scopes": "all openid",
			"redirect_uris": redirect_uri,
			"default_redirect_uri": redirect_uri,
			"grant_type": "Authorization Code",
			"response_type": "Code",
			"oauth_plus_enabled": 1,
			"oauth_plus_client_type": "Confidential",
			_authentication_field(): "Client Secret Basic",
		}
	).insert(ignore_permissions=True)
	return {
		"client_id": client.client_id,
		"client_secret": client.client_secret,
		"redirect_uri": redirect_uri,
	}


def _authentication_field() -> str:
	stock = "token_endpoint_auth_method"
	return stock if frappe.get_meta("OAuth Client").has_field(stock) else f"oauth_plus_{stock}"


if __name__ == "__main__":
	main()

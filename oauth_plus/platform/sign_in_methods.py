"""How a user is signing in, as far as this request shows it."""

import frappe
from frappe.twofactor import should_run_2fa

LOGIN = "/api/method/login"


def by_password() -> bool:
	"""Frappe's own login by user name and password runs in this request; False for every other way in (a provider, a link
	in an e-mail, a new password), of which no method of RFC 8176 is known."""
	return frappe.local.form_dict.get("cmd") == "login" or frappe.local.request.path == LOGIN


def by_second_factor(user: str) -> bool:
	"""Frappe asked for a second factor after the password: without it, it would not have let this user in."""
	return bool(should_run_2fa(user))

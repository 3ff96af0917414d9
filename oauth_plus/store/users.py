"""What the protocol asks about a person."""

from typing import Any

import frappe

from oauth_plus.rules import secret
from oauth_plus.store.settings import derived_key


def is_enabled(user: str) -> bool:
	"""The user exists under exactly that name and may sign in."""
	row = frappe.db.get_value("User", user, ["name", "enabled"])
	return bool(row) and row[0] == user and bool(row[1])


def roles(user: str) -> list[str]:
	"""The user's roles, the automatic ones included."""
	return frappe.get_roles(user)


def profile(user: str) -> dict[str, Any]:
	"""The claims of Frappe, asked for by name, so that an app that adds claims there is heard."""
	from frappe import oauth

	return dict(oauth.get_userinfo(frappe.get_doc("User", user)))


def subject(user: str) -> str:
	"""`sub`: Frappe's own stable id of the user, or one derived from the site's key where there is none."""
	known = frappe.db.get_value("User Social Login", {"parent": user, "provider": "frappe"}, "userid")
	return known or secret.seal(derived_key("sub"), user)[:40]

"""Endpoint of the form of an OAuth Client: what its Service User may do."""

import frappe

from oauth_plus.store.clients.client_fields import DOCTYPE
from oauth_plus.store.people import users


@frappe.whitelist(methods=["GET", "POST"])
def roles_of(user: str) -> list[str]:
	"""Return the roles that a user was given, as their form in Desk shows them, in the order of the alphabet. Raises
	PermissionError for who may not read clients and this user."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	frappe.has_permission("User", "read", user, throw=True)
	return users.given_roles(user)

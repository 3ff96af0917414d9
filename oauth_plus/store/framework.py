"""What this Frappe can do: detected, never read off a version number."""

import frappe


def registers_clients() -> bool:
	"""Dynamic client registration is there and switched on (v16)."""
	if not frappe.db.exists("DocType", "OAuth Settings", cache=True):
		return False
	return bool(
		frappe.get_cached_value("OAuth Settings", "OAuth Settings", "enable_dynamic_client_registration")
	)

"""What this Frappe can do: detected, never read off a version number."""

import frappe


def registers_clients() -> bool:
	"""Dynamic client registration is there and switched on (v16, RFC 7591)."""
	return _switched_on("enable_dynamic_client_registration")


def describes_resource() -> bool:
	"""Core serves the metadata of the protected resource (v16, RFC 9728)."""
	return _switched_on("show_protected_resource_metadata")


def _switched_on(field: str) -> bool:
	if not frappe.db.exists("DocType", "OAuth Settings", cache=True):
		return False
	return bool(frappe.get_cached_value("OAuth Settings", "OAuth Settings", field))

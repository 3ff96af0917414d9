"""Short notes of a site about its installation: global defaults of Frappe, which outlive our tables."""

import frappe

from oauth_plus.platform.readiness import GLOBAL


def write(name: str, value: str) -> None:
	"""Store a note."""
	frappe.db.set_global(name, value)


def read(name: str) -> str:
	"""Return a note; empty for none."""
	found = frappe.db.get_value("DefaultValue", {"parent": GLOBAL, "defkey": name}, "defvalue")
	return str(found or "")


def delete(name: str) -> None:
	"""Delete a note."""
	frappe.db.delete("DefaultValue", {"parent": GLOBAL, "defkey": name})
	frappe.clear_cache()

"""Entry of the user's page in Desk's user menu, until an administrator hides or deletes it."""

from typing import Any

import frappe

MENU = "Navbar Settings"

ITEM = {"item_label": "Apps That May Act for You", "item_type": "Route", "route": "/oauth-apps"}


def add() -> None:
	"""Add the entry at the end of the menu, above "Log out". Changes nothing if it exists."""
	menu = frappe.get_doc(MENU)
	if any(row.route == ITEM["route"] for row in menu.settings_dropdown):
		return
	added = menu.append("settings_dropdown", ITEM)
	others = [row for row in menu.settings_dropdown if row is not added]
	others.insert(_above_the_way_out(others), added)
	for place, row in enumerate(others, 1):
		row.idx = place
	menu.settings_dropdown = others
	menu.save(ignore_permissions=True)


def _above_the_way_out(rows: list[Any]) -> int:
	"""Return the position before "Log out", and before the separator above it, if there is one."""
	place = next((i for i, row in enumerate(rows) if "logout" in (row.action or "")), len(rows))
	return place - 1 if place and rows[place - 1].item_type == "Separator" else place


def drop() -> None:
	"""Delete the entry's row."""
	frappe.db.delete("Navbar Item", {"parent": MENU, "route": ITEM["route"]})
	frappe.clear_document_cache(MENU, MENU)

"""The way to the person's own page in Desk's user menu, until an administrator hides it or takes it out."""

import frappe

MENU = "Navbar Settings"

ITEM = {"item_label": "Apps That May Act for You", "item_type": "Route", "route": "/oauth-apps"}


def add() -> None:
	"""Above the last line of the menu; nothing happens where it is there."""
	menu = frappe.get_doc(MENU)
	if any(row.route == ITEM["route"] for row in menu.settings_dropdown):
		return
	added = menu.append("settings_dropdown", ITEM)
	others = [row for row in menu.settings_dropdown if row is not added]
	lines = [place for place, row in enumerate(others) if row.item_type == "Separator"]
	others.insert(lines[-1] if lines else len(others), added)
	for place, row in enumerate(others, 1):
		row.idx = place
	menu.settings_dropdown = others
	menu.save(ignore_permissions=True)


def drop() -> None:
	"""Take it out again."""
	frappe.db.delete("Navbar Item", {"parent": MENU, "route": ITEM["route"]})
	frappe.clear_document_cache(MENU, MENU)

"""Entry of this app on Desk's start page and in its sidebar (v16). Frappe makes both from our files `desktop_icon/` and
`workspace_sidebar/`, and leaves them there when the app goes. v15 has neither: its sidebar lists the workspace."""

import frappe
from frappe.modules.import_file import import_file_by_path

ICON, SIDEBAR = "Desktop Icon", "Workspace Sidebar"

NAME = "OAuth"
"""Name of the workspace, of its sidebar and of its icon."""

KINDS = (SIDEBAR, "Workspace")
"""What an icon leads to, in the order of preference: releases of v16, and versions before."""


def fit() -> None:
	"""Let the icon lead to what this Frappe can open. Changes no row if it does."""
	if not frappe.db.exists("DocType", ICON) or not frappe.db.exists(ICON, NAME):
		return
	offered = (frappe.get_meta(ICON).get_field("link_type").options or "").split("\n")
	kind = next((kind for kind in KINDS if kind in offered), "")
	if kind and frappe.db.get_value(ICON, NAME, "link_type") != kind:
		frappe.db.set_value(ICON, NAME, "link_type", kind, update_modified=False)


def restore(app: str) -> None:
	"""Insert the sidebar again if Frappe has deleted it: v16 does so in a dry run of an uninstallation. Commits."""
	if frappe.db.exists("DocType", SIDEBAR) and not frappe.db.exists(SIDEBAR, NAME):
		import_file_by_path(frappe.get_app_path(app, "workspace_sidebar", "oauth.json"), force=True)
		frappe.db.commit()


def drop(app: str) -> list[str]:
	"""Delete the icons and sidebars of the app. Returns their DocTypes."""
	found = [kind for kind in (ICON, SIDEBAR) if frappe.db.exists("DocType", kind)]
	dropped = []
	for kind in found:
		if not frappe.get_meta(kind).has_field("app"):
			continue
		for name in frappe.get_all(kind, filters={"app": app}, pluck="name"):
			frappe.delete_doc(kind, name, force=True, ignore_permissions=True, ignore_on_trash=True)
			dropped.append(kind)
	return dropped

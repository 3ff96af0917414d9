"""Permissions that roles give, and the permissions of a role of ours on DocTypes of Frappe."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.permissions import get_role_permissions, setup_custom_perms

RULE, STANDARD_RULE = "Custom DocPerm", "DocPerm"


def gives(user: str, doctype: str, permission: str) -> bool:
	"""Return whether the roles of a user give a permission for all documents of a DocType, and not only for those that
	they own. False for a child table, whose parents decide, and for an unknown DocType."""
	if not frappe.db.exists("DocType", doctype, cache=True):
		return False
	meta = frappe.get_meta(doctype)
	given = get_role_permissions(meta, user)
	return not meta.istable and bool(given.get(permission)) and permission not in given["if_owner"]


def has_role(name: str) -> bool:
	"""Return whether the role exists."""
	return bool(frappe.db.exists("Role", name))


def make_role(name: str) -> None:
	"""Insert a role whose users may open Desk."""
	frappe.get_doc({"doctype": "Role", "role_name": name, "desk_access": 1}).insert(ignore_permissions=True)


def delete_role(name: str) -> int:
	"""Delete a role, take it from its users, and delete what it is allowed. Returns the number of users who had it."""
	users = frappe.db.count("Has Role", {"role": name, "parenttype": "User"})
	for doctype in ("Has Role", RULE, STANDARD_RULE):
		frappe.db.delete(doctype, {"role": name})
	frappe.delete_doc("Role", name, force=True, ignore_permissions=True, ignore_missing=True)
	return users


def allow(doctype: str, role: str, permissions: Mapping[str, int]) -> None:
	"""Give a role permissions on a DocType of Frappe, beside those that it has there. Changes nothing if the role has
	any: an administrator may have changed them."""
	if frappe.db.exists(RULE, {"parent": doctype, "role": role}):
		return
	setup_custom_perms(doctype)
	row = {"doctype": RULE, "parent": doctype, "parenttype": "DocType", "parentfield": "permissions"}
	frappe.get_doc({**row, "role": role, "permlevel": 0, **permissions}).insert(ignore_permissions=True)
	frappe.clear_cache(doctype=doctype)


def forbid(doctype: str, role: str) -> None:
	"""Delete the permissions of a role on a DocType of Frappe. If the remaining rows equal Frappe's defaults, delete these
	custom rows too."""
	frappe.db.delete(RULE, {"parent": doctype, "role": role})
	if _rules(RULE, doctype) == _rules(STANDARD_RULE, doctype):
		frappe.db.delete(RULE, {"parent": doctype})
	frappe.clear_cache(doctype=doctype)


def _rules(kind: str, doctype: str) -> list[list[Any]]:
	"""Return what the rows say, without their names and times."""
	fields = [
		field.fieldname
		for field in frappe.get_meta(RULE).fields
		if field.fieldtype in ("Check", "Int", "Link")
	]
	named = [name for name in fields if frappe.get_meta(STANDARD_RULE).has_field(name)]
	rows = frappe.get_all(kind, filters={"parent": doctype}, fields=named)
	return sorted([str(row.get(name) or "") for name in named] for row in rows)

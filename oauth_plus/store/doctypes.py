"""What the mapping of calls has to know of the DocTypes of this site (see rules/arguments.py)."""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe.model import table_fields
from frappe.modules.utils import get_module_name

from oauth_plus.rules.arguments import ANYTHING


class Doctypes:
	"""The DocTypes of the site, as Frappe remembers them; what is not there has no module, parent or link."""

	def module_of(self, doctype: str) -> str:
		"""The module that it belongs to."""
		meta = _meta(doctype)
		return meta.module if meta else ""

	def controller_of(self, doctype: str) -> str:
		"""The dotted module of its controller."""
		meta = _meta(doctype)
		return get_module_name(doctype, meta.module) if meta else ""

	def is_child(self, doctype: str) -> bool:
		"""Do its rows belong to documents of another?"""
		return frappe.is_table(doctype)

	def parent_of(self, doctype: str, name: str) -> str:
		"""The DocType that a child row belongs to."""
		return frappe.db.get_value(doctype, name, "parenttype") or ""

	def link_of(self, doctype: str, fieldname: str) -> str:
		"""The DocType that a field links to; empty for any other field."""
		meta = _meta(doctype)
		field = meta and meta.get_field(fieldname)
		if not field:
			return {"owner": "User", "modified_by": "User"}.get(fieldname, "")
		if field.fieldtype == "Dynamic Link":
			return ANYTHING
		return field.options or "" if field.fieldtype == "Link" else ""

	def links_of(self, doctype: str) -> Iterator[str]:
		"""All that its fields and those of its child tables link to; ANYTHING for dynamic ones."""
		meta = _meta(doctype)
		if not meta:
			return
		for each in (meta, *(frappe.get_meta(field.options) for field in meta.get_table_fields())):
			for field in each.fields:
				if field.fieldtype in ("Link", "Dynamic Link"):
					yield self.link_of(each.name, field.fieldname)

	def parents_of(self, child: str) -> set[str]:
		"""Every DocType that has it for a table."""
		where = {"fieldtype": ("in", table_fields), "options": child}
		own = frappe.get_all("DocField", filters=where, pluck="parent")
		return {*own, *frappe.get_all("Custom Field", filters=where, pluck="dt")}


SITE = Doctypes()


def rows_of_parents(child: str, parents: Iterable[str]) -> str:
	"""A condition on the rows of a child table."""
	named = ", ".join(frappe.db.escape(parent) for parent in parents)
	return f"`tab{child}`.`parenttype` in ({named})"


def is_shared(doctype: str, user: str, name: str | None = None) -> bool:
	"""Is this document shared with the user, or any of the kind?"""
	where = {"share_doctype": doctype} | ({"share_name": name} if name else {})
	return bool(
		frappe.db.exists("DocShare", {**where, "user": user})
		or frappe.db.exists("DocShare", {**where, "everyone": 1})
	)


def _meta(doctype: str) -> Any:
	"""From Frappe's cache; the database's comparison knows no letter case, ours does."""
	try:
		meta = frappe.get_meta(doctype)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None
	return meta if meta.name == doctype else None

"""Facts about the DocTypes of this site for the mapping of calls (see rules/calls/site_schema.py)."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import frappe
from frappe.model import table_fields
from frappe.modules.utils import get_module_name
from frappe.website.utils import get_home_page

from oauth_plus.platform import features
from oauth_plus.rules.resource_access import ANYTHING


class Doctypes:
	"""DocTypes of the site, from Frappe's cache. An unknown DocType has no module, parent or link."""

	def module_of(self, doctype: str) -> str:
		"""Return the module of a DocType; empty where there is no such DocType."""
		meta = _meta(doctype)
		return meta.module if meta else ""

	def controller_of(self, doctype: str) -> str:
		"""Return the dotted module of a DocType's controller; empty where there is none."""
		meta = _meta(doctype)
		return get_module_name(doctype, meta.module) if meta else ""

	def is_child(self, doctype: str) -> bool:
		"""Return whether the DocType is a child table."""
		return frappe.is_table(doctype)

	def children_of(self, doctype: str) -> set[str]:
		"""Return the DocTypes of a DocType's tables; empty where there is no such DocType."""
		meta = _meta(doctype)
		return {field.options for field in meta.get_table_fields()} if meta else set()

	def table_of(self, doctype: str, fieldname: str) -> str:
		"""Return the child DocType of a table field; empty for any other field."""
		meta = _meta(doctype)
		field = meta and meta.get_field(fieldname)
		return field.options if field and field.fieldtype in table_fields else ""

	def received_by(self, method: str) -> frozenset[str] | None:
		"""Return the parameters in the signature of a method; None if it takes any parameter, or is not a method."""
		function = _function(method)
		if function is None:
			return None
		parameters = inspect.signature(function).parameters.values()
		if any(each.kind is each.VAR_KEYWORD for each in parameters):
			return None
		return frozenset(each.name for each in parameters)

	def method_of(self, method: str) -> str:
		"""Return the name under which a method is defined, also if another module imports it; the same name if there
		is no such method."""
		function = _function(method)
		return f"{function.__module__}.{function.__qualname__}" if inspect.isfunction(function) else method

	def is_method(self, method: str) -> bool:
		"""Return whether this name can be called: a function, a method of a DocType's documents, or a Server Script."""
		from frappe.core.doctype.server_script.server_script_utils import get_server_script_map

		is_of_documents = bool(self.module_of(method.rpartition(".")[0]))
		scripts = get_server_script_map().get("_api", {})
		return is_of_documents or method in scripts or _function(method) is not None

	def home_page(self) -> str:
		"""Return the page at `/` for the user of this request; empty for none."""
		return get_home_page()

	def report_of(self, prepared: str) -> str:
		"""Return the report of a prepared report; empty if there is none of exactly that name."""
		row = frappe.db.get_value("Prepared Report", prepared, ["name", "report_name"])
		return row[1] or "" if row and row[0] == prepared else ""

	def parent_of(self, doctype: str, name: str) -> str:
		"""Return the DocType of the parent of a child row."""
		row = frappe.db.get_value(doctype, name, ["name", "parenttype"])
		return row[1] or "" if row and row[0] == name else ""

	def link_of(self, doctype: str, fieldname: str) -> str:
		"""Return the DocType that a link field names; empty for any other field."""
		meta = _meta(doctype)
		field = meta and meta.get_field(fieldname)
		if not field:
			return {"owner": "User", "modified_by": "User"}.get(fieldname, "")
		if field.fieldtype == "Dynamic Link":
			return ANYTHING
		return field.options or "" if field.fieldtype == "Link" else ""

	def links_of(self, doctype: str) -> Iterator[str]:
		"""Return the DocTypes that a DocType's fields and child rows link to; ANYTHING for a dynamic link."""
		meta = _meta(doctype)
		if not meta:
			return
		for each in (meta, *(frappe.get_meta(field.options) for field in meta.get_table_fields())):
			for field in each.fields:
				if field.fieldtype in ("Link", "Dynamic Link"):
					yield self.link_of(each.name, field.fieldname)

	def parents_of(self, child: str) -> set[str]:
		"""Return all DocTypes that have this one as a child table; empty for none."""
		where = {"fieldtype": ("in", table_fields), "options": child}
		own = frappe.get_all("DocField", filters=where, pluck="parent")
		return {*own, *frappe.get_all("Custom Field", filters=where, pluck="dt")}


SITE = Doctypes()


def rows_of_parents(child: str, parents: Iterable[str]) -> str:
	"""Return an SQL condition on the rows of a child table."""
	named = ", ".join(frappe.db.escape(parent) for parent in parents)
	return f"`tab{child}`.`parenttype` in ({named})"


def is_shared(doctype: str, user: str, name: str | None = None) -> bool:
	"""Return whether this document, or any of its DocType, is shared with the user."""
	where = {"share_doctype": doctype} | ({"share_name": name} if name else {})
	return bool(
		frappe.db.exists("DocShare", {**where, "user": user})
		or frappe.db.exists("DocShare", {**where, "everyone": 1})
	)


def _function(method: str) -> Callable | None:
	"""Return the function that a request for this method calls."""
	name = features.function_for(method)
	if "." not in name:
		name = f"frappe.handler.{name}"
	try:
		found = frappe.get_attr(name)
	except frappe.AppNotInstalledError:
		frappe.clear_last_message()
		return None
	except (ImportError, AttributeError, ValueError):
		return None
	return found if callable(found) else None


def _meta(doctype: str) -> Any:
	"""Return the meta from Frappe's cache, by its exact name: the database's comparison ignores letter case."""
	try:
		meta = frappe.get_meta(doctype)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None
	return meta if meta.name == doctype else None

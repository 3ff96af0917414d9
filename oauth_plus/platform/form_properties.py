"""Property Setters for the forms of Frappe's own DocTypes."""

import json
from typing import Any

import frappe


def set_property(doctype: str, field: str, name: str, kind: str, value: str, module: str) -> None:
	"""Set a property of a field. Changes no row if somebody else has set it, or if it has this value."""
	setter = {"doc_type": doctype, "field_name": field, "property": name}
	found = frappe.get_all("Property Setter", filters=setter, fields=["module", "value"])
	if any(row.module != module or row.value == value for row in found):
		return
	more = {"doctype_or_field": "DocField", "property_type": kind, "value": value, "module": module}
	frappe.get_doc({"doctype": "Property Setter", **setter, **more}).insert(ignore_permissions=True)


def changed_fields(wanted: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
	"""Return the custom fields that are missing or differ, by DocType, with every DocType: earlier versions of Frappe save
	each field again, also one that is as it should be."""
	stored = {(row.dt, row.fieldname): row for row in frappe.get_all("Custom Field", fields=["*"])}
	return {
		doctype: [field for field in fields if _differs(field, stored.get((doctype, field["fieldname"])))]
		for doctype, fields in wanted.items()
	}


def _differs(field: dict[str, Any], row: Any) -> bool:
	return row is None or any(str(row.get(name) or "") != str(value or "") for name, value in field.items())


def drop_property(doctype: str, field: str, name: str) -> None:
	"""Delete a Property Setter, so that Frappe's own value applies."""
	frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": field, "property": name})
	frappe.clear_cache(doctype=doctype)


def arrange(doctype: str, order: list[str], module: str) -> None:
	"""Set the order of the fields of a form. Changes no row if somebody else has set one."""
	value = json.dumps(order)
	found = frappe.get_all("Property Setter", filters=_order_of(doctype), fields=["module", "value"])
	if any(row.module != module or row.value == value for row in found):
		return
	more = {"doctype_or_field": "DocType", "property_type": "Data", "value": value, "module": module}
	frappe.get_doc({"doctype": "Property Setter", **_order_of(doctype), **more}).insert(
		ignore_permissions=True
	)


def let_go_of_order(doctype: str, module: str) -> None:
	"""Delete the order of a form, if this app has set it."""
	frappe.db.delete("Property Setter", {**_order_of(doctype), "module": module})
	frappe.clear_cache(doctype=doctype)


def _order_of(doctype: str) -> dict[str, str]:
	return {"doc_type": doctype, "property": "field_order"}

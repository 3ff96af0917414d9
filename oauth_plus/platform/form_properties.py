"""Property Setters: what setup changes in the forms of Frappe's own DocTypes."""

import json

import frappe


def set_property(doctype: str, field: str, name: str, kind: str, value: str, module: str) -> None:
	"""Set a property of a field of Frappe's own; changes no row where `module` has set it."""
	setter = {"doc_type": doctype, "field_name": field, "property": name, "module": module}
	if not frappe.db.exists("Property Setter", setter):
		more = {"doctype_or_field": "DocField", "property_type": kind, "value": value}
		frappe.get_doc({"doctype": "Property Setter", **setter, **more}).insert(ignore_permissions=True)


def drop_property(doctype: str, field: str, name: str) -> None:
	"""Delete the row of a property, so that Frappe's own value counts."""
	frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": field, "property": name})
	frappe.clear_cache(doctype=doctype)


def arrange(doctype: str, order: list[str], module: str) -> None:
	"""Put the fields of a form into this order; changes no row where somebody else has chosen one."""
	value = json.dumps(order)
	found = frappe.get_all("Property Setter", filters=_order_of(doctype), fields=["module", "value"])
	if any(row.module != module or row.value == value for row in found):
		return
	more = {"doctype_or_field": "DocType", "property_type": "Data", "value": value, "module": module}
	frappe.get_doc({"doctype": "Property Setter", **_order_of(doctype), **more}).insert(
		ignore_permissions=True
	)


def let_go_of_order(doctype: str, module: str) -> None:
	"""Delete the row of the order of a form, where it is ours."""
	frappe.db.delete("Property Setter", {**_order_of(doctype), "module": module})
	frappe.clear_cache(doctype=doctype)


def _order_of(doctype: str) -> dict[str, str]:
	return {"doc_type": doctype, "property": "field_order"}

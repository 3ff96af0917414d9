"""Uninstalling: the mirror of installing; it says what it removes."""

import frappe

from oauth_plus.setup import custom_fields
from oauth_plus.store import digesting, schema


def before_uninstall() -> None:
	"""Remove what was added to Frappe's own tables; Frappe removes our own DocTypes."""
	_end_tokens()
	_remove_fields()
	_remove_properties()
	_remove_indexes()
	frappe.clear_cache()


def _end_tokens() -> None:
	for doctype, count in digesting.delete_digested().items():
		print(f"OAuth Plus: removed {count} rows of {doctype}, which only it can read")


def _remove_fields() -> None:
	both = custom_fields.custom_fields(has_own_auth_method=False)
	for doctype, fields in both.items():
		names = [field["fieldname"] for field in fields]
		frappe.db.delete("Custom Field", {"dt": doctype, "fieldname": ("in", names)})
		frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": ("in", names)})
		frappe.clear_cache(doctype=doctype)
		dropped = schema.drop_columns(doctype, names)
		print(f"OAuth Plus: removed {len(dropped)} columns of {doctype}: {', '.join(dropped)}")


def _remove_properties() -> None:
	for doctype, field, name, _kind, _value in custom_fields.PROPERTIES:
		frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": field, "property": name})
		frappe.clear_cache(doctype=doctype)
		print(f"OAuth Plus: {doctype}.{field}: {name} is as it was")


def _remove_indexes() -> None:
	for doctype, columns in custom_fields.INDEXES:
		schema.drop_index(doctype, columns)
		print(f"OAuth Plus: removed the index of {doctype} on {', '.join(columns)}")

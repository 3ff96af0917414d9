"""Installing: look before changing anything, add our fields, treat old clients gently."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from oauth_plus.patches.v0_1 import hashed_existing_tokens
from oauth_plus.setup import custom_fields, requirements
from oauth_plus.store import clients, schema


def before_install() -> None:
	"""Refuse a Frappe that lacks what we need; nothing has been changed yet."""
	requirements.require()


def after_install() -> None:
	"""Make the house ready."""
	add_customisations()
	clients.treat_as_old()
	hashed_existing_tokens.execute()
	_forget_pages()


def after_migrate() -> None:
	"""Fields as this version has them; a conversion that was cut off goes on."""
	add_customisations()
	hashed_existing_tokens.execute()


def add_customisations() -> None:
	"""Custom fields, properties and indexes; safe to repeat."""
	own = "token_endpoint_auth_method"
	has_own = bool(frappe.db.exists("DocField", {"parent": clients.DOCTYPE, "fieldname": own}))
	create_custom_fields(custom_fields.custom_fields(has_own_auth_method=has_own), ignore_validate=True)
	for row in custom_fields.PROPERTIES:
		_set_property(*row)
	for doctype, columns in custom_fields.INDEXES:
		schema.add_index(doctype, columns)


def _set_property(doctype: str, field: str, name: str, kind: str, value: str) -> None:
	setter = {"doc_type": doctype, "field_name": field, "property": name, "module": custom_fields.MODULE}
	if not frappe.db.exists("Property Setter", setter):
		more = {"doctype_or_field": "DocField", "property_type": kind, "value": value}
		frappe.get_doc({"doctype": "Property Setter", **setter, **more}).insert(ignore_permissions=True)


def _forget_pages() -> None:
	"""Frappe remembers a 404 of the well-known addresses until told otherwise."""
	from frappe.website.utils import clear_website_cache

	clear_website_cache()

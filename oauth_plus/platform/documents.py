"""Changes of a document before they are written."""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe.model import no_value_fields
from frappe.model.document import Document
from frappe.utils import cast

from oauth_plus.rules import sensitive, sensitive_doctypes

NEW_PASSWORD = "new_password"  # noqa: S105 the name of a field


def taken_rows(doc: Any) -> tuple[str, ...]:
	"""Return the DocTypes of documents that would lose a child row to this one, because Frappe writes a row by its
	name, whatever its parent. Empty for none."""
	if not isinstance(doc, Document):
		return ()
	return tuple(dict.fromkeys(_owners_of_taken(doc)))


def _owners_of_taken(doc: Document) -> Iterator[str]:
	for table in doc.meta.get_table_fields():
		names = [row.name for row in doc.get(table.fieldname) or () if row.get("name")]
		if not names:
			continue
		stored = frappe.get_all(
			table.options, filters={"name": ("in", names)}, fields=["parent", "parenttype"], order_by=None
		)
		for row in stored:
			if (row.parent, row.parenttype) != (doc.name, doc.doctype):
				yield row.parenttype or table.options


def stored(doc: Document, columns: Iterable[str]) -> dict[str, Any]:
	"""Return the values of the document's row in those of these columns that it has; empty where there is no
	row."""
	there = [name for name in columns if name in doc.meta.get_valid_columns()]
	return frappe.db.get_value(doc.doctype, doc.name, ["name", *there], as_dict=True) or {}


def fill_defaults(doc: Document, fields: Iterable[str]) -> None:
	"""Set the default of each of these fields that has no value, as Frappe does where it does not import;
	raises nothing for a field that is not there."""
	for name in fields:
		field = doc.meta.get_field(name)
		if field and field.default and doc.get(name) is None:
			doc.set(name, cast(field.fieldtype, field.default))


def sensitive_changes(doc: Any) -> tuple[str, ...]:
	"""Return the sensitive fields that differ from the row; of a new document, those that are set. Empty for none."""
	if not isinstance(doc, Document):
		return ()
	passwords = tuple(field.fieldname for field in doc.meta.get("fields", {"fieldtype": "Password"}))
	fields = sensitive.written(doc.doctype, passwords)
	return tuple(_changed(doc, fields, passwords)) if fields else ()


def _changed(doc: Document, fields: tuple[str, ...], passwords: tuple[str, ...]) -> Iterator[str]:
	has_row = not doc.is_new() and not doc.meta.get("is_virtual")
	before = stored(doc, fields) if has_row else {}
	for name in fields:
		value = doc.get(name)
		if not before and name in sensitive_doctypes.MADE_WITH:
			continue
		if name == NEW_PASSWORD:  # Frappe sets a password of any content
			if value:
				yield name
		elif name in passwords:
			if sensitive.is_set(value) or (not value and before.get(name)):
				yield name
		elif isinstance(value, list):
			if _rows(value) != (_stored_rows(doc, name) if before else []):
				yield name
		elif (value or None) != (before.get(name) or None):
			yield name


def _rows(rows: list[Any]) -> list[tuple[str, ...]]:
	return sorted(tuple(str(row.get(field) or "") for field in _columns(row.doctype)) for row in rows)


def _stored_rows(doc: Document, name: str) -> list[tuple[str, ...]]:
	child = doc.meta.get_field(name).options
	of_this = {"parent": doc.name, "parenttype": doc.doctype, "parentfield": name}
	stored = frappe.get_all(child, filters=of_this, fields=["name", *_columns(child)])
	return sorted(tuple(str(row.get(field) or "") for field in _columns(child)) for row in stored)


def _columns(doctype: str) -> list[str]:
	return [
		field.fieldname for field in frappe.get_meta(doctype).fields if field.fieldtype not in no_value_fields
	]

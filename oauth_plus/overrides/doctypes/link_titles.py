"""Titles of linked documents that the scopes of a bearer do not cover."""

from typing import Any

from oauth_plus.grants.access import Bearer
from oauth_plus.rules.resource_access import READ, doctype_access

LINK = "Dynamic Link"
"""DocType of rows whose title Frappe reads from the document that they link to."""


def withhold(doc: Any, bearer: Bearer) -> None:
	"""Replace the title in rows that link to what no scope of the bearer covers by the name; a title that was stored
	before stays."""
	before = doc.get_doc_before_save()
	stored = {_link(row): row.link_title for row in _links(before)} if before else {}
	for row in _links(doc):
		if row.link_doctype and not bearer.opens(doctype_access(row.link_doctype, READ)):
			row.link_title = stored.get(_link(row), row.link_name)


def _links(doc: Any) -> list[Any]:
	tables = doc.meta.get_table_fields()
	return [row for table in tables if table.options == LINK for row in doc.get(table.fieldname) or ()]


def _link(row: Any) -> tuple[str, str]:
	return row.link_doctype, row.link_name

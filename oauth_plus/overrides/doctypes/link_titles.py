"""Titles of linked documents that the bearer's scopes do not cover."""

from typing import Any

from oauth_plus.grants.access import Bearer
from oauth_plus.rules.resource_access import READ, doctype_access

LINK = "Dynamic Link"
"""DocType of rows whose titles Frappe reads from the linked documents."""


def withhold(doc: Any, bearer: Bearer) -> None:
	"""Replace the title of each linked document that no scope covers by its name. A title that is stored in the row
	stays."""
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

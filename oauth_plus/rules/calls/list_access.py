"""Accesses of lists: the DocType itself, and every DocType that columns and filters join or look things up
in."""

from collections.abc import Iterator
from typing import Any

from oauth_plus.rules.calls import columns
from oauth_plus.rules.calls.argument_values import Arguments, is_on, parsed, text
from oauth_plus.rules.calls.columns import Column
from oauth_plus.rules.calls.document_access import stored_document
from oauth_plus.rules.calls.list_columns import columns_in
from oauth_plus.rules.calls.list_filters import TREE_OPERATORS, conditions_in
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import READ, REPORT, ResourceAccess, doctype_access

COLUMNS = ("fields", "fieldname", "group_by", "order_by", "expand")

CONDITIONS = ("filters", "or_filters")
"""Parameters that hold columns, and those that hold filters."""

COMMENTS, COMMENT = "_comments", "Comment"
"""A column of every DocType that holds the text of other documents: Frappe keeps the latest comments
there."""


def listing(
	doctype: str, arguments: Arguments, site: SiteSchema, action: str = READ, *, parent: str = ""
) -> Iterator[ResourceAccess]:
	"""Yield the access to a listed DocType, and reading every DocType that the list joins. Raises Unreadable.

	`parent` names the parameter by which the method checks whose rows a child table's are.
	"""
	owner = arguments.get(parent) if parent else None
	yield stored_document(doctype, action, site, owner)
	if owner and owner != doctype and not site.is_child(doctype):  # v16 joins whatever is named
		yield doctype_access(text(arguments, parent), READ)
	if _hides_names(arguments) and any(
		column.name == "*" for column in columns_in(parsed(arguments.get("fields")))
	):
		yield doctype_access(COMMENT, READ)  # where columns have names, that one is taken out of the answer
	others = {*_of_columns(doctype, arguments, site, action), *_of_conditions(doctype, arguments, site)}
	yield from (doctype_access(other, READ) for other in others if other and other != doctype)


def _hides_names(arguments: Arguments) -> bool:
	"""Return whether rows are answered as values, without the names of their columns."""
	return not is_on(arguments.get("as_dict", True)) or is_on(arguments.get("as_list"))


def _without_comments(doctype: str, fields: Any) -> Any:
	"""Leave out the column of comments, which Desk's lists ask for: it is taken out of the answer by its
	name."""
	ways = (COMMENTS, f"`{COMMENTS}`", f"`tab{doctype}`.`{COMMENTS}`")
	return [each for each in fields if each not in ways] if isinstance(fields, list) else fields


def joined(doctype: str, value: Any, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield reading the DocTypes that columns of a DocType are taken from. Raises Unreadable."""
	found = {other for column in columns_in(parsed(value)) for other in _others(doctype, column, site)}
	yield from (doctype_access(other, READ) for other in found if other and other != doctype)


def _of_columns(doctype: str, arguments: Arguments, site: SiteSchema, action: str) -> Iterator[str]:
	for name in COLUMNS:
		fields = parsed(arguments.get(name))
		if name == "fields" and action != REPORT and not _hides_names(arguments):
			fields = _without_comments(doctype, fields)
		for column in columns_in(fields):
			yield from _others(doctype, column, site)
			if name == "expand":
				yield site.link_of(doctype, column.name)


def _of_conditions(doctype: str, arguments: Arguments, site: SiteSchema) -> Iterator[str]:
	for name in CONDITIONS:
		for named, column, operator in conditions_in(parsed(arguments.get(name))):
			yield from _named(doctype, named, site)
			for each in columns.read(column):
				yield from _others(named or doctype, each, site)
				if operator in TREE_OPERATORS:
					yield site.link_of(named or doctype, each.name)


def _named(doctype: str, other: str, site: SiteSchema) -> Iterator[str]:
	"""Yield another DocType, unless it is a child table of this one: its rows go with the documents."""
	if other and other not in site.children_of(doctype):
		yield other


def _others(doctype: str, column: Column, site: SiteSchema) -> Iterator[str]:
	"""Yield the DocTypes that a column is taken from, except child tables of this one."""
	if column.name.lower() == COMMENTS:
		yield COMMENT
	yield from _named(doctype, column.table, site)
	if not column.through or site.table_of(doctype, column.through):
		return
	linked = site.link_of(doctype, column.through)
	if linked:
		yield linked
	elif column.through.startswith("tab"):  # a table that needs no quotes
		yield from _named(doctype, column.through[3:], site)

"""Accesses of Frappe's methods that list, count and search documents."""

from collections.abc import Iterator, Mapping

from oauth_plus.rules.calls.argument_values import Arguments, flat, is_on, parsed, text
from oauth_plus.rules.calls.columns import plain_name
from oauth_plus.rules.calls.list_access import joined, listing
from oauth_plus.rules.calls.method_access import Reader, named_method
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import READ, REPORT, ResourceAccess, doctype_access


def on_list(action: str, parent: str = "") -> Reader:
	"""Return the reader of a method that lists, counts or searches the DocType of `doctype`.

	`parent` names the parameter by which the method checks whose rows a child table's are. The reader raises
	Unreadable.
	"""
	return lambda arguments, site: listing(text(arguments, "doctype"), arguments, site, action, parent=parent)


def reportview(action: str = READ) -> Reader:
	"""Return the reader of a list of Desk, which may count comments per row and add up a column of another
	DocType.

	The reader raises Unreadable.
	"""

	def read(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
		doctype = text(arguments, "doctype")
		yield from listing(doctype, arguments, site, action, parent="parent_doctype")
		if arguments.get("aggregate_on_doctype"):
			other = text(arguments, "aggregate_on_doctype")
			if other != doctype and other not in site.children_of(doctype):
				yield doctype_access(other, READ)
		if arguments.get("aggregate_on_field"):
			plain_name(arguments["aggregate_on_field"])
		holds_comments = any(name == "*" for name in flat(parsed(arguments.get("fields"))))
		if action == REPORT and (holds_comments or is_on(arguments.get("with_comment_count"))):
			yield doctype_access("Comment", READ)  # nothing is taken out of a file

	return read


def stats(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the accesses of counting values of columns. Raises Unreadable.

	Desk names a column by itself, or in a mapping with its type.
	"""
	doctype = text(arguments, "doctype")
	yield from listing(doctype, arguments, site)
	for each in flat(parsed(arguments.get("stats"))):
		column = each.get("name") if isinstance(each, Mapping) else each
		if column is not None:
			yield from joined(doctype, plain_name(column), site)


def search(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the accesses of a search, and the method that `query` names to search instead. Raises
	Unreadable."""
	doctype = text(arguments, "doctype")
	yield from listing(doctype, arguments, site)
	if arguments.get("searchfield"):
		yield from joined(doctype, plain_name(arguments["searchfield"]), site)
	for each in flat(parsed(arguments.get("filter_fields")) or []):
		yield from joined(doctype, plain_name(each), site)
	if arguments.get("query"):
		yield named_method(arguments, "query")


def link_with_values(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the accesses of a search for one document, and of the columns to fetch from it. Raises
	Unreadable."""
	yield from search(arguments, site)
	yield from joined(text(arguments, "doctype"), arguments.get("fields_to_fetch"), site)

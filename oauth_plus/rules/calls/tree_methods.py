"""Accesses of Frappe's methods that read and change trees of documents."""

from collections.abc import Iterator

from oauth_plus.rules.calls.argument_values import Arguments, text
from oauth_plus.rules.calls.document_access import sent_document
from oauth_plus.rules.calls.method_access import named_method
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import READ, ResourceAccess, doctype_access

CHILDREN = "frappe.desk.treeview.get_children"


def tree(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield reading the DocType of a tree, or the method that `tree_method` names instead. Raises
	Unreadable."""
	if arguments.get("tree_method") in (None, "", CHILDREN):
		yield doctype_access(text(arguments, "doctype"), READ)
	else:
		yield named_method(arguments, "tree_method")


def add_node(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield saving a document whose values are the arguments themselves. Raises Unreadable."""
	yield from sent_document({name: arguments[name] for name in arguments if name != "cmd"}, site)

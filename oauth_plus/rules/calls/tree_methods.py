"""TODO."""

from collections.abc import Iterator

from oauth_plus.rules.calls.argument_values import Arguments, text
from oauth_plus.rules.calls.document_access import sent_document
from oauth_plus.rules.calls.method_access import named_method
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import READ, ResourceAccess, doctype_access

CHILDREN = "frappe.desk.treeview.get_children"


def tree(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""The nodes of a tree by Frappe's own method, or by one that is named."""
	if arguments.get("tree_method") in (None, "", CHILDREN):
		yield doctype_access(text(arguments, "doctype"), READ)
	else:
		yield named_method(arguments, "tree_method")


def add_node(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""The arguments are the document."""
	yield from sent_document({name: arguments[name] for name in arguments if name != "cmd"}, site)

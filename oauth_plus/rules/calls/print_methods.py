"""Accesses of Frappe's methods that print documents."""

from collections.abc import Iterator, Mapping

from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, parsed, text
from oauth_plus.rules.calls.document_access import unsaved_document
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import PRINT, READ, ResourceAccess, doctype_access

PAPER = frozenset(
	[
		"page-size",
		"page-height",
		"page-width",
		"orientation",
		"dpi",
		"margin-top",
		"margin-bottom",
		"margin-left",
		"margin-right",
	]
)
"""Options of a PDF that only change its looks; others have the program that makes PDFs read and send
files."""


def multi_pdf(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield printing each DocType of `doctype`: a name, or a mapping from DocTypes to lists of names.

	Raises Unreadable where `options` holds more than PAPER.
	"""
	names = parsed(arguments.get("doctype"))
	doctypes = list(names) if isinstance(names, Mapping) else [text(arguments, "doctype")]
	options = parsed(arguments.get("options")) or {}
	if not isinstance(options, Mapping) or not options.keys() <= PAPER:
		raise Unreadable("options")
	yield from (doctype_access(doctype, PRINT) for doctype in doctypes)


def printed(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield reading and printing a DocType: later releases of Frappe check both.

	`doc` is a DocType where `name` is sent too, and a document as JSON otherwise. Raises Unreadable.
	"""
	document = parsed(arguments.get("doc"))
	if not arguments.get("name") and not isinstance(document, Mapping):
		raise Unreadable("doc")
	doctype = text(arguments, "doc") if arguments.get("name") else text(document, "doctype")
	if not arguments.get("name"):
		yield from unsaved_document(doctype)
	yield from (doctype_access(doctype, READ), doctype_access(doctype, PRINT))

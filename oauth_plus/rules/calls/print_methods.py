"""TODO."""

from collections.abc import Iterator, Mapping

from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, parsed, text
from oauth_plus.rules.calls.document_access import unsaved_document
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import PRINT, READ, ResourceAccess, doctype_access


def multi_pdf(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	said = parsed(arguments.get("doctype"))
	names = list(said) if isinstance(said, Mapping) else [text(arguments, "doctype")]
	options = parsed(arguments.get("options")) or {}
	if not isinstance(options, Mapping) or not options.keys() <= PAPER:
		raise Unreadable("options")  # others have the program that makes PDFs read and send files
	yield from (doctype_access(name, PRINT) for name in names)


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
"""How a PDF looks."""


def printed(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""`doc` is a DocType where there is a `name` beside it, and a document otherwise."""
	said = parsed(arguments.get("doc"))
	if not arguments.get("name") and not isinstance(said, Mapping):
		raise Unreadable("doc")
	doctype = text(arguments, "doc") if arguments.get("name") else text(said, "doctype")
	if not arguments.get("name"):
		yield from unsaved_document(doctype)
	yield from (doctype_access(doctype, READ), doctype_access(doctype, PRINT))  # later Frappes ask for both

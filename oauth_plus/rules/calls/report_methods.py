"""TODO."""

from collections.abc import Iterator, Mapping

from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, flat, parsed, text
from oauth_plus.rules.calls.columns import plain_name
from oauth_plus.rules.calls.list_access import joined
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import ANYTHING, READ, Kind, ResourceAccess, doctype_access


def report(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""A report; the result that was prepared of it, or of another; and columns of the documents that it names."""
	yield ResourceAccess(Kind.REPORT, text(arguments, "report_name"))
	for name in ("filters", "applied_filters"):
		sought = parsed(arguments.get(name))
		if isinstance(sought, Mapping) and sought.get("prepared_report_name"):
			prepared = text(sought, "prepared_report_name")
			yield ResourceAccess(Kind.REPORT, site.report_of(prepared) or ANYTHING)
	for column in flat(parsed(arguments.get("custom_columns")) or []):
		if not isinstance(column, Mapping):
			raise Unreadable("custom_columns")
		yield from _custom_column(column, site)


def _custom_column(column: Mapping, site: SiteSchema) -> Iterator[ResourceAccess]:
	doctype = text(column, "doctype")
	yield doctype_access(doctype, READ)
	fieldname = text(column, "fieldname")
	yield from joined(doctype, plain_name(fieldname.partition("-")[0]), site)

"""Accesses of Frappe's methods that run reports."""

from collections.abc import Iterator, Mapping
from typing import Any

from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, flat, parsed, text
from oauth_plus.rules.calls.columns import plain_name
from oauth_plus.rules.calls.list_access import joined
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import ANYTHING, READ, Kind, ResourceAccess, doctype_access


def report(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the report, the report of a prepared result that filters name, and the DocTypes of custom
	columns.

	A prepared result that is not there counts as any report. Raises Unreadable.
	"""
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


def _custom_column(column: Mapping[str, Any], site: SiteSchema) -> Iterator[ResourceAccess]:
	doctype = text(column, "doctype")
	yield doctype_access(doctype, READ)
	fieldname = text(column, "fieldname")
	yield from joined(doctype, plain_name(fieldname.partition("-")[0]), site)


def custom_field(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield reading a DocType and what its column `field` takes from others. Raises Unreadable."""
	doctype = text(arguments, "doctype")
	yield doctype_access(doctype, READ)
	yield from joined(doctype, plain_name(arguments.get("field")), site)

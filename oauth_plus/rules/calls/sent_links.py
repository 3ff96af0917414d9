"""Documents that the documents of a call link to: Frappe reads them when it saves."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oauth_plus.rules.calls.argument_values import Unreadable, parsed
from oauth_plus.rules.calls.call import Call, bodies
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import (
	ANYTHING,
	CREATE,
	READ,
	WRITE,
	Kind,
	ResourceAccess,
	doctype_access,
)


def read_by_links(
	call: Call, accesses: Iterable[ResourceAccess], site: SiteSchema
) -> Iterator[ResourceAccess]:
	"""Yield reading every DocType that the sent documents link to. `accesses` are those of the call.

	A body that cannot be decoded links to nothing; no error is raised.
	"""
	for doctype in {each.target for each in accesses if _is_written(each)}:
		for values in _sent_documents(call):
			yield from (doctype_access(other, READ) for other in _links(doctype, values, site))


def _is_written(access: ResourceAccess) -> bool:
	return access.kind is Kind.DOCTYPE and access.action in (CREATE, WRITE)


def _sent_documents(call: Call) -> Iterator[Mapping[str, Any]]:
	yield from bodies(call)
	for name in ("doc", "docs"):
		try:
			sent = parsed(call.arguments.get(name))
		except Unreadable:
			continue
		documents = sent if isinstance(sent, list) else [sent]
		yield from (each for each in documents if isinstance(each, Mapping))


def _links(doctype: str, values: Mapping[str, Any], site: SiteSchema) -> Iterator[str]:
	"""Yield the DocTypes that fields of a document and of its rows link to, except dynamic links."""
	for name, value in values.items():
		if child := site.table_of(doctype, name):
			rows = value if isinstance(value, list) else ()
			for row in rows:
				if isinstance(row, Mapping):
					yield from _links(child, row, site)
		elif value and (other := site.link_of(doctype, name)) and other != ANYTHING:
			yield other

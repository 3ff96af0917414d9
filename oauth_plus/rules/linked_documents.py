"""TODO."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oauth_plus.rules import sensitive
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
from oauth_plus.rules.scope_coverage import opens
from oauth_plus.rules.scope_definition import LinksOf, ModuleOf, Scope


def follows(
	scopes: Iterable[Scope],
	used: Iterable[ResourceAccess],
	access: ResourceAccess,
	links_of: LinksOf,
	module_of: ModuleOf,
) -> bool:
	"""Is a document read because one links to it that a rule in use opens? `used` is what the call touches at the door."""
	documents = _documents(used)
	if not _may_be_followed(access):
		return False
	followed = (rule for scope in scopes for rule in scope.rules if rule.reads_links)
	in_use = (rule for rule in followed if any(opens(rule, each, module_of) for each in documents))
	return any(access.target in links_of(rule.target) for rule in in_use)


def is_linked(used: Iterable[ResourceAccess], access: ResourceAccess, links_of: LinksOf) -> bool:
	"""Do documents that the call touches at the door link to it, so that a rule could follow them?"""
	names = {each.target for each in _documents(used)}
	return _may_be_followed(access) and any(access.target in links_of(each) for each in names)


def _documents(used: Iterable[ResourceAccess]) -> tuple[ResourceAccess, ...]:
	"""The documents whose links a call may follow: none, where it runs a method or a report, which could be asked for any
	document; a method of a DocType's own documents is theirs."""
	asked = tuple(used)
	documents = tuple(each for each in asked if each.kind is Kind.DOCTYPE)
	own = tuple(f"{each.target}." for each in documents)
	runs = (each.target for each in asked if each.kind in (Kind.METHOD, Kind.REPORT))
	return () if any(not name.startswith(own) for name in runs) else documents


def _may_be_followed(access: ResourceAccess) -> bool:
	"""It is read, and is nothing that only a scope of its own lets be seen."""
	is_read = (access.kind, access.action) == (Kind.DOCTYPE, READ)
	return is_read and not sensitive.reason_to_see(access.target)


def read_by_links(
	call: Call, accesses: Iterable[ResourceAccess], site: SiteSchema
) -> Iterator[ResourceAccess]:
	"""Reading all that the documents which are sent link to; `touches` is what the call touches."""
	for doctype in {each.target for each in accesses if _is_written(each)}:
		for said in _sent_documents(call):
			yield from (doctype_access(other, READ) for other in _links(doctype, said, site))


def _is_written(each: ResourceAccess) -> bool:
	return each.kind is Kind.DOCTYPE and each.action in (CREATE, WRITE)


def _sent_documents(call: Call) -> Iterator[Mapping[str, Any]]:
	yield from bodies(call)
	for name in ("doc", "docs"):
		try:
			said = parsed(call.arguments.get(name))
		except Unreadable:
			continue
		yield from (
			each for each in (said if isinstance(said, list) else [said]) if isinstance(each, Mapping)
		)


def _links(doctype: str, said: Mapping[str, Any], site: SiteSchema) -> Iterator[str]:
	"""The DocTypes that its fields, and those of its rows, link to; a dynamic link could be to anything."""
	for name, value in said.items():
		if child := site.table_of(doctype, name):
			rows = value if isinstance(value, list) else ()
			yield from (
				other for row in rows if isinstance(row, Mapping) for other in _links(child, row, site)
			)
		elif value and (other := site.link_of(doctype, name)) and other != ANYTHING:
			yield other

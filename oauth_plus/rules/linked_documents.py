"""Documents that the site's own code reads because documents of the call link to them."""

from collections.abc import Iterable

from oauth_plus.rules import sensitive
from oauth_plus.rules.resource_access import (
	READ,
	Kind,
	ResourceAccess,
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
	"""Return whether a rule that `reads_links` lets a linked document be read (RFC 6750 §3.1).

	`used` are the accesses of the call itself; a rule counts only while it opens one of them. Anything but
	reading a DocType returns False, and so does a DocType that is sensitive to read.
	"""
	documents = _documents(used)
	if not _may_be_followed(access):
		return False
	followed = (rule for scope in scopes for rule in scope.rules if rule.reads_links)
	in_use = (rule for rule in followed if any(opens(rule, each, module_of) for each in documents))
	return any(access.target in links_of(rule.target) for rule in in_use)


def is_linked(used: Iterable[ResourceAccess], access: ResourceAccess, links_of: LinksOf) -> bool:
	"""Return whether documents of the call link to the DocType, so that a rule could open it.

	`used` are the accesses of the call itself.
	"""
	names = {each.target for each in _documents(used)}
	return _may_be_followed(access) and any(access.target in links_of(each) for each in names)


def _documents(used: Iterable[ResourceAccess]) -> tuple[ResourceAccess, ...]:
	"""Return the accesses whose links a call may follow: none where it runs a method or a report, which could
	read any document, except a method of the documents themselves."""
	asked = tuple(used)
	documents = tuple(each for each in asked if each.kind is Kind.DOCTYPE)
	own = tuple(f"{each.target}." for each in documents)
	runs = (each.target for each in asked if each.kind in (Kind.METHOD, Kind.REPORT))
	return () if any(not name.startswith(own) for name in runs) else documents


def _may_be_followed(access: ResourceAccess) -> bool:
	"""Return whether a document is read whose DocType is not sensitive to be seen."""
	is_read = (access.kind, access.action) == (Kind.DOCTYPE, READ)
	return is_read and not sensitive.reason_to_see(access.target)

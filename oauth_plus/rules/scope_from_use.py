"""Rules of a scope that opens exactly what a client accessed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from oauth_plus.rules import sensitive
from oauth_plus.rules.resource_access import READ, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import LinksOf, Rule

NAMED_WHOLE = (Kind.METHOD, Kind.REPORT, Kind.PAGE)
"""Kinds whose rules have no actions."""


class Way(str, Enum):
	"""Ways in which a resource came to be accessed, from the one that needs least to the one that needs
	most."""

	LINKED = "Linked"
	"""The site's code read it, and documents that the app requested link to it."""
	ON_THE_WAY = "On the Way"
	"""Access by the site's code without such a link."""
	ASKED = "Asked"
	"""The app requested it."""


@dataclass(frozen=True)
class ScopeUse:
	"""Access that a client made, and how."""

	access: ResourceAccess
	way: Way = Way.ASKED


@dataclass(frozen=True)
class Drawn:
	"""Rules of the scope, and the accesses that no rule can name."""

	rules: tuple[Rule, ...]
	unnamed: tuple[ResourceAccess, ...]


def draw(uses: Iterable[ScopeUse], links_of: LinksOf) -> Drawn:
	"""Return the rules for what a client did: linked documents by `reads_links`, everything else by name. `links_of`
	is called at most once for each DocType that the app requested."""
	known = tuple(uses)
	named = [use.access for use in known if _can_be_named(use.access) and use.way is not Way.LINKED]
	linked = {use.access.target for use in known if use.way is Way.LINKED}
	asked = {use.access.target for use in known if use.way is Way.ASKED and use.access.kind is Kind.DOCTYPE}
	rules = _of_doctypes(_documents(named))
	_follow(rules, linked - _read_anyway(rules), asked, links_of)
	unnamed = tuple(use.access for use in known if not _can_be_named(use.access))
	return Drawn((*rules.values(), *_of_files(named), *_of_names(named)), unnamed)


def _read_anyway(rules: dict[str, Rule]) -> set[str]:
	return {name for name, rule in rules.items() if READ in rule.actions}


def _can_be_named(access: ResourceAccess) -> bool:
	return access.kind is not Kind.PARAMETER and bool(access.target) and "*" not in access.target


def _documents(accesses: Iterable[ResourceAccess]) -> Iterator[ResourceAccess]:
	"""Yield the accesses to documents; changing a sensitive field counts as changing its document."""
	for access in accesses:
		if access.kind is Kind.FIELD:
			yield replace(access, kind=Kind.DOCTYPE, target=sensitive.doctype_of(access.target))
		elif access.kind is Kind.DOCTYPE:
			yield access


def _of_doctypes(accesses: Iterable[ResourceAccess]) -> dict[str, Rule]:
	found: dict[str, Rule] = {}
	for access in accesses:
		before = found[access.target].actions if access.target in found else frozenset()
		found[access.target] = Rule(Kind.DOCTYPE, access.target, before | {access.action})
	return found


def _follow(rules: dict[str, Rule], wanted: set[str], asked: set[str], links_of: LinksOf) -> None:
	"""Let the links of all requested documents be followed that lead to a wanted one: which of them did is
	not recorded."""
	for name in sorted(asked & rules.keys()):
		if wanted & set(links_of(name)):
			rules[name] = replace(rules[name], reads_links=True)


def _of_files(accesses: Iterable[ResourceAccess]) -> list[Rule]:
	"""Return rules for the folders of files: the next file has another name."""
	actions: dict[str, set[str]] = {}
	for access in accesses:
		if access.kind is Kind.FILE:
			folder = "/private/files/*" if access.target.startswith("/private/") else "/files/*"
			actions.setdefault(folder, set()).add(access.action)
	return [Rule(Kind.FILE, folder, frozenset(found)) for folder, found in actions.items()]


def _of_names(accesses: Iterable[ResourceAccess]) -> list[Rule]:
	found = (Rule(access.kind, access.target) for access in accesses if access.kind in NAMED_WHOLE)
	return list(dict.fromkeys(found))

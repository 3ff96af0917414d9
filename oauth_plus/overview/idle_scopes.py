"""Scopes that were granted, and that nothing which the client did has needed."""

from collections.abc import Iterable, Mapping
from typing import Any

from oauth_plus.overview import query
from oauth_plus.overview.query import Row, Where
from oauth_plus.platform import queries
from oauth_plus.platform.doctypes import SITE
from oauth_plus.rules import scope_coverage, scope_list
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import Rule, Scope
from oauth_plus.rules.scope_delegation import OF_THE_CALLER
from oauth_plus.store.scopes import scope_lookup

Access = tuple[str, str, str]


def rows(filters: Mapping[str, Any]) -> list[Row]:
	"""Return a row for each client and each scope of its live grants that none of its recorded accesses needed, the most
	granted first. Scopes that open no document and no method, such as `profile`, are left out. Three statements, and one
	more for each further thousand of clients and scopes that are looked at: those of the rows, where most are idle."""
	granted, coverage, most = _granted(filters), _Coverage(), query.most_of(filters)
	asked = [pair for pair in granted if coverage.opens_something(pair[1])]
	asked.sort(key=lambda pair: (-granted[pair]["grants"], pair))
	found: list[Row] = []
	used: dict[str, set[Access]] = {}
	for start in range(0, len(asked), queries.AT_ONCE):
		pairs = asked[start : start + queries.AT_ONCE]
		used |= _used({client for client, _scope in pairs} - used.keys())
		for client, scope in pairs:
			if not coverage.is_used(scope, used[client]):
				counts = granted[client, scope]
				found.append({"client": client, "scope": scope, "accesses": len(used[client]), **counts})
		if len(found) >= most:
			break
	return query.with_titles(found[:most])


def _granted(filters: Mapping[str, Any]) -> dict[tuple[str, str], Row]:
	"""Return the number of live grants and the time of the first one, by client and scope."""
	where = Where(["state = 'Active'"])
	where.add_if("client = %s", filters.get("client"))
	alike = query.tuples(
		f"""SELECT client, scopes, COUNT(*) AS grants, MIN(creation) AS since
		FROM `tabOAuth Plus Grant` WHERE {where.text()} GROUP BY client, scopes""",  # noqa: S608
		where.values,
	)
	found: dict[tuple[str, str], Row] = {}
	for client, scopes, grants, since in alike:
		for scope in scope_list.split(scopes):
			before = found.get((client, scope), {"grants": 0, "since": since})
			counts = {"grants": before["grants"] + grants, "since": min(before["since"], since)}
			found[client, scope] = counts
	return found


def _used(client_ids: set[str]) -> dict[str, set[Access]]:
	"""Return what each of these clients accessed, as far as it is stored; empty for nothing."""
	found: dict[str, set[Access]] = {client: set() for client in client_ids}
	for chunk in queries.chunks(sorted(client_ids)):
		for client, kind, target, action in query.tuples(
			f"SELECT client, kind, target, action FROM `tabOAuth Plus Scope Use` WHERE client IN ({query.marks(chunk)})",  # noqa: S608
			chunk,
		):
			found[client].add((kind, target, action or ""))
	return found


def _is_wide(rule: Rule) -> bool:
	return rule.kind is not Kind.METHOD or rule.target not in OF_THE_CALLER


class _Coverage:
	"""What scopes cover, each question answered once: many clients have the same scopes and do the same."""

	def __init__(self) -> None:
		self._held: dict[str, tuple[Scope, ...]] = {}
		self._covered: dict[tuple[str, Access], bool] = {}

	def opens_something(self, scope: str) -> bool:
		"""Return whether the scope allows a call that tells more than who the user is."""
		return any(each.opens_everything or any(map(_is_wide, each.rules)) for each in self._scopes(scope))

	def is_used(self, scope: str, accesses: Iterable[Access]) -> bool:
		"""Return whether one of the accesses needed the scope."""
		return any(self._covers(scope, access) for access in accesses)

	def _scopes(self, scope: str) -> tuple[Scope, ...]:
		if scope not in self._held:
			self._held[scope] = scope_lookup.held_by((scope,))
		return self._held[scope]

	def _covers(self, scope: str, access: Access) -> bool:
		if (scope, access) not in self._covered:
			kind, target, action = access
			asked = ResourceAccess(Kind(kind), target, action)
			covering = (scope_coverage.covers(each, asked, SITE.module_of) for each in self._scopes(scope))
			self._covered[scope, access] = any(covering)
		return self._covered[scope, access]

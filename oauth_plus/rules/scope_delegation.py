"""Scopes that somebody who is no System Manager may give a client: no more than their own roles give them."""

from collections.abc import Callable, Iterable

from oauth_plus.rules.resource_access import ATTACH, READ, READING, WRITE, Kind
from oauth_plus.rules.scope_definition import Rule, Scope

OF_THE_CALLER = frozenset(("frappe.auth.get_logged_user", "frappe.realtime.get_user_info"))
"""Methods that tell a user about themselves only."""

MayDo = Callable[[str, str], bool]
"""Returns whether roles give a permission (the second value) for all documents of a DocType (the first)."""


def exceeds(scopes: Iterable[Scope], may_do: MayDo) -> bool:
	"""Return whether one of the scopes gives more than the roles behind `may_do`. `scopes` are one scope and all that it
	contains.

	A rule can be compared with roles only if it names one DocType. Modules, patterns, methods, reports, pages and files
	are for System Managers, and so are sensitive scopes and `all`.
	"""
	return any(_exceeds(scope, may_do) for scope in scopes)


def _exceeds(scope: Scope, may_do: MayDo) -> bool:
	if scope.opens_everything or scope.is_sensitive:
		return True
	return not all(_is_within(rule, may_do) for rule in scope.rules)


def _is_within(rule: Rule, may_do: MayDo) -> bool:
	if rule.kind is Kind.METHOD:
		return rule.target in OF_THE_CALLER
	if rule.kind is not Kind.DOCTYPE or "*" in rule.target:
		return False
	return all(may_do(rule.target, permission) for permission in map(_permission, sorted(rule.actions)))


def _permission(action: str) -> str:
	"""Return the permission of Frappe that an action needs. To print or to report shows no more than to read."""
	if action in READING:
		return READ
	return WRITE if action == ATTACH else action

"""Which accesses a scope covers, and which accesses of a call no scope of the token covers (RFC 6750
§3.1)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from oauth_plus.rules import sensitive
from oauth_plus.rules.resource_access import ATTACH, NEW_FILES, WRITE, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import BY_PATTERN, ModuleOf, Rule, Scope
from oauth_plus.rules.sensitive_access import is_sensitive


def opens(rule: Rule, access: ResourceAccess, module_of: ModuleOf) -> bool:
	"""Return whether the rule names the resource and opens the action, whether or not the resource is
	sensitive."""
	if access.action and access.action not in rule.actions:
		return False
	if rule.kind is access.kind:
		return _fits(rule.target, access.target) and not _is_out_of_reach(rule, access)
	if rule.kind is Kind.MODULE and access.kind is Kind.DOCTYPE:
		return _fits(rule.target, module_of(access.target))
	return rule.kind is Kind.DOCTYPE and access.kind is Kind.FILE and _fits(rule.target, "File")


def covers(scope: Scope, access: ResourceAccess, module_of: ModuleOf) -> bool:
	"""Return whether the scope itself opens the access, without the scopes that it contains (RFC 6750 §3.1)."""
	return covered((scope,), access, module_of)


def covered(scopes: tuple[Scope, ...], access: ResourceAccess, module_of: ModuleOf) -> bool:
	"""Return whether one of the scopes covers the access (RFC 6750 §3.1).

	A sensitive access needs a scope that is marked sensitive and names it letter by letter.
	"""
	if any(scope.opens_everything for scope in scopes):
		return True
	if is_sensitive(access):
		marked = (scope for scope in scopes if scope.is_sensitive)
		return any(_names(scope, rule, access) for scope in marked for rule in scope.rules)
	return any(opens(rule, access, module_of) for scope in scopes for rule in scope.rules)


def _is_out_of_reach(rule: Rule, access: ResourceAccess) -> bool:
	"""Return whether the resource is one that no pattern opens, though any scope that names it does."""
	if access.kind is Kind.PAGE:
		return sensitive.is_desk(access.target) and not sensitive.is_desk(rule.target)
	return (
		access.kind is Kind.METHOD
		and rule.target != access.target
		and sensitive.is_named_alone(access.target)
	)


def _names(scope: Scope, rule: Rule, access: ResourceAccess) -> bool:
	"""Return whether a record, and no pattern, names exactly this resource."""
	if access.kind is Kind.METHOD:
		return rule.kind is Kind.METHOD and rule.target == access.target
	named = sensitive.doctype_of(access.target) if access.kind is Kind.FIELD else access.target
	is_named = rule.kind is Kind.DOCTYPE and rule.target == named and access.action in rule.actions
	return is_named and not scope.name.startswith(BY_PATTERN)


def missing(
	scopes: Iterable[Scope], accesses: Iterable[ResourceAccess], module_of: ModuleOf
) -> tuple[ResourceAccess, ...]:
	"""Return the accesses that none of the scopes opens; none where the call is allowed (RFC 6750 §3.1)."""
	held, asked = tuple(scopes), tuple(accesses)
	left = tuple(access for access in asked if not covered(held, access, module_of))
	if left and any(map(is_new_file, left)) and may_attach(held, asked, module_of):
		return tuple(access for access in left if not is_new_file(access))
	return left


def is_new_file(access: ResourceAccess) -> bool:
	"""Return whether the access writes a file that is uploaded and has no address yet."""
	return access.kind is Kind.FILE and access.action == WRITE and access.target in NEW_FILES


def may_attach(held: tuple[Scope, ...], accesses: tuple[ResourceAccess, ...], module_of: ModuleOf) -> bool:
	"""Return whether the call writes a document of a DocType for which a scope opens ATTACH."""
	written = (access for access in accesses if access.kind is Kind.DOCTYPE and access.action == WRITE)
	attached = [replace(access, action=ATTACH) for access in written]
	return any(covered(held, access, module_of) for access in attached)


def _fits(pattern: str, name: str) -> bool:
	if "*" not in pattern:
		return pattern == name
	return bool(_pattern(pattern).fullmatch(name))


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
	return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)

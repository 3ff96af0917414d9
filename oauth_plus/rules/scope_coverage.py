"""TODO."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from oauth_plus.rules import sensitive
from oauth_plus.rules.resource_access import ATTACH, NEW_FILES, WRITE, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import BY_PATTERN, ModuleOf, Rule, Scope
from oauth_plus.rules.sensitive_access import is_sensitive


def opens(rule: Rule, touch: ResourceAccess, module_of: ModuleOf) -> bool:
	"""Does the rule name what is touched?"""
	if touch.action and touch.action not in rule.actions:
		return False
	if rule.kind is touch.kind:
		return _fits(rule.target, touch.target) and not _is_out_of_reach(rule, touch)
	if rule.kind is Kind.MODULE and touch.kind is Kind.DOCTYPE:
		return _fits(rule.target, module_of(touch.target))
	return rule.kind is Kind.DOCTYPE and touch.kind is Kind.FILE and _fits(rule.target, "File")


def covers(scope: Scope, touch: ResourceAccess, module_of: ModuleOf) -> bool:
	"""Does the scope itself open it?"""
	if scope.opens_everything:
		return True
	if is_sensitive(touch):
		return scope.is_sensitive and any(_names(scope, rule, touch) for rule in scope.rules)
	return any(opens(rule, touch, module_of) for rule in scope.rules)


def _is_out_of_reach(rule: Rule, touch: ResourceAccess) -> bool:
	"""Some things no pattern opens, though any scope that names them does."""
	if touch.kind is Kind.PAGE:
		return sensitive.is_desk(touch.target) and not sensitive.is_desk(rule.target)
	return (
		touch.kind is Kind.METHOD and rule.target != touch.target and sensitive.is_named_alone(touch.target)
	)


def _names(scope: Scope, rule: Rule, touch: ResourceAccess) -> bool:
	"""Somebody has decided on exactly this."""
	if touch.kind is Kind.METHOD:
		return rule.kind is Kind.METHOD and rule.target == touch.target
	named = sensitive.doctype_of(touch.target) if touch.kind is Kind.FIELD else touch.target
	is_named = rule.kind is Kind.DOCTYPE and rule.target == named and touch.action in rule.actions
	return is_named and not scope.name.startswith(BY_PATTERN)


def missing(
	scopes: Iterable[Scope], touches: Iterable[ResourceAccess], module_of: ModuleOf
) -> tuple[ResourceAccess, ...]:
	"""What none of the scopes opens: nothing, where the call is allowed."""
	held, asked = tuple(scopes), tuple(touches)
	left = tuple(touch for touch in asked if not any(covers(scope, touch, module_of) for scope in held))
	if left and any(map(is_new_file, left)) and may_attach(held, asked, module_of):
		return tuple(touch for touch in left if not is_new_file(touch))
	return left


def is_new_file(touch: ResourceAccess) -> bool:
	return touch.kind is Kind.FILE and touch.action == WRITE and touch.target in NEW_FILES


def may_attach(held: tuple[Scope, ...], touches: tuple[ResourceAccess, ...], module_of: ModuleOf) -> bool:
	"""The call writes a document to which a scope lets files be attached."""
	written = (touch for touch in touches if touch.kind is Kind.DOCTYPE and touch.action == WRITE)
	attached = [replace(touch, action=ATTACH) for touch in written]
	return any(covers(scope, touch, module_of) for scope in held for touch in attached)


def _fits(pattern: str, name: str) -> bool:
	if "*" not in pattern:
		return pattern == name
	return bool(_pattern(pattern).fullmatch(name))


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
	return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)

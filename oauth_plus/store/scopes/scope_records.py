"""Records of scopes that apps declare. The app decides the access, the administrator the title and description."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe

from oauth_plus.rules.resource_access import ACTIONS, Kind
from oauth_plus.rules.scope_definition import Rule
from oauth_plus.rules.sensitive_access import reason_to_mark
from oauth_plus.store.scopes import scope_cache
from oauth_plus.store.scopes.scope_cache import DOCTYPE, READS_LINKS

SYNCING = "oauth_plus_syncing"
"""Document flag: the document is written as its app declares it."""

EDITABLE = ("title", "description", "icon", "is_sensitive", "is_default")
"""Fields that an administrator may change. A migration keeps these changes."""


@dataclass(frozen=True)
class DeclaredScope:
	"""Scope as an app declares it."""

	app: str
	scope: str
	values: dict[str, Any]
	rules: tuple[dict[str, Any], ...]
	contains: tuple[str, ...]

	@classmethod
	def read(cls, app: str, said: dict[str, Any]) -> "DeclaredScope":
		"""Return an entry of the hook `oauth_plus_scopes`. Raises ValueError for a rule of an unknown kind."""
		values = {"title": said["scope"], "description": "", "icon": "", "is_sensitive": 0, "is_default": 0}
		rules = tuple(_rule(each) for each in said.get("rules", ()))
		# the app's author has chosen these rules
		values["is_sensitive"] = int(any(reason_to_mark(scope_cache.rule_of(rule)) for rule in rules))
		values |= {name: said[name] for name in EDITABLE if name in said}
		return cls(app, said["scope"], values, rules, tuple(said.get("contains", ())))


def save_declared(brought: Iterable[DeclaredScope]) -> None:
	"""Store declared scopes. An unchanged row is not written, and a scope of the same name that somebody else made
	stays."""
	for each in brought:
		document = _document_of(each)
		if document is None:
			continue
		before = None if document.is_new() else _content(document)
		_fill(document, each)
		if _content(document) != before:
			document.flags[SYNCING] = True
			document.save(ignore_permissions=True)


def make(name: str, title: str, rules: Iterable[Rule], *, is_sensitive: bool) -> None:
	"""Insert a scope of the administrator's own. Raises PermissionError, or DuplicateEntryError for a name
	that is taken."""
	document = frappe.new_doc(DOCTYPE, scope=name, title=title or name, is_sensitive=int(is_sensitive))
	for rule in rules:
		actions = {f"can_{action}": int(action in rule.actions) for action in ACTIONS}
		row = {"kind": rule.kind.value, "target": rule.target, READS_LINKS: int(rule.reads_links)}
		document.append("rules", row | actions)
	document.insert()


def keep_only(names: set[str]) -> None:
	"""Delete the declared scopes that no app declares any more."""
	for name in frappe.get_all(DOCTYPE, filters={"is_standard": 1}, pluck="name"):
		if name not in names:
			_drop(name)


def drop_those_of(app: str) -> None:
	"""Delete the scopes of this app."""
	for name in frappe.get_all(DOCTYPE, filters={"is_standard": 1, "app": app}, pluck="name"):
		_drop(name)


def _document_of(brought: DeclaredScope) -> Any | None:
	if not frappe.db.exists(DOCTYPE, brought.scope):
		return frappe.new_doc(DOCTYPE, scope=brought.scope)
	document = frappe.get_doc(DOCTYPE, brought.scope)
	is_ours = document.is_standard and document.app == brought.app and document.name == brought.scope
	return document if is_ours else None


def _fill(document: Any, brought: DeclaredScope) -> None:
	before = json.loads(document.brought or "{}")
	for name, value in brought.values.items():
		if document.is_new() or document.get(name) == before.get(name):
			document.set(name, value)
	document.update({"is_standard": 1, "app": brought.app, "brought": json.dumps(brought.values)})
	document.contains = "\n".join(brought.contains)
	if _rules_of(document) != list(brought.rules):
		document.set("rules", list(brought.rules))


def _content(document: Any) -> list[Any]:
	"""Return all values that `_fill` may change."""
	names = (*EDITABLE, "is_standard", "app", "brought", "contains")
	return [*(document.get(name) or None for name in names), _rules_of(document)]


def _rules_of(document: Any) -> list[dict[str, Any]]:
	names = ("kind", "target", READS_LINKS, *(f"can_{action}" for action in ACTIONS))
	return [{name: rule.get(name) for name in names} for rule in document.rules]


def _drop(name: str) -> None:
	document = frappe.get_doc(DOCTYPE, name)
	document.flags[SYNCING] = True
	document.delete(ignore_permissions=True)


def _rule(said: dict[str, Any]) -> dict[str, Any]:
	"""Return an entry such as `{"doctype": "Book", "actions": ["read"], "reads_links": True}` as a row. Its key is
	the kind."""
	[kind] = [each for each in Kind if each.value.lower() in said]
	actions = set(said.get("actions", ()))
	named = {"kind": kind.value, "target": said[kind.value.lower()]}
	named[READS_LINKS] = int(bool(said.get(READS_LINKS)))
	return named | {f"can_{action}": int(action in actions) for action in ACTIONS}

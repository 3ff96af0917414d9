"""Records of scopes, stored in Redis as one text, so that a request with a token reads no row."""

import json
from functools import lru_cache
from typing import Any

import frappe

from oauth_plus.platform import cache
from oauth_plus.platform.request_state import state
from oauth_plus.rules import scope_list
from oauth_plus.rules.resource_access import ACTIONS, Kind
from oauth_plus.rules.scope_definition import Rule, Scope

DOCTYPE, RULE = "OAuth Plus Scope", "OAuth Plus Scope Rule"

READS_LINKS = "reads_links"


def cache_key() -> bytes:
	"""Return the key of all scopes in Redis, in bytes."""
	return cache.key_of("scopes", "2")  # new number for a new format


def invalidate() -> None:
	"""Invalidate the cached scopes, now and at the commit. Raises nothing where Redis does not answer."""
	state().scopes = None
	cache.invalidate([cache_key()])


def by_name() -> dict[str, Scope]:
	"""Return all records by name; empty for no rows."""
	return named(text())


def text() -> str:
	"""Return all records as JSON, from Redis where it is stored there; read once a request. Raises nothing
	where Redis does not answer."""
	here, key = state(), cache_key()
	if here.scopes is not None and key not in here.invalidated:
		return here.scopes
	found = cache.load(key) or cache.store(key, _read)
	if getattr(frappe.local, "request", None):  # a job may run longer than its copy is valid
		here.scopes = found
	return found


def _read() -> list[dict[str, Any]]:
	if not frappe.db.table_exists(DOCTYPE):  # the app is being installed
		return []
	fields = ["name", "title", "description", "icon", "is_sensitive", "is_default", "contains"]
	scopes = frappe.get_all(DOCTYPE, fields=fields, order_by="name asc")
	rules = frappe.get_all(
		RULE,
		filters={"parenttype": DOCTYPE},
		fields=["parent", "kind", "target", READS_LINKS, *(f"can_{action}" for action in ACTIONS)],
		order_by="idx asc",
	)
	return [
		scope | {"rules": [_dump(rule) for rule in rules if rule.parent == scope.name]} for scope in scopes
	]


def rule_of(row: Any) -> Rule:
	"""Return a row of a scope's table as a rule."""
	actions = frozenset(action for action in ACTIONS if row.get(f"can_{action}"))
	return Rule(Kind(row.get("kind")), row.get("target"), actions, bool(row.get(READS_LINKS)))


def _dump(row: Any) -> list[Any]:
	rule = rule_of(row)
	return [rule.kind.value, rule.target, sorted(rule.actions), rule.reads_links]


@lru_cache(maxsize=4)
def parsed(text: str) -> tuple[Scope, ...]:
	"""Return the scopes of this JSON; parsed once for the same text. Empty for no rows."""
	return tuple(_scope(row) for row in json.loads(text))


@lru_cache(maxsize=4)
def named(text: str) -> dict[str, Scope]:
	"""Return the scopes of this JSON by name; empty for no rows."""
	return {scope.name: scope for scope in parsed(text)}


def _scope(row: dict[str, Any]) -> Scope:
	return Scope(
		name=row["name"],
		title=row["title"] or row["name"],
		sentence=row["description"] or "",
		icon=row["icon"] or "",
		is_sensitive=bool(row["is_sensitive"]),
		is_default=bool(row["is_default"]),
		contains=scope_list.split(row["contains"]),
		rules=tuple(
			Rule(Kind(kind), target, frozenset(actions), reads_links)
			for kind, target, actions, reads_links in row["rules"]
		),
	)

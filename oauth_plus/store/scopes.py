"""Scopes that mean something here: records, and those that name one DocType by their pattern.

All records are remembered in Redis, so that a request with a token asks the database nothing.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import frappe
from frappe import _

from oauth_plus.platform import cache, sql
from oauth_plus.rules import doctype_scope, scope_hierarchy, scope_list
from oauth_plus.rules.resource_access import ACTIONS, CANCEL, DELETE, READ, SUBMIT, WRITE, Kind
from oauth_plus.rules.scope_definition import Rule, Scope

DOCTYPE, RULE = "OAuth Plus Scope", "OAuth Plus Scope Rule"

READS_LINKS = "reads_links"


def find(name: str) -> Scope | None:
	"""The scope of exactly that name, with a title and a sentence for people; None where it means nothing."""
	return next(iter(known((name,))), None)


def known(names: Iterable[str]) -> tuple[Scope, ...]:
	"""Those of the names that mean something, in their order."""
	records = _by_name()
	found = (records.get(name) or _by_pattern(name) for name in dict.fromkeys(names))
	return tuple(filter(None, found))


def sentences(names: Iterable[str]) -> tuple[str, ...]:
	"""What the names allow, in the words of the person's language; a name that means nothing stands for itself."""
	asked = tuple(names)
	meant = {scope.name: scope for scope in known(asked)}
	return tuple(_(meant[name].sentence or meant[name].title) if name in meant else name for name in asked)


def held_by(names: Iterable[str]) -> tuple[Scope, ...]:
	"""What a token with these words may use: each scope and all that it contains. Asks nobody whether the
	DocType of a pattern is there: a rule on what is not there opens nothing."""
	return _held(tuple(names), _text())


def contains() -> dict[str, tuple[str, ...]]:
	"""Which scopes each scope contains."""
	return _contains(_by_name())


def all_records() -> tuple[Scope, ...]:
	"""Every scope with a record."""
	return _parsed(_text())


def defaults() -> tuple[str, ...]:
	"""The scopes that a new client gets."""
	return tuple(scope.name for scope in all_records() if scope.is_default)


def unknown(names: Iterable[str]) -> tuple[str, ...]:
	"""Those of the names that mean nothing here."""
	asked = tuple(names)
	meant = {scope.name for scope in known(asked)}
	return tuple(name for name in asked if name not in meant)


def obtainable(allowed: Iterable[str], asked: Iterable[str]) -> set[str]:
	"""Which words a client that is allowed some of them may ask for."""
	records = _by_name()
	return scope_hierarchy.obtainable(allowed, _contains(records), _opening(asked, records))


def left(granted: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
	"""What a grant of these may use, when its client may have those."""
	return granted if set(granted) <= set(allowed) else _left(granted, allowed, _text())


def cache_key() -> bytes:
	"""Where Redis remembers them."""
	return cache.key_of("scopes", "2")  # another number for another form: workers may differ in their code


def invalidate() -> None:
	"""A record changes: nobody remembers what stood there before, now or when this is committed."""
	cache.invalidate([cache_key()])


def _held_by(names: Iterable[str], records: dict[str, Scope]) -> tuple[Scope, ...]:
	held = scope_hierarchy.expanded(names, _contains(records))
	return tuple(filter(None, (records.get(name) or doctype_scope.by_pattern(name) for name in held)))


def _opening(names: Iterable[str], records: dict[str, Scope]) -> Iterator[str]:
	return (name for name in names if any(scope.rules for scope in _held_by((name,), records)))


def _contains(records: dict[str, Scope]) -> dict[str, tuple[str, ...]]:
	return {name: scope.contains for name, scope in records.items() if scope.contains}


def _by_name() -> dict[str, Scope]:
	return _named(_text())


def _text() -> str:
	"""All records as JSON, from Redis where it is remembered."""
	return cache.load(cache_key()) or cache.store(cache_key(), _read)


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
	"""What a row of a scope's table opens."""
	actions = frozenset(action for action in ACTIONS if row.get(f"can_{action}"))
	return Rule(Kind(row.get("kind")), row.get("target"), actions, bool(row.get(READS_LINKS)))


def _dump(row: Any) -> list[Any]:
	rule = rule_of(row)
	return [rule.kind.value, rule.target, sorted(rule.actions), rule.reads_links]


@lru_cache(maxsize=4)
def _parsed(text: str) -> tuple[Scope, ...]:
	return tuple(_scope(row) for row in json.loads(text))


@lru_cache(maxsize=256)
def _held(names: tuple[str, ...], text: str) -> tuple[Scope, ...]:
	return _held_by(names, _named(text))


@lru_cache(maxsize=256)
def _left(granted: tuple[str, ...], allowed: tuple[str, ...], text: str) -> tuple[str, ...]:
	records = _named(text)
	contains = _contains(records)
	opening = _opening(scope_hierarchy.expanded((*granted, *allowed), contains), records)
	return scope_hierarchy.left(granted, allowed, contains, opening)


@lru_cache(maxsize=4)
def _named(text: str) -> dict[str, Scope]:
	return {scope.name: scope for scope in _parsed(text)}


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


def _by_pattern(name: str) -> Scope | None:
	"""With a title and a sentence, where the DocType is there."""
	scope = doctype_scope.by_pattern(name)
	if scope is None or not sql.exists("DocType", scope.rules[0].target):
		return None
	title, sentence = _told(doctype_scope.access_of(name), _(scope.rules[0].target))
	return Scope(scope.name, title, sentence, "", scope.is_sensitive, False, (), scope.rules)


def _told(access: str, doctype: str) -> tuple[str, str]:
	"""What a scope of one DocType is called, and what it allows, for people."""
	titles = {
		READ: _("Read: {0}"),
		WRITE: _("Read and change: {0}"),
		DELETE: _("Delete: {0}"),
		SUBMIT: _("Submit: {0}"),
		CANCEL: _("Cancel: {0}"),
	}
	sentences = {
		READ: _("See your documents of the kind “{0}”."),
		WRITE: _("See, create and change documents of the kind “{0}”."),
		DELETE: _("Delete documents of the kind “{0}”."),
		SUBMIT: _("Submit documents of the kind “{0}”."),
		CANCEL: _("Cancel documents of the kind “{0}”."),
	}
	return titles[access].format(doctype), sentences[access].format(doctype)

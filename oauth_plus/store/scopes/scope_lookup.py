"""Known scopes: those with a record, and those for one DocType by their pattern. All records are cached in Redis, so
that a request with a token needs no query."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from frappe import _

from oauth_plus.rules import doctype_scope, scope_hierarchy
from oauth_plus.rules.scope_definition import Scope
from oauth_plus.store.scopes import doctype_scopes, scope_cache


def find(name: str) -> Scope | None:
	"""Return the scope of exactly this name, with a title and a sentence for users; None for an unknown scope."""
	return next(iter(known((name,))), None)


def known(names: Iterable[str]) -> tuple[Scope, ...]:
	"""Return those of the scopes that are known (RFC 6749 §3.3), in their order; empty for none."""
	records = scope_cache.by_name()
	found = (records.get(name) or doctype_scopes.by_pattern(name) for name in dict.fromkeys(names))
	return tuple(filter(None, found))


def sentences(names: Iterable[str]) -> tuple[str, ...]:
	"""Return the sentences of the scopes, in the user's language. An unknown scope is returned by its name (RFC 6749
	§3.3)."""
	asked = tuple(names)
	meant = {scope.name: scope for scope in known(asked)}
	return tuple(_(meant[name].sentence or meant[name].title) if name in meant else name for name in asked)


def held_by(names: Iterable[str]) -> tuple[Scope, ...]:
	"""Return the scopes of a token with all that they contain (RFC 6749 §3.3). No query is made for a pattern,
	because a rule for an unknown DocType allows nothing."""
	return _held(tuple(names), scope_cache.text())


def contains() -> dict[str, tuple[str, ...]]:
	"""Return which scopes each scope contains; a scope that contains none has no row."""
	return _contains(scope_cache.by_name())


def all_records() -> tuple[Scope, ...]:
	"""Return every scope with a record; empty for no rows."""
	return scope_cache.parsed(scope_cache.text())


def defaults() -> tuple[str, ...]:
	"""Return the scopes that a new client gets (RFC 7591 §2); empty for none."""
	return tuple(scope.name for scope in all_records() if scope.is_default)


def unknown(names: Iterable[str]) -> tuple[str, ...]:
	"""Return those of the scopes that are unknown (RFC 6749 §3.3); empty for none."""
	asked = tuple(names)
	meant = {scope.name for scope in known(asked)}
	return tuple(name for name in asked if name not in meant)


def obtainable(allowed: Iterable[str], asked: Iterable[str]) -> set[str]:
	"""Return the scopes that a client with these scopes may request (RFC 6749 §3.3)."""
	records = scope_cache.by_name()
	return scope_hierarchy.obtainable(allowed, _contains(records), _opening(asked, records))


def left(granted: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
	"""Return the scopes that a grant of these may use while its client has those (RFC 6749 §3.3); empty for none."""
	return granted if set(granted) <= set(allowed) else _left(granted, allowed, scope_cache.text())


def _held_by(names: Iterable[str], records: dict[str, Scope]) -> tuple[Scope, ...]:
	held = scope_hierarchy.expanded(names, _contains(records))
	return tuple(filter(None, (records.get(name) or doctype_scope.by_pattern(name) for name in held)))


def _opening(names: Iterable[str], records: dict[str, Scope]) -> Iterator[str]:
	return (name for name in names if any(scope.rules for scope in _held_by((name,), records)))


def _contains(records: dict[str, Scope]) -> dict[str, tuple[str, ...]]:
	return {name: scope.contains for name, scope in records.items() if scope.contains}


@lru_cache(maxsize=256)
def _held(names: tuple[str, ...], text: str) -> tuple[Scope, ...]:
	return _held_by(names, scope_cache.named(text))


@lru_cache(maxsize=256)
def _left(granted: tuple[str, ...], allowed: tuple[str, ...], text: str) -> tuple[str, ...]:
	records = scope_cache.named(text)
	contains = _contains(records)
	opening = _opening(scope_hierarchy.expanded((*granted, *allowed), contains), records)
	return scope_hierarchy.left(granted, allowed, contains, opening)

"""A client that may have less than before: what its live grants hold beyond that, and how they lose it for good.

Nobody has to: a grant uses only what its client may still have (grants/allowed_scopes.py), and what was taken works
again when it is given back. A grant that is narrowed here has lost it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe

from oauth_plus.rules import scope
from oauth_plus.store import bearers, endings, events, families, rows, scopes, tokens
from oauth_plus.store.clients import Client
from oauth_plus.store.family import State


@dataclass(frozen=True)
class Beyond:
	"""Live grants of the same scopes, of which the client may no longer have all."""

	scopes: tuple[str, ...]
	left: tuple[str, ...]
	grants: tuple[str, ...]
	people: frozenset[str]

	@property
	def lost(self) -> tuple[str, ...]:
		"""What the client may no longer have."""
		return tuple(word for word in self.scopes if word not in self.left)


def beyond(client: Client) -> list[Beyond]:
	"""The client's live grants that hold more than it may have now."""
	family = frappe.qb.DocType(families.DOCTYPE)
	query = frappe.qb.from_(family).select(family.name, family.user, family.scopes)
	query = query.where((family.client == client.client_id) & (family.state == State.ACTIVE.value))
	alike: dict[tuple[str, ...], list[tuple[str, str]]] = {}
	for name, user, text in query.run():
		alike.setdefault(scope.split(text), []).append((name, user))
	found = (_beyond(words, whose, client) for words, whose in alike.items())
	return [each for each in found if each.lost]


def end(client: Client) -> int:
	"""End these grants; their people are asked anew. Returns how many lived."""
	return endings.end(_names(beyond(client)), "ended_by_administrator", client_id=client.client_id)


def narrow(client: Client) -> int:
	"""Take from these grants what their client may no longer have; one that has nothing left ends. Returns how many
	there were."""
	rows.take("OAuth Client", client.client_id)  # see families.py: the order of locks
	found = beyond(client)
	names = _names(found)
	for name in names:
		families.lock(name)
	endings.end(
		_names(each for each in found if not each.left), "ended_by_administrator", client_id=client.client_id
	)
	for each in found:
		if each.left:
			_rewrite(each)
	bearers.forget(family=names)
	if names:
		lost = " ".join(dict.fromkeys(word for each in found for word in each.lost))
		events.record(
			"grants_narrowed",
			cause=f"{len(names)} grants lost {lost}",
			client_id=client.client_id,
			grants=names,
		)
	return len(names)


def _beyond(words: tuple[str, ...], whose: list[tuple[str, str]], client: Client) -> Beyond:
	names, people = tuple(name for name, _user in whose), frozenset(user for _name, user in whose)
	return Beyond(words, scopes.left(words, client.scopes), names, people)


def _names(found: Iterable[Beyond]) -> list[str]:
	return sorted(name for each in found for name in each.grants)


def _rewrite(each: Beyond) -> None:
	values = {"scopes": " ".join(each.left)}
	for start in range(0, len(each.grants), endings.AT_ONCE):
		names = list(each.grants[start : start + endings.AT_ONCE])
		rows.update_named(families.DOCTYPE, values, "name", names, state=State.ACTIVE.value)
		tokens.narrow_families(names, lambda words: scopes.left(words, each.left))

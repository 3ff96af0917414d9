"""Live grants with scopes that their client no longer has."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe

from oauth_plus.platform import queries
from oauth_plus.rules import scope_list
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants.family import GRANT, State
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.tokens import token_revocation


@dataclass(frozen=True)
class Beyond:
	"""Live grants of the same scopes, some of which the client no longer has. `tokens` are rows without a grant."""

	scopes: tuple[str, ...]
	left: tuple[str, ...]
	grants: tuple[str, ...]
	people: frozenset[str]
	tokens: tuple[str, ...] = ()

	@property
	def lost(self) -> tuple[str, ...]:
		"""Return the scopes that the client no longer has; empty for none."""
		return tuple(word for word in self.scopes if word not in self.left)

	@property
	def count(self) -> int:
		"""Return the number of rows of grants and tokens."""
		return len(self.grants) + len(self.tokens)


def beyond(client: Client) -> list[Beyond]:
	"""Return the live grants and tokens of a client with scopes that it no longer has (RFC 6749 §3.3); empty for
	none."""
	grants = ((words, name, user) for name, user, words in _live(client))
	found = [*_alike(client, grants, are_grants=True)]
	alone = ((words, name, user) for name, user, words in token_revocation.without_family(client.client_id))
	return [*found, *_alike(client, alone, are_grants=False)]


def _live(client: Client) -> list[tuple[str, str, tuple[str, ...]]]:
	family = frappe.qb.DocType(GRANT)
	query = frappe.qb.from_(family).select(family.name, family.user, family.scopes)
	query = query.where(family.state == State.ACTIVE.value)
	query = queries.narrowed(query, family, user=None, client_id=client.client_id, before=None)
	return [(name, user, scope_list.split(text)) for name, user, text in query.run()]


def _alike(
	client: Client, found: Iterable[tuple[tuple[str, ...], str, str]], *, are_grants: bool
) -> Iterable[Beyond]:
	alike: dict[tuple[str, ...], list[tuple[str, str]]] = {}
	for words, name, user in found:
		alike.setdefault(words, []).append((name, user))
	for words, whose in alike.items():
		names = tuple(name for name, _user in whose)
		people = frozenset(user for _name, user in whose)
		grants, alone = (names, ()) if are_grants else ((), names)
		each = Beyond(words, scope_lookup.left(words, client.scopes), grants, people, alone)
		if each.lost:
			yield each

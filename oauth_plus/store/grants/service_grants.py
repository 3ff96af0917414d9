"""Grants of clients that act by themselves, as their Service User (RFC 6749 §4.4).

A client asks for a token as often as it likes, and each is valid by itself. A row for each request would be a flood, so
one grant takes all tokens of a day that one secret proves; then the next one begins. Nothing in its row changes
meanwhile: requests share its lock, and never wait for each other.
"""

from datetime import datetime, timedelta
from typing import Any

import frappe

from oauth_plus.platform import cache_notes, clock, queries
from oauth_plus.rules import client_keys
from oauth_plus.store.grants import family_lists, revocation
from oauth_plus.store.tokens import bearer_marks, token_revocation

WINDOW = timedelta(days=1)
"""A grant takes tokens for so long, or for the lifetime of one where that is longer: no more than two are live."""

_hints: dict[bytes, str] = {}
"""Names of grants that took a token in this process; whether one still does, the database says."""


def hinted(client_id: str, secret: str) -> str:
	"""Return the grant that took a token by this secret last, in this process; empty for none."""
	return _hints.get(_key(client_id, secret), "")


def keep_in_mind(client_id: str, secret: str, family: str) -> None:
	"""Store the grant that has taken a token, as a hint for the next request."""
	cache_notes.keep_in_mind(_hints, _key(client_id, secret), family)


def find_open(client_id: str, user: str, secret: str, scopes: tuple[str, ...], until: datetime) -> str:
	"""Return the live grant that may have a token of these scopes until this time; empty for none."""
	table, query = _live(client_id)
	query = query.where((table.user == user) & (table.secret == secret))
	query = query.where((table.scopes == " ".join(scopes)) & (table.absolute_ends >= clock.to_column(until)))
	return next((name for (name,) in query.limit(1).run()), "")


def end_by_secret(client_id: str, secret: str) -> int:
	"""End the grants that began by the proof of a secret, which has ended. Returns the number of grants."""
	table, query = _live(client_id)
	return _end(query.where(table.secret == secret), "secret_ended", client_id)


def end_of_others(client_id: str, service_user: str) -> int:
	"""End the grants of other users than the one whom the client acts as now. Returns the number of grants."""
	table, query = _live(client_id)
	query = query.where(table.secret.isnotnull() & (table.secret != ""))
	return _end(query.where(table.user != service_user), "service_user_changed", client_id)


def end_of_keys_before(client_id: str, keys: frozenset[str]) -> int:
	"""End the grants that began by the proof of a key that the client has no more; `keys` are the names of those that it
	has. Returns the number of grants."""
	table, query = _live(client_id)
	query = query.where(table.secret.like(f"{client_keys.PREFIX}%"))
	return _end(query.where(table.secret.notin(sorted(keys))) if keys else query, "key_removed", client_id)


def limit(client_id: str, secret: str, ends_at: datetime) -> None:
	"""Let no grant and no token outlive the secret that proved it, which ends at this time."""
	table, query = _live(client_id)
	here = clock.to_column(ends_at)
	query = query.where((table.secret == secret) & (table.absolute_ends > here))
	names = [name for (name,) in queries.locking(query).run()]
	for chunk in queries.chunks(names):
		change = frappe.qb.update(table).set(table.absolute_ends, here).set(table.idle_ends, here)
		change.where(table.name.isin(chunk)).run()
		token_revocation.shorten(chunk, ends_at)
	bearer_marks.invalidate(family=names)


def _end(query: Any, reason: str, client_id: str) -> int:
	names = [name for (name,) in queries.locking(query).run()]
	return revocation.end(names, reason, client_id=client_id)


def _live(client_id: str) -> tuple[Any, Any]:
	table, query = family_lists.select_live()
	return table, query.where(table.client == client_id)


def _key(client_id: str, secret: str) -> bytes:
	return f"{frappe.local.site}:{client_id}:{secret}".encode()

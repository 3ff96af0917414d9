"""Lookup of the client of a request, from the cache or from the database.

`find` and `find_with_secrets` read Redis. A change of a client or a secret by a document invalidates it, before and
after its commit, so that the next request sees the change. A change of rows that no hook sees takes effect after
`cache.SECONDS`. A disabled client is not cached, nor a plain secret that is not digested yet.

`find_fresh` reads the database: for consent pages, for administrators, and after a lock (`clients.lock_shared`
returns whether the client is enabled now).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import frappe

from oauth_plus.platform import cache
from oauth_plus.rules.client_document import PREFIX, row_name
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.client_secrets.secret_rows import Secret
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.clients.client_from_row import from_row
from oauth_plus.store.limits import requests


@dataclass(frozen=True)
class KnownClient:
	"""Client and all its secrets, live or not."""

	client: Client
	secrets: tuple[Secret, ...] = field(repr=False)


def find(client_id: str | None) -> Client | None:
	"""Return the client of exactly this id, from the cache if it is there; None without one."""
	known = find_with_secrets(client_id)
	return known.client if known else None


def find_with_secrets(client_id: str | None) -> KnownClient | None:
	"""Return the client of exactly this id with its secrets, to authenticate it (RFC 6749 §2.3.1), from the cache if
	it is there; None without one."""
	if client_id and "://" in client_id:
		client_id = row_name(client_id)
	if not client_id or len(client_id) > client_rows.LONGEST_ID:
		return None
	key = client_rows.cache_key(client_id)
	if said := cache.load(key):
		return _cached(said)
	requests.require_no_flood()
	known = _known(_read(client_id))
	if known is not None and _may_be_cached(known):
		cache.store(key, lambda: _read(client_id), lambda said: _may_be_cached(_known(said)))
	return known


def find_fresh(client_id: str | None) -> Client | None:
	"""Return the client of exactly this id as this transaction sees it; None without one. Two statements."""
	row = client_rows.read(row_name(client_id or ""))
	return from_row(row) if row else None


def find_all_fresh(names: Iterable[str]) -> dict[str, Client]:
	"""Return the clients of these rows as this transaction sees them, by name. Two statements for each thousand."""
	return {name: from_row(row) for name, row in client_rows.read_all(names).items()}


def public_id(name: str) -> str:
	"""Return the client_id of a client by the name of its row, as the client itself knows it."""
	client = find(name) if name.startswith(PREFIX) else None
	return client.public_id if client else name


def _may_be_cached(known: KnownClient | None) -> bool:
	return bool(known) and known.client.is_enabled and not known.client.undigested_secret


def _read(client_id: str) -> list[Any] | None:
	client = client_rows.read(client_id)
	return client and [client, secret_rows.read(client_id)]


@lru_cache(maxsize=256)
def _cached(said: str) -> KnownClient | None:
	return _known(json.loads(said))


def _known(said: list[Any] | None) -> KnownClient | None:
	if not said:
		return None
	client, its_secrets = said
	return KnownClient(
		from_row(frappe._dict(client)),
		tuple(secret_rows.from_row(frappe._dict(row)) for row in its_secrets),
	)

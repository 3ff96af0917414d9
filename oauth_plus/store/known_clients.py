"""Clients as they authenticate, with their secrets by digest: remembered in Redis, for every request asks for one.

What changes a client or a secret says so (`clients.forget`), and is heard by the next request. A client that is
disabled is never remembered, so that whoever enables it need not say so; nor is a plain secret, which waits in
Frappe's own field to be digested.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import frappe

from oauth_plus.platform import cache
from oauth_plus.store import clients, secrets, settings, signing_keys
from oauth_plus.store.clients import Client
from oauth_plus.store.secrets import Secret


@dataclass(frozen=True)
class KnownClient:
	"""A client and all its secrets, ended or not."""

	client: Client
	secrets: tuple[Secret, ...] = field(repr=False)


def find(client_id: str | None) -> KnownClient | None:
	"""The client of exactly that id, as it is remembered or as this request sees it."""
	if not client_id or len(client_id) > 140:
		return None
	key = clients.key(client_id)
	if said := cache.load(key, [signing_keys.place()], documents=["System Settings", settings.DOCTYPE]):
		return _remembered(said)
	known = _known(_read(client_id))
	if known is not None and _may_be_kept(known):
		cache.store(key, lambda: _read(client_id), lambda said: _may_be_kept(_known(said)))
	return known


def _may_be_kept(known: KnownClient | None) -> bool:
	return bool(known) and known.client.is_enabled and not known.client.undigested_secret


def _read(client_id: str) -> list[Any] | None:
	client = clients.read(client_id)
	return client and [client, secrets.read(client_id)]


@lru_cache(maxsize=256)
def _remembered(said: str) -> KnownClient | None:
	return _known(json.loads(said))


def _known(said: list[Any] | None) -> KnownClient | None:
	if not said:
		return None
	client, its_secrets = said
	return KnownClient(
		clients.from_row(frappe._dict(client)),
		tuple(secrets.from_row(frappe._dict(row)) for row in its_secrets),
	)

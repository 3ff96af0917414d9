"""Capabilities that some enabled client of the site has, as metadata name them; cached in Redis until a client changes."""

import json
from functools import lru_cache

import frappe

from oauth_plus.platform import cache
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.token_exchange import MARK
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client_fields import (
	DEVICE_FLOW,
	DOCTYPE,
	ENFORCEMENT,
	PUBLIC,
	SERVICE_USER,
	SIGNING,
	SYMMETRIC,
)

DEVICES = "devices"
"""Some client may use the device flow (RFC 8628)."""

MACHINES = "machines"
"""Some client acts as a Service User by itself (RFC 6749 §4.4)."""

SYMMETRIC_KEYS = "symmetric keys"
"""Some client verifies ID tokens with its secret (OpenID Connect Core §10.1)."""

EXCHANGE = "token exchange"
"""Some client may exchange tokens (RFC 8693)."""

CONDITIONS = {
	DEVICES: (f"`{DEVICE_FLOW}` = 1", ()),
	MACHINES: (f"`{SERVICE_USER}` <> '' AND `oauth_plus_client_type` <> %s", (PUBLIC,)),
	SYMMETRIC_KEYS: (f"`{SIGNING}` = %s", (SYMMETRIC,)),
	EXCHANGE: (
		f"`{MARK}` = 1 AND `oauth_plus_client_type` <> %s AND `{ENFORCEMENT}` = %s",
		(PUBLIC, Gate.ENFORCE.value),
	),
}
"""Condition on a row of an enabled client, and its values."""


def includes(capability: str) -> bool:
	"""Return whether some enabled client has this capability."""
	place = client_rows.capabilities_key()
	return capability in _parsed(cache.load(place) or cache.store(place, _read))


def _read() -> list[str]:
	columns = ", ".join(f"MAX({condition})" for condition, _ in CONDITIONS.values())
	query = f"SELECT {columns} FROM `tab{DOCTYPE}` WHERE `oauth_plus_enabled` = 1"  # noqa: S608
	values = tuple(value for _, values in CONDITIONS.values() for value in values)
	[found] = frappe.db.sql(query, values)
	return [name for name, is_found in zip(CONDITIONS, found, strict=True) if is_found]


@lru_cache(maxsize=16)
def _parsed(said: str) -> frozenset[str]:
	return frozenset(json.loads(said))

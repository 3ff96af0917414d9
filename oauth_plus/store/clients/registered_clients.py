"""Clients that have registered themselves: their metadata, and the token by which they manage them (RFC 7592)."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.rules import redirect_uri, secret
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.metadata_fields import LONGEST
from oauth_plus.store.clients import (
	client_creation,
	client_fields,
	client_rows,
	client_sign_on,
	metadata_columns,
)
from oauth_plus.store.clients.client_fields import (
	AUTH_METHODS,
	BY_ITSELF,
	DOCTYPE,
	JWKS,
	JWKS_URI,
	REGISTRATION,
	REGISTRATION_TOKEN,
	SIGNING,
	SYMMETRIC,
)


@dataclass(frozen=True)
class RegisteredClient:
	"""Client as its own developer sees it. `members` are its metadata (RFC 7591 §2), `client_secret` is there only
	right after its creation."""

	client_id: str
	made_at: datetime | None
	members: dict[str, Any]
	verifies_with_secret: bool = False
	client_secret: str = field(repr=False, default="")


def create(metadata: ClientMetadata, token: str, *, allows_all: bool) -> RegisteredClient:
	"""Insert the client and store the digest of the token. Raises UnfitClient."""
	own = {REGISTRATION: BY_ITSELF, REGISTRATION_TOKEN: secret.digest(token)}
	document = client_creation.create(metadata, allows_all=allows_all, **own)
	return _as_registered(document, str(document.client_secret))


def lock(client_id: str, token: str) -> RegisteredClient | None:
	"""Return the enabled client that this token manages, its row locked until the request ends; None for any other."""
	if not client_id or len(client_id) > LONGEST:
		return None
	columns = ["name", REGISTRATION, REGISTRATION_TOKEN, "oauth_plus_enabled"]
	row = sql.first(DOCTYPE, columns, for_update=True, name=client_id)
	expected = (row and row[REGISTRATION_TOKEN]) or ""
	if not secret.same(secret.digest(token), expected) or not row.oauth_plus_enabled:
		return None
	return _as_registered(frappe.get_doc(DOCTYPE, client_id)) if row[REGISTRATION] == BY_ITSELF else None


def change(
	client_id: str, metadata: ClientMetadata, *, allows_all: bool
) -> tuple[RegisteredClient, list[str]]:
	"""Save the client with this metadata, and return it with the fields that differ. Raises UnfitClient."""
	document = frappe.get_doc(DOCTYPE, client_id)
	changed = client_creation.change(document, metadata, allows_all=allows_all)
	return _as_registered(document), changed


def delete(client_id: str) -> None:
	"""Delete the client with all that hangs on it: its grants end (RFC 7592 §2.3)."""
	client_rows.delete(client_id)


def _as_registered(document: Any, client_secret: str = "") -> RegisteredClient:
	return RegisteredClient(
		document.name,
		clock.from_column(document.creation),
		_members(document),
		document.get(SIGNING) == SYMMETRIC,
		client_secret,
	)


def _members(document: Any) -> dict[str, Any]:
	sign_on = client_sign_on.from_row(document)
	rest = metadata_columns.rest_of(document)
	method = document.get(client_fields.auth_method_field())
	return {
		"client_name": unescape(document.app_name or ""),
		"redirect_uris": list(redirect_uri.split(document.redirect_uris)),
		"token_endpoint_auth_method": next(
			(each.value for each, choice in AUTH_METHODS.items() if choice == method), "client_secret_basic"
		),
		"response_types": ["code"],
		"subject_type": "pairwise" if sign_on.is_pairwise else "public",
		**{name: value for name, value in rest.items() if name not in metadata_columns.DEMANDS.values()},
		**metadata_columns.demands_of(document),
		"scope": " ".join((document.scopes or "").split()),
		**_keys(document),
		**_sign_out(sign_on),
		**_lines(document, rest),
	}


def _keys(document: Any) -> dict[str, Any]:
	if uri := document.get(JWKS_URI):
		return {"jwks_uri": uri}
	return {"jwks": json.loads(document.get(JWKS))} if document.get(JWKS) else {}


def _sign_out(sign_on: client_sign_on.SignOn) -> dict[str, Any]:
	members = {
		"post_logout_redirect_uris": list(sign_on.post_logout_redirect_uris),
		"backchannel_logout_uri": sign_on.backchannel_uri,
	}
	return {name: value for name, value in members.items() if value}


def _lines(document: Any, rest: dict[str, Any]) -> dict[str, Any]:
	"""Members that Frappe has a field for, on v16; `contacts` is a list in any case."""
	found = {name: unescape(document.get(name) or rest.get(name) or "") for name in client_fields.OF_METADATA}
	contacts = found.pop("contacts").split("\n")
	lines = {name: value for name, value in found.items() if value}
	return lines | ({"contacts": contacts} if contacts != [""] else {})

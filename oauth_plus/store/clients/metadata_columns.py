"""Columns of an OAuth Client that its own metadata fill (RFC 7591 §2)."""

import json
from typing import Any

import frappe

from oauth_plus.rules import scope_list
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.metadata_fields import LONGEST
from oauth_plus.store.clients import client_fields
from oauth_plus.store.clients.client_fields import (
	AUTH_METHODS,
	CONFIDENTIAL,
	DOCTYPE,
	DPOP_REQUIRED,
	PUBLIC,
	PUSH,
	REGISTERED_METADATA,
	SIGNING,
	SITE_KEY,
	SYMMETRIC,
)
from oauth_plus.store.clients.client_sign_on import PAIRWISE

DEMANDS = {
	DPOP_REQUIRED: "dpop_bound_access_tokens",
	PUSH: "require_pushed_authorization_requests",
}
"""Fields with which a client demands more of itself, and an administrator of it (RFC 9449 §5.2, RFC 9126 §6)."""


def asked_scopes(document: Any) -> tuple[str, ...]:
	"""Return the scopes that the app asked for when it registered."""
	return scope_list.split(rest_of(document).get("scope"))


def demands_of(document: Any) -> dict[str, bool]:
	"""Return the members by which the client must do more, as they are now."""
	return {member: True for field, member in DEMANDS.items() if document.get(field)}


def rest_of(document: Any) -> dict[str, Any]:
	"""Return the registered members that have no field of their own, and what the client demanded of itself."""
	rest: dict[str, Any] = json.loads(document.get(REGISTERED_METADATA) or "{}")
	return rest


def columns_of(metadata: ClientMetadata) -> dict[str, Any]:
	"""Return the columns of a client with this metadata. Members without a field of their own are stored as JSON."""
	meta, sign_on = frappe.get_meta(DOCTYPE), metadata.sign_on
	lines = dict(metadata.lines) | ({"contacts": "\n".join(metadata.contacts)} if metadata.contacts else {})
	fields = [name for name in client_fields.OF_METADATA if meta.has_field(name)]
	demands = {DPOP_REQUIRED: int(metadata.requires_dpop), PUSH: int(metadata.requires_push)}
	rest = {
		"application_type": metadata.application_type,
		"backchannel_logout_session_required": sign_on.needs_session,
		"grant_types": list(metadata.grant_types),
		"scope": " ".join(metadata.scopes),
		**{DEMANDS[field]: True for field, is_asked in demands.items() if is_asked},
		**{name: value for name, value in lines.items() if name not in fields},
	}
	return {
		"app_name": metadata.name,
		"redirect_uris": "\n".join(metadata.redirect_uris),
		"default_redirect_uri": next((uri for uri in metadata.redirect_uris[:1] if len(uri) <= LONGEST), ""),
		"oauth_plus_client_type": PUBLIC if metadata.is_public else CONFIDENTIAL,
		client_fields.auth_method_field(): AUTH_METHODS[metadata.method],
		client_fields.JWKS: metadata.keys,
		client_fields.JWKS_URI: metadata.keys_uri,
		**demands,
		SIGNING: SYMMETRIC if sign_on.verifies_with_secret else SITE_KEY,
		"oauth_plus_subject_type": PAIRWISE if sign_on.is_pairwise else "Public",
		"oauth_plus_post_logout_redirect_uris": "\n".join(sign_on.post_logout_redirect_uris),
		"oauth_plus_backchannel_logout_uri": sign_on.backchannel_uri,
		REGISTERED_METADATA: json.dumps(rest, sort_keys=True),
		**{name: lines.get(name, "") for name in fields},
	}


def what_stays(document: Any, columns: dict[str, Any]) -> dict[str, Any]:
	"""Return the columns by which an administrator's decisions outlast this change and every later one: what they demand of
	the client, and the scopes that they took away. The client that demands the same of itself does not make it its own."""
	before, rest = rest_of(document), json.loads(columns[REGISTERED_METADATA])
	demanded = {
		field: 1 for field, member in DEMANDS.items() if document.get(field) and not before.get(member)
	}
	for field in demanded:
		rest.pop(DEMANDS[field], None)
	current = scope_list.split(document.scopes)
	taken = [word for word in asked_scopes(document) if word not in current]
	rest["scope"] = " ".join(dict.fromkeys((*scope_list.split(rest["scope"]), *taken)))
	return demanded | {REGISTERED_METADATA: json.dumps(rest, sort_keys=True)}

"""Creation and change of an OAuth Client by its metadata."""

import json
from functools import partial
from typing import Any

import frappe
from frappe.model.document import Document

from oauth_plus.platform import transaction
from oauth_plus.rules import redirect_uri_kinds, registered_scopes, scope_list
from oauth_plus.rules.client_faults import Fault, refused_at
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.metadata_fields import LONGEST
from oauth_plus.rules.policy import gate_named
from oauth_plus.store.clients import client_faults, client_fields
from oauth_plus.store.clients.client_fields import (
	AUTH_METHODS,
	CONFIDENTIAL,
	DOCTYPE,
	DPOP_REQUIRED,
	ENFORCEMENT,
	PUBLIC,
	PUSH,
	REGISTERED_METADATA,
	SIGNING,
	SITE_KEY,
	SYMMETRIC,
)
from oauth_plus.store.clients.client_sign_on import PAIRWISE
from oauth_plus.store.scopes import scope_lookup

WITHOUT_ALL = "oauth_plus_without_all"
"""Document flag: the client may not have the scope `all`."""


DEMANDS = {
	DPOP_REQUIRED: "dpop_bound_access_tokens",
	PUSH: "require_pushed_authorization_requests",
}
"""Fields with which a client demands more of itself, and an administrator of it (RFC 9449 §5.2, RFC 9126 §6)."""


class UnfitClient(ValueError):
	"""Client that cannot be created. `faults` are those of the client law. The message is for the app's developer; it
	comes from another app's check if there are no faults."""

	def __init__(self, faults: tuple[Fault, ...], sentence: str) -> None:
		super().__init__(sentence)
		self.faults = faults


def create(metadata: ClientMetadata, *, allows_all: bool, name: str = "", **own: Any) -> Document:
	"""Insert the client of this metadata for the session's user (RFC 7591 §3.2.1), and return it with its secret. Checks no
	permission: the caller decides who may register. `own` are fields that no metadata fill. Raises UnfitClient with all
	faults, and undoes what was written."""
	document = frappe.new_doc(DOCTYPE)
	stock = document.meta.get_field("scopes").default if allows_all else ""
	document.update(_columns(metadata) | own)
	document.update({"grant_type": "Authorization Code", "response_type": "Code", "skip_authorization": 0})
	document.scopes = " ".join(metadata.scopes) or stock
	document.flags[WITHOUT_ALL] = not allows_all
	_written(document, partial(document.insert, set_name=name or None))
	return document


def change(document: Document, metadata: ClientMetadata, *, allows_all: bool, **own: Any) -> list[str]:
	"""Save the client with this metadata (RFC 7592 §2.2), and return the fields that differ now. What an administrator has
	set and no metadata fill stays. Who vouched for the app before vouches for nothing new. Raises UnfitClient, as
	`create` does."""
	before, columns = document.as_dict(), _columns(metadata)
	if metadata.keys_uri and metadata.keys_uri == before.get(client_fields.JWKS_URI):
		del columns[client_fields.JWKS]  # those that were read there
	columns |= _what_stays(document, columns)
	document.scopes = " ".join(_scopes(document, metadata, allows_all=allows_all))
	document.update(columns | own)
	changed = [name for name in (*columns, "scopes", *own) if before.get(name) != document.get(name)]
	if _looks_different(before, document):
		document.update({"oauth_plus_maker": "", "skip_authorization": 0})
	if changed:
		_written(document, document.save)
	return changed


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


def _what_stays(document: Document, columns: dict[str, Any]) -> dict[str, Any]:
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


def _written(document: Document, write: Any) -> None:
	try:
		write(ignore_permissions=True)
	except frappe.ValidationError as error:
		frappe.clear_messages()
		faults = refused_at(gate_named(document.get(ENFORCEMENT)), client_faults.faults_of(document))
		transaction.undo()
		raise UnfitClient(faults, frappe.utils.strip_html(str(error))) from error


def _scopes(document: Document, metadata: ClientMetadata, *, allows_all: bool) -> tuple[str, ...]:
	unknown = scope_lookup.unknown(metadata.scopes)
	asked = tuple(word for word in metadata.scopes if word not in unknown)
	current = scope_list.split(document.scopes)
	merged = registered_scopes.merged(asked, asked_scopes(document), current)
	if allows_all:
		return merged
	new = registered_scopes.without_all(merged, scope_lookup.contains())
	return tuple(word for word in merged if word in new or word in current) or current


def _looks_different(before: Any, document: Document) -> bool:
	"""The app shows itself under another name, or its answers go to another host or another program."""
	places = [
		{
			redirect_uri_kinds.host(uri) or uri.partition(":")[0]
			for uri in (row.get("redirect_uris") or "").split()
		}
		for row in (before, document)
	]
	return before.get("app_name") != document.app_name or places[0] != places[1]


def _columns(metadata: ClientMetadata) -> dict[str, Any]:
	meta, sign_on = frappe.get_meta(DOCTYPE), metadata.sign_on
	lines = dict(metadata.lines) | ({"contacts": "\n".join(metadata.contacts)} if metadata.contacts else {})
	fields = [name for name in (*client_fields.OF_METADATA,) if meta.has_field(name)]
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

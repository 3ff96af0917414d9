"""Type of an OAuth Client that is about to be saved, and its authentication method, which must agree."""

import frappe
from frappe.model.document import Document

from oauth_plus.rules import redirect_uri, redirect_uri_kinds
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.rotation import Mode
from oauth_plus.store.clients.client_fields import (
	AUTH_METHODS,
	CONFIDENTIAL,
	DPOP_REQUIRED,
	ENFORCEMENT,
	FAPI,
	GUEST,
	JWKS,
	PROFILE,
	PUBLIC,
	PUSH,
	REGISTRATION,
	SIGNING,
	SITE_KEY,
	auth_method_field,
	has_own_auth_method,
)

NONE, BASIC = AUTH_METHODS[AuthMethod.NONE], AUTH_METHODS[AuthMethod.BASIC]

BY_KEY = AUTH_METHODS[AuthMethod.PRIVATE_KEY_JWT]
"""Follows from the client's public keys."""


def settle(doc: Document) -> None:
	"""Make the type Public exactly where the method is None (RFC 7591 §2).

	Where the two differ, the field that was just changed decides. A new client is public if one of the fields says so.
	"""
	field = auth_method_field()
	before = doc.get_doc_before_save()
	if (doc.get(JWKS) or "").strip() and doc.oauth_plus_client_type != PUBLIC:
		doc.set(field, BY_KEY)
		return
	if doc.get(field) == BY_KEY:
		doc.set(field, BASIC)
	if _is_native(doc):
		doc.oauth_plus_client_type = PUBLIC
		doc.set(field, NONE)
	is_public = doc.oauth_plus_client_type == PUBLIC
	says_none = doc.get(field) == NONE
	if is_public == says_none:
		return
	if before and before.oauth_plus_client_type == doc.oauth_plus_client_type:
		is_public = says_none  # the method was changed
	elif not before:
		is_public = True
	doc.oauth_plus_client_type = PUBLIC if is_public else CONFIDENTIAL
	if is_public != says_none:
		doc.set(field, NONE if is_public else BASIC)


def settle_profile(doc: Document) -> None:
	"""Set what follows from the profile FAPI 2.0, so that the form shows what applies (FAPI 2.0 Security Profile
	§5.3.2). What only the administrator can know is a fault of the client (rules/fapi.py)."""
	if doc.get(PROFILE) == FAPI:
		doc.update(
			{
				ENFORCEMENT: Gate.ENFORCE.value,
				PUSH: 1,
				DPOP_REQUIRED: 1,
				SIGNING: SITE_KEY,
				"oauth_plus_rotation": Mode.STATIC.value,
			}
		)


def registers_itself() -> bool:
	"""Return whether dynamic registration creates the client (RFC 7591), at this site's endpoint or another app's. A
	guest cannot create a client in another way."""
	return frappe.session.user == GUEST


def _is_native(doc: Document) -> bool:
	"""Return whether the client can only be a program on users' devices, which cannot keep a secret (RFC 8252 §8.4,
	§8.5).

	The type does not matter, because apps that create their client in code know only Frappe's own fields. An existing
	client that may also run on a server keeps its type, so that it must still send its secret.
	"""
	uris = redirect_uri.split(doc.redirect_uris)
	if doc.is_new():
		is_by_another_app = registers_itself() and not doc.get(REGISTRATION)  # ours has told the type
		knows_no_type = is_by_another_app and not has_own_auth_method()
		return knows_no_type or any(map(redirect_uri_kinds.is_private_use, uris))
	return any(map(redirect_uri_kinds.is_private_use, uris)) and all(map(redirect_uri_kinds.is_native, uris))

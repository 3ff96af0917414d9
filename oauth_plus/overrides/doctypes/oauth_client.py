"""Hook `doc_events` of OAuth Client: complete, check, store and remove a client."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.overrides.doctypes import (
	client_exceptions,
	client_faults,
	client_roles,
	client_scopes,
	client_secret,
	delegation,
	imported,
	keys_address,
	service_user,
	token_exchange,
)
from oauth_plus.platform import sql
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.clients import client_fields, client_rows, client_type
from oauth_plus.store.grants import revocation
from oauth_plus.store.scope_use import scope_uses
from oauth_plus.store.tokens import bearer_marks


def onload(doc: Document, method: str | None = None) -> None:
	"""Hook: set Who May Use It from the roles, which may have changed without the form. Raises nothing."""
	client_roles.name_choice(doc)


def before_validate(doc: Document, method: str | None = None) -> None:
	"""Complete the client: a secret of 256 bits, before Frappe makes one of 40 bits, and type, roles and scopes."""
	if doc.is_new():
		imported.complete(doc)
	client_secret.take(doc)
	keys_address.read(doc)
	client_type.settle(doc)
	client_type.settle_profile(doc)
	client_faults.settle_lifetimes(doc)
	client_exceptions.settle(doc)
	client_roles.settle(doc)
	if doc.is_new() and not doc.flags.get(imported.IS_KNOWN):
		client_scopes.complete(doc)


def validate(doc: Document, method: str | None = None) -> None:
	"""Check the client. Throws ValidationError with the sentences of all faults."""
	client_roles.name_choice(doc)
	delegation.require_own(doc)
	service_user.require_administrator(doc)
	token_exchange.require_administrator(doc)
	client_faults.warn_of_risks(doc)
	client_faults.require_none(doc)


def after_insert(doc: Document, method: str | None = None) -> None:
	"""Hook: end the grants and consents of a deleted client of the same name, in case no hook saw its deletion."""
	if not doc.flags.get(imported.IS_KNOWN):
		revocation.end_leftovers("client_deleted", client_id=doc.name)


def on_update(doc: Document, method: str | None = None) -> None:
	"""Store the new secret as a digest, after the row is written with a mask."""
	if not client_secret.store(doc):
		imported.tell_of_lack(doc)


def on_change(doc: Document, method: str | None = None) -> None:
	"""Hook: show a new secret in this response, end the grants of a disabled client and of a Service User who was
	replaced, and invalidate the cache, now and after the commit. Frappe calls this after `db_set` too, where it calls
	no other hook. Raises nothing."""
	client_secret.show(doc)
	if not doc.oauth_plus_enabled:
		revocation.end_all("client_disabled", client_id=doc.name)
	service_user.end_those_before(doc)
	token_exchange.end_those_before(doc)
	_invalidate(doc.name)


def on_trash(doc: Document, method: str | None = None) -> None:
	"""Hook: end the grants of a deleted client, and delete its secrets and scope uses."""
	revocation.end_all("client_deleted", client_id=doc.name)
	secret_rows.delete_of_client(doc.name)
	scope_uses.delete_of_client(doc.name)
	_invalidate(doc.name)


def before_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Refuse to merge two clients, because one would get the consents and secrets of the other. End what a deleted
	client of the new name left. Throws PermissionError."""
	if merge:
		_refuse_to_merge()
	if not sql.first(client_fields.DOCTYPE, ["name"], name=new):
		revocation.end_leftovers("client_deleted", client_id=new)


def after_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Hook: write the new name into rows without a link. Only code can rename a client, and some code merges without
	`before_rename`. Throws PermissionError for a merge."""
	if merge:
		_refuse_to_merge()
	client_rows.follow(new)
	scope_uses.follow(new)
	_invalidate(old, new)


def _refuse_to_merge() -> None:
	frappe.throw(_("OAuth Clients cannot be merged."), frappe.PermissionError)


def _invalidate(*client_ids: str) -> None:
	bearer_marks.invalidate(client=client_ids)
	for client_id in client_ids:
		client_rows.invalidate(client_id)

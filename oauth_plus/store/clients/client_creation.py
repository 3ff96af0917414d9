"""Creation and change of an OAuth Client by its metadata."""

from functools import partial
from typing import Any

import frappe
from frappe.model.document import Document

from oauth_plus.platform import transaction
from oauth_plus.rules import redirect_uri_kinds, registered_scopes, scope_list
from oauth_plus.rules.client_faults import Fault, refused_at
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.store.clients import client_faults, client_fields, client_gates
from oauth_plus.store.clients.client_fields import (
	DOCTYPE,
)
from oauth_plus.store.clients.metadata_columns import asked_scopes, columns_of, what_stays
from oauth_plus.store.scopes import scope_lookup

WITHOUT_ALL = "oauth_plus_without_all"
"""Document flag: the client may not have the scope `all`."""


class UnfitClient(ValueError):
	"""Client that cannot be created. `faults` are those of the client law. The message is for the app's developer; it
	comes from another app's check if there are no faults."""

	def __init__(self, faults: tuple[Fault, ...], sentence: str) -> None:
		super().__init__(sentence)
		self.faults = faults


def create(
	metadata: ClientMetadata, *, allows_all: bool, name: str = "", is_by_person: bool = False, **own: Any
) -> Document:
	"""Insert the client of this metadata for the session's user (RFC 7591 §3.2.1), and return it with its secret. `own` are
	fields that no metadata fill. Checks no permission, because the caller decides who may register; with `is_by_person`,
	those of the user, as the form does. Raises UnfitClient with all faults, and undoes what was written."""
	document = frappe.new_doc(DOCTYPE)
	stock = document.meta.get_field("scopes").default if allows_all else ""
	document.update(columns_of(metadata) | own)
	document.update({"grant_type": "Authorization Code", "response_type": "Code", "skip_authorization": 0})
	document.scopes = " ".join(metadata.scopes) or stock
	document.flags[WITHOUT_ALL] = not allows_all
	_written(document, partial(document.insert, set_name=name or None, ignore_permissions=not is_by_person))
	return document


def change(document: Document, metadata: ClientMetadata, *, allows_all: bool, **own: Any) -> list[str]:
	"""Save the client with this metadata (RFC 7592 §2.2), and return the fields that differ now. What an administrator has
	set and no metadata fill stays. Who vouched for the app before vouches for nothing new. Raises UnfitClient, as
	`create` does."""
	before, columns = document.as_dict(), columns_of(metadata)
	if metadata.keys_uri and metadata.keys_uri == before.get(client_fields.JWKS_URI):
		del columns[client_fields.JWKS]  # those that were read there
	columns |= what_stays(document, columns)
	document.scopes = " ".join(_scopes(document, metadata, allows_all=allows_all))
	document.update(columns | own)
	changed = [name for name in (*columns, "scopes", *own) if before.get(name) != document.get(name)]
	if _looks_different(before, document):
		document.update({"oauth_plus_maker": "", "skip_authorization": 0})
	if changed:
		_written(document, partial(document.save, ignore_permissions=True))
	return changed


def _written(document: Document, write: Any) -> None:
	try:
		write()
	except frappe.ValidationError as error:
		frappe.clear_messages()
		faults = refused_at(client_gates.of_row(document), client_faults.faults_of(document))
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

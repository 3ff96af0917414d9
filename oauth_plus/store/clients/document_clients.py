"""Clients that are described by a document at their address (Client ID Metadata Documents)."""

from dataclasses import dataclass

import frappe

from oauth_plus.platform import sql, transaction
from oauth_plus.rules import client_document
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.store.clients import client_creation
from oauth_plus.store.clients.client_fields import (
	BY_DOCUMENT,
	DOCTYPE,
	DOCUMENT_URL,
	FRESH_UNTIL,
	GUEST,
	REGISTRATION,
)


@dataclass(frozen=True)
class DocumentClient:
	"""Client that a document describes. `fresh_until` is in seconds since 1970: until then, its document is not read again."""

	name: str
	fresh_until: float
	is_enabled: bool


def find(url: str) -> DocumentClient | None:
	"""Return the client of this address; None for an unknown one."""
	columns = ["name", FRESH_UNTIL, "oauth_plus_enabled", DOCUMENT_URL]
	row = sql.first(DOCTYPE, columns, name=client_document.row_name(url))
	if row is None or row[DOCUMENT_URL] != url:
		return None
	return DocumentClient(row.name, row[FRESH_UNTIL], bool(row.oauth_plus_enabled))


def create(url: str, metadata: ClientMetadata, fresh_until: float) -> str | None:
	"""Insert the client, never with the scope `all`, and return its name; None where another request was faster. Raises
	UnfitClient."""
	own = {REGISTRATION: BY_DOCUMENT, DOCUMENT_URL: url, FRESH_UNTIL: fresh_until}
	name = client_document.row_name(url)
	try:
		client_creation.create(metadata, allows_all=False, name=name, **own)
	except frappe.DuplicateEntryError:
		frappe.clear_messages()
		transaction.undo()
		return None
	sql.update(
		DOCTYPE, {"owner": GUEST}, update_modified=False, name=name
	)  # it is not the app of the user who came first
	return name


def change(client: DocumentClient, metadata: ClientMetadata, fresh_until: float) -> list[str]:
	"""Save what the document says now, and return the fields that differ. Raises UnfitClient."""
	document = frappe.get_doc(DOCTYPE, client.name)
	changed = client_creation.change(document, metadata, allows_all=False)
	sql.update(DOCTYPE, {FRESH_UNTIL: fresh_until}, update_modified=False, name=client.name)
	frappe.clear_document_cache(DOCTYPE, client.name)
	return changed

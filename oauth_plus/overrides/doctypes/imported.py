"""OAuth Clients without Frappe's defaults: from fixtures, from Data Import, or by `db_insert`.

For a client that exists, a fixture deletes the row, which calls only our hook `after_delete`, and inserts it again.
Our fields keep the values of this site's administrator.
"""

from typing import Any

import frappe
from frappe.integrations.doctype.oauth_client.oauth_client import OAuthClient
from frappe.model.document import Document

from oauth_plus.platform import clock, documents
from oauth_plus.store import events
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.clients import client_fields

REPLACED = "oauth_plus_replaced"
"""Process flag: the values of our fields, by client that a fixture is replacing."""

IS_KNOWN = "oauth_plus_is_known"
"""Document flag: the document replaces a client of the same name."""

LACKS_SECRET = "oauth_plus_lacks_secret"  # noqa: S105 the name of a flag


class Client(OAuthClient):
	"""Hook `override_doctype_class`. `db_insert` calls no event, and would store 0 in every empty Check."""

	def db_insert(self, *args: object, **kwargs: object) -> object:
		"""Insert the row with a value in each of our required fields."""
		complete(self)
		return super().db_insert(*args, **kwargs)


def note_replaced(doc: Document, method: str | None = None) -> None:
	"""Hook `after_delete`: keep the values of our fields if an import replaces the client. Raises nothing."""
	if frappe.flags.in_import:
		values = {name: doc.get(name) for name in _our_fields(doc)}
		frappe.flags.setdefault(REPLACED, {})[doc.name] = values


def complete(doc: Document) -> None:
	"""Set our fields of a client that is being inserted, from the client that it replaces, or to defaults. Raises
	nothing."""
	if frappe.flags.in_import and (values := frappe.flags.get(REPLACED, {}).pop(doc.name, None)):
		doc.update(values)
		doc.flags[IS_KNOWN] = True
	documents.fill_defaults(doc, _our_fields(doc))


def leaves_secret(doc: Document, given: str) -> bool:
	"""Return whether an import leaves the client's secrets unchanged, because nobody would see a new one. False if a
	user creates the client."""
	if not frappe.flags.in_import:
		return False
	known = secret_rows.count_of(doc.name)
	doc.flags[LACKS_SECRET] = not secret_rows.live_of(doc.name, clock.now())
	return bool(known or not given)


def tell_of_lack(doc: Document) -> None:
	"""Record the event of a confidential client that was imported, or made by an OAuth Manager, without a secret (RFC 6749
	§2.3.1). Its form shows this too."""
	has_keys = bool((doc.get(client_fields.JWKS) or "").strip())
	is_proven_otherwise = has_keys or doc.oauth_plus_client_type == client_fields.PUBLIC
	if doc.flags.pop(LACKS_SECRET, False) and not is_proven_otherwise:
		events.record(
			"secret_missing",
			cause="The client was imported, or made by an OAuth Manager, without a secret",
			fix="Create a secret with New Secret on the OAuth Client, and give it to the app",
			client_id=doc.name,
		)


def _our_fields(doc: Document) -> list[Any]:
	ours = [field.fieldname for field in doc.meta.fields if field.fieldname.startswith("oauth_plus_")]
	return list(dict.fromkeys((*ours, client_fields.auth_method_field())))

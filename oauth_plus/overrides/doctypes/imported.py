"""OAuth Clients that come without Frappe's defaults: from fixtures, by Data Import, by `db_insert`.

A fixture that meets a client of its name deletes the row, calls none of our hooks but `after_delete`, and inserts it
anew. What an administrator has set on our fields is the site's, and stays.
"""

from typing import Any

import frappe
from frappe.integrations.doctype.oauth_client.oauth_client import OAuthClient
from frappe.model.document import Document

from oauth_plus.platform import clock, documents
from oauth_plus.store import client_fields, events, secrets

REPLACED = "oauth_plus_replaced"
"""A flag of the process: our fields of clients that are just being replaced, by their names."""

IS_KNOWN = "oauth_plus_is_known"
"""A flag of a document that replaces one of its name."""

LACKS_SECRET = "oauth_plus_lacks_secret"  # noqa: S105 the name of a flag


class Client(OAuthClient):
	"""Hook `override_doctype_class`: `db_insert` calls no event, and would store every empty Check as 0."""

	def db_insert(self, *args: object, **kwargs: object) -> object:
		complete(self)
		return super().db_insert(*args, **kwargs)


def note_replaced(doc: Document, method: str | None = None) -> None:
	"""Hook `after_delete`."""
	if frappe.flags.in_import:
		stood = {name: doc.get(name) for name in _our_fields(doc)}
		frappe.flags.setdefault(REPLACED, {})[doc.name] = stood


def complete(doc: Document) -> None:
	"""A client that is being inserted has a value in each of our fields that needs one."""
	if frappe.flags.in_import and (stood := frappe.flags.get(REPLACED, {}).pop(doc.name, None)):
		doc.update(stood)
		doc.flags[IS_KNOWN] = True
	documents.fill_defaults(doc, _our_fields(doc))


def leaves_secret(doc: Document, given: str) -> bool:
	"""An import makes no secret, which nobody would see, and brings none back that was ended."""
	if not frappe.flags.in_import:
		return False
	known = secrets.count_of(doc.name)
	doc.flags[LACKS_SECRET] = not secrets.live_of(doc.name, clock.now())
	return bool(known or not given)


def tell_of_lack(doc: Document) -> None:
	"""The client's form says so too."""
	if doc.flags.pop(LACKS_SECRET, False) and doc.oauth_plus_client_type != "Public":
		events.record(
			"secret_missing",
			cause="The client was imported without a secret",
			fix="Make one with the button New Secret on the OAuth Client, and give it to the app",
			client_id=doc.name,
		)


def _our_fields(doc: Document) -> list[Any]:
	ours = [field.fieldname for field in doc.meta.fields if field.fieldname.startswith("oauth_plus_")]
	return list(dict.fromkeys((*ours, client_fields.auth_method_field())))

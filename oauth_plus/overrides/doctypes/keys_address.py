"""Address of a client's public keys (RFC 7591 §2: jwks_uri): they are read before the client is saved."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform.translation import translated
from oauth_plus.store.clients import remote_keys
from oauth_plus.store.clients.client_fields import JWKS, JWKS_URI, PUBLIC


def read(doc: Document) -> None:
	"""Fill in the keys that stand at a new address. Throws ValidationError where there are none."""
	address = (doc.get(JWKS_URI) or "").strip()
	doc.set(JWKS_URI, address)
	if not address or doc.oauth_plus_client_type == PUBLIC:
		return
	if doc.get(JWKS) and not doc.has_value_changed(JWKS_URI):
		return
	try:
		doc.set(JWKS, remote_keys.read(address))
	except remote_keys.UnreadableKeys as error:
		frappe.throw(_("The address of the public keys {0}.").format(translated(error.sentence)))

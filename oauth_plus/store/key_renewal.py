"""Renewal of public keys that a client gives the address of (RFC 7591 §2: jwks_uri)."""

import frappe

from oauth_plus.platform import cache, cache_notes
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients.client_fields import DOCTYPE, JWKS, JWKS_URI
from oauth_plus.store.clients.remote_keys import UnreadableKeys, read

PAUSE = 60
"""Seconds between two reads of one client's keys: anybody may send a signature that no known key has made."""


def renew(client_id: str) -> bool:
	"""Read the client's keys again, once a minute at most. True where they are other ones now; False, with an event, where
	they could not be read."""
	address = frappe.db.get_value(DOCTYPE, client_id, JWKS_URI)
	if not address or not cache_notes.is_first(cache.key_of("jwks_uri", client_id), PAUSE):
		return False
	try:
		keys, document = read(address), frappe.get_doc(DOCTYPE, client_id)
		if keys == document.get(JWKS):
			return False
		document.set(JWKS, keys)
		document.save(ignore_permissions=True)
	except (UnreadableKeys, frappe.ValidationError) as error:
		frappe.clear_messages()
		events.record(
			"public_keys_not_read",
			events.Outcome.REFUSED,
			cause=Sentence("The address of the public keys: {0}", _reason(error)),
			fix="Check jwks_uri on the OAuth Client, and that this site reaches it",
			client_id=client_id,
		)
		return False
	events.record("public_keys_read", cause="The app has other public keys now", client_id=client_id)
	return True


def _reason(error: Exception) -> str:
	return error.sentence if isinstance(error, UnreadableKeys) else frappe.utils.strip_html(str(error))

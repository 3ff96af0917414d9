"""Public keys of clients that give their address (RFC 7591 §2: jwks_uri). The client's row holds them."""

import frappe

from oauth_plus.platform import outgoing
from oauth_plus.rules import client_document, client_keys
from oauth_plus.rules.sentence import Explained
from oauth_plus.store.clients.client_fields import DOCTYPE, JWKS_URI
from oauth_plus.store.site import registration_settings


class UnreadableKeys(Explained, ValueError):
	"""Address that gives no keys; the message says why, as the end of a sentence."""


def read(address: str) -> str:
	"""Return the key set at an address, in JSON. Raises UnreadableKeys."""
	may_be_private = registration_settings.reads_private_documents()
	if reason := client_document.unfit_address(address, may_be_private=may_be_private):
		raise UnreadableKeys(reason)
	try:
		return client_keys.signing_keys_of(outgoing.get_json(address, may_be_private=may_be_private).members)
	except (outgoing.NotSent, client_keys.UnfitKeys) as error:
		raise UnreadableKeys(error.sentence) from error


def of_enabled_clients() -> list[str]:
	"""Return the ids of the enabled clients that give the address of their keys; empty for none."""
	return frappe.get_all(DOCTYPE, {JWKS_URI: ("is", "set"), "oauth_plus_enabled": 1}, pluck="name")

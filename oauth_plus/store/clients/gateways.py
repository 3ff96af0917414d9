"""Clients that may exchange tokens (RFC 8693), as rows."""

import frappe

from oauth_plus.platform import sql
from oauth_plus.rules.token_exchange import MARK
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client_fields import DOCTYPE


def lock_shared(client_id: str) -> bool:
	"""Lock the client shared until the request ends, and return whether it is enabled and marked now. Who disables or unmarks
	it waits, and then finds what was written."""
	return client_rows.lock_shared(client_id) and bool(sql.lock_shared(DOCTYPE, client_id, MARK))


def is_marked(client_id: str) -> bool:
	"""Return whether the client may exchange tokens, enabled or not."""
	return bool(frappe.db.get_value(DOCTYPE, client_id, MARK))

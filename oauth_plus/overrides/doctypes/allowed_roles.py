"""Hooks of OAuth Client Role and Role, for changes that do not save the client."""

from frappe.model.document import Document

from oauth_plus.store.clients import client_rows


def forget_client(doc: Document, method: str | None = None) -> None:
	"""Hook: invalidate the cached client of a row that was changed without the client, as REST can. Raises nothing."""
	client_rows.invalidate(doc.parent)


def forget_clients_of(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Hook: invalidate the cache of the clients that a renamed role may use, now and at the commit; raises
	nothing."""
	for client_id in client_rows.allowing(new):
		client_rows.invalidate(client_id)

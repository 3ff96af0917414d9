"""Hooks on OAuth Client Role and Role: the roles that may use a client change without its form."""

from frappe.model.document import Document

from oauth_plus.store import clients


def forget_client(doc: Document, method: str | None = None) -> None:
	"""A row was changed by itself, as REST can."""
	clients.invalidate(doc.parent)


def forget_clients_of(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""A role goes by another name."""
	for client_id in clients.allowing(new):
		clients.invalidate(client_id)

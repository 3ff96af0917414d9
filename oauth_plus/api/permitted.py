"""Clients that a request of Desk names, for a user who may do that with them."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.store import client_lookup
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.clients.client_fields import DOCTYPE


def client(permission: str, name: str) -> Client:
	"""Return the client of exactly this name. Throws DoesNotExistError; PermissionError for a user without this
	permission on it, such as `read`. Who has it on no client is not told which exist."""
	frappe.has_permission(DOCTYPE, permission, throw=True)
	found = client_lookup.find_fresh(name)
	if found is None or found.client_id != name:
		frappe.throw(_("There is no OAuth Client of this name."), frappe.DoesNotExistError)
	frappe.has_permission(DOCTYPE, permission, found.client_id, throw=True)
	return found


def document(permission: str, name: str) -> Document:
	"""Return the same client as the document of its form. Throws as `client` does."""
	frappe.has_permission(DOCTYPE, permission, throw=True)
	found = client_rows.document_of(name)
	found.check_permission(permission)
	return found

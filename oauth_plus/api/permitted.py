"""Clients, and other documents, that a request of Desk names, for a user who may do that with them."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import sql
from oauth_plus.store import client_lookup
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.clients.client_fields import DOCTYPE


def require(permission: str, name: str, doctype: str = DOCTYPE) -> None:
	"""Require a permission, such as `read`, for the document of exactly this name; the database's comparison ignores letter
	case. Throws DoesNotExistError or PermissionError. Who may read none is not told which exist."""
	frappe.has_permission(doctype, "read", throw=True)
	if not sql.exists(doctype, name):
		frappe.throw(_("There is no {0} of this name.").format(_(doctype)), frappe.DoesNotExistError)
	frappe.has_permission(doctype, permission, name, throw=True)


def client(permission: str, name: str) -> Client:
	"""Return this client. Throws as `require` does."""
	require(permission, name)
	found = client_lookup.find_fresh(name)
	if found is None:
		raise frappe.DoesNotExistError
	return found


def document(permission: str, name: str) -> Document:
	"""Return this client as the document of its form. Throws as `require` does."""
	require(permission, name)
	return client_rows.document_of(name)

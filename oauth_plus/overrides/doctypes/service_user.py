"""Service User of an OAuth Client: who may choose it, and what ends when another is chosen."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.rules import client_keys
from oauth_plus.rules.service_user import FIELD
from oauth_plus.store.clients.client_fields import JWKS
from oauth_plus.store.grants import service_grants
from oauth_plus.store.people import users


def require_administrator(doc: Document) -> None:
	"""Whoever chooses the user that an app acts as could act as that user: System Managers alone may, whatever else
	may write clients. A client that registers itself gets none (RFC 7591). Throws PermissionError."""
	before = doc.get_doc_before_save()
	is_changed = (doc.get(FIELD) or "") != ((before and before.get(FIELD)) or "")
	if is_changed and doc.get(FIELD) and not users.is_administrator(frappe.session.user):
		frappe.throw(
			_("Only a System Manager can choose the Service User of a client."), frappe.PermissionError
		)


def end_those_before(doc: Document) -> None:
	"""End the tokens of another user than the one whom the client acts as now, and of keys that it has no more. A save
	that changes neither locks no grant."""
	before = doc.get_doc_before_save()
	if before and all((before.get(field) or "") == (doc.get(field) or "") for field in (FIELD, JWKS)):
		return
	service_grants.end_of_others(doc.name, doc.get(FIELD) or "")
	service_grants.end_of_keys_before(doc.name, client_keys.names_of(doc.get(JWKS)))

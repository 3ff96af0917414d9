"""Token exchange of an OAuth Client: who may allow it, and what ends when it is taken back (RFC 8693)."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.rules.token_exchange import LIST, MARK
from oauth_plus.store.grants import revocation
from oauth_plus.store.people import users


def require_administrator(doc: Document) -> None:
	"""Require a System Manager to mark a client or to change the list of those whose tokens it exchanges, because other roles
	may write clients too. Throws PermissionError."""
	before = doc.get_doc_before_save()
	is_changed = any(
		(doc.get(name) or None) != ((before and before.get(name)) or None) for name in (MARK, LIST)
	)
	if is_changed and doc.get(MARK) and not users.is_administrator(frappe.session.user):
		frappe.throw(_("Only a System Manager can let a client exchange tokens."), frappe.PermissionError)


def end_those_before(doc: Document) -> None:
	"""End the exchanged tokens of a client that may not exchange any more."""
	before = doc.get_doc_before_save()
	if before and before.get(MARK) and not doc.get(MARK):
		revocation.end_exchanged("exchange_withdrawn", doc.name)

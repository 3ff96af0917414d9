"""Changes of a stored token or code that users, and the code of apps, may make in a Document."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cast

from oauth_plus.overrides.doctypes.credential_digests import CREDENTIALS, is_stored
from oauth_plus.platform import documents
from oauth_plus.store.grants import codes
from oauth_plus.store.tokens import token_pair

ENDING = {token_pair.DOCTYPE: ("status", token_pair.REVOKED), codes.DOCTYPE: ("validity", codes.WITHDRAWN)}
"""The only change that users may make: revocation."""

FIXED = (
	"client",
	"user",
	"oauth_plus_family",
	"oauth_plus_generation",
	"oauth_plus_granted_scopes",
	"oauth_plus_delegation",
	"oauth_plus_dpop_jkt",
)
"""Columns that cannot be changed in a stored Document."""

META = (("owner", "Data"), ("creation", "Datetime"), ("docstatus", "Int"))


def require_same(doc: Document) -> None:
	"""Refuse a change of the user, the client, the grant, or the token; for our own tokens, also of the scopes.
	Throws PermissionError."""
	called = CREDENTIALS[doc.doctype]
	stored = documents.stored(doc, (*FIXED, "scopes", *called))
	names = (*FIXED, "scopes") if stored.get("oauth_plus_family") else FIXED
	fixed = [field for field in doc.meta.fields if field.fieldname in names]
	is_same = all(
		_value(field.fieldtype, doc.get(field.fieldname)) == _value(field.fieldtype, stored[field.fieldname])
		for field in fixed
	)
	if not (is_same and all(is_stored(doc, name, stored.get(name)) for name in called)):
		frappe.throw(
			_("The user, the client and the value of a token or code cannot be changed."),
			frappe.PermissionError,
		)


def require_only_revocation(doc: Document) -> None:
	"""Refuse every change except ENDING. Throws PermissionError."""
	column, ended = ENDING[doc.doctype]
	changed = set(_changed(doc))
	if not changed or (changed == {column} and doc.get(column) == ended):
		return
	sentence = _("Tokens and codes are written by the authorization server. You can only set {0} to {1}.")
	label = _(doc.meta.get_label(column))
	frappe.throw(sentence.format(frappe.bold(label), frappe.bold(_(ended))), frappe.PermissionError)


def _changed(doc: Document) -> Iterator[str]:
	before = doc.get_doc_before_save()
	columns = doc.meta.get_valid_columns()
	fields = ((field.fieldname, field.fieldtype) for field in doc.meta.fields if field.fieldname in columns)
	for name, fieldtype in (*META, *fields):
		if _value(fieldtype, doc.get(name)) != _value(fieldtype, before.get(name)):
			yield name


def _value(fieldtype: str, value: Any) -> Any:
	"""Return the value as the database would return it; None for every empty value."""
	return (cast(fieldtype, value) if value else None) or None

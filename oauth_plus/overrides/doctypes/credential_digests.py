"""Plain tokens and codes in a Document: replaced by their digests before the row is written."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import sql
from oauth_plus.rules import pkce, secret
from oauth_plus.store.grants import codes
from oauth_plus.store.tokens import token_pair

CREDENTIALS = {token_pair.DOCTYPE: ("access_token", "refresh_token"), codes.DOCTYPE: ("authorization_code",)}
"""Columns that hold digests."""

OURS = "oauth_plus_"

PLAIN = "oauth_plus_plain"
"""Document flag: the plain values that an app wrote, by column. Flags are neither stored nor sent."""

ADMITTED = "oauth_plus_admitted"
"""Document flag: the document may be inserted."""


def admit(doc: Document) -> None:
	"""Prepare a row that server code inserts: empty our columns, and digest its credentials. Throws PermissionError
	for a copy of a row."""
	doc.flags[ADMITTED] = True
	for field in doc.meta.fields:
		if field.fieldname.startswith(OURS):
			doc.set(field.fieldname, None)
	if doc.doctype == codes.DOCTYPE and doc.code_challenge:
		challenge, challenge_method = pkce.kept(doc.code_challenge, doc.code_challenge_method)
		doc.update({"code_challenge": challenge, "code_challenge_method": (challenge_method or "").lower()})
	digest(doc)


def digest(doc: Document) -> None:
	"""Replace each new value by its SHA-256 in hex, even if it looks like a digest. Throws PermissionError for a copy
	of a row."""
	before = doc.get_doc_before_save()
	plain = doc.flags.setdefault(PLAIN, {})
	for column in CREDENTIALS[doc.doctype]:
		value = doc.get(column)
		if value and not (before and value == before.get(column)):
			_require_no_copy(doc.doctype, column, value)
			plain[column] = value
			doc.set(column, secret.digest(value))


def digest_name(doc: Document) -> None:
	"""Replace the name of an imported row by its digest, if the name is the token or code itself."""
	if doc.name in doc.flags.get(PLAIN, {}).values():
		doc.name = secret.digest(doc.name)


def restore_plain(doc: Document) -> None:
	"""Put the plain values back after the row is written, for the app that wrote them."""
	for column, plain in doc.flags.get(PLAIN, {}).items():
		if doc.get(column) == secret.digest(plain):
			doc.set(column, plain)


def is_stored(doc: Document, column: str, stored: str | None) -> bool:
	"""Return whether a column is empty, or has its stored value, or the digest of the plain value that was given."""
	value = doc.get(column)
	return not value or value in (stored, secret.digest(doc.flags.get(PLAIN, {}).get(column) or ""))


def _require_no_copy(doctype: str, column: str, value: str) -> None:
	"""Refuse a copied row: its digest would become a valid token, and lists and backups show digests. Throws
	PermissionError."""
	if secret.is_digest(value) and sql.first(doctype, [column], **{column: value}):
		frappe.throw(_("A token or a code cannot be copied."), frappe.PermissionError)

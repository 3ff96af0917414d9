"""Hook `doc_events` of OAuth Bearer Token and OAuth Authorization Code. Our own rows are written without Documents:
whoever comes this way is the code of another app, or a person by their permissions."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cast

from oauth_plus.platform import clock, doctypes, documents, sql
from oauth_plus.rules import pkce, secret
from oauth_plus.store import bearers, codes, revocation, tokens

CREDENTIALS = {tokens.DOCTYPE: ("access_token", "refresh_token"), codes.DOCTYPE: ("authorization_code",)}
"""Columns that hold digests."""

ENDING = {tokens.DOCTYPE: ("status", tokens.REVOKED), codes.DOCTYPE: ("validity", codes.WITHDRAWN)}
"""The one change that is left to people."""

OURS = "oauth_plus_"

PLAIN = "oauth_plus_plain"
"""Where a document keeps what its app wrote: `flags` are neither stored nor sent."""

ADMITTED = "oauth_plus_admitted"
"""A flag of a document that may be inserted."""

FIXED = (
	"client",
	"user",
	"oauth_plus_family",
	"oauth_plus_generation",
	"oauth_plus_granted_scopes",
)
"""Columns that nobody changes in a Document once there is a row."""

META = (("owner", "Data"), ("creation", "Datetime"), ("docstatus", "Int"))


def before_insert(doc: Document, method: str | None = None) -> None:
	"""An app that mints tokens goes on: they are digested before the row gets its name from them. A person could
	choose a digest, and so a token, of anybody."""
	if not _is_by_code(doc):
		frappe.throw(
			_("Tokens and codes are issued by the authorization server. Nobody can create them here."),
			frappe.PermissionError,
		)
	admit(doc)


def admit(doc: Document) -> None:
	"""Server code makes it: what is ours starts empty, and what opens anything is digested."""
	doc.flags[ADMITTED] = True
	for field in doc.meta.fields:
		if field.fieldname.startswith(OURS):
			doc.set(field.fieldname, None)
	if doc.doctype == codes.DOCTYPE and doc.code_challenge:
		challenge, challenge_method = pkce.kept(doc.code_challenge, doc.code_challenge_method)
		doc.update({"code_challenge": challenge, "code_challenge_method": (challenge_method or "").lower()})
	_digest(doc)


def before_validate(doc: Document, method: str | None = None) -> None:
	"""People may end a token or a code, and change nothing else."""
	if doc.is_new():
		if doc.name in doc.flags.get(PLAIN, {}).values():  # an import keeps the name that it was given
			doc.name = secret.digest(doc.name)
		return
	if not _is_by_code(doc):
		_require_nothing_but_the_end(doc)
	_digest(doc)


def validate(doc: Document, method: str | None = None) -> None:
	"""Frappe has settled when it expires: keep it in a form that no change of clocks touches."""
	if doc.is_new() or doc.has_value_changed("expiration_time"):
		ends_at = clock.to_epoch(clock.from_column(doc.expiration_time)) or 0
		doc.oauth_plus_expires_at = ends_at
		if doc.is_new():
			doc.oauth_plus_purge_at = 0 if doc.refresh_token else ends_at


def on_change(doc: Document, method: str | None = None) -> None:
	"""The app finds on its document what it wrote. What Redis remembers of the grant holds no longer, and the grant
	ends with its current token; also after `db_set`, which calls nothing else."""
	for column, plain in doc.flags.get(PLAIN, {}).items():
		if doc.get(column) == secret.digest(plain):
			doc.set(column, plain)
	if doc.doctype != tokens.DOCTYPE:
		return
	if doc.status == tokens.REVOKED:
		revocation.end_with(_pair(doc), "token_revoked")
	before = doc.get_doc_before_save()
	bearers.invalidate(family={each.oauth_plus_family or "" for each in (doc, before) if each})


def on_trash(doc: Document, method: str | None = None) -> None:
	"""Stock's way to revoke."""
	revocation.end_with(_pair(doc), "token_deleted")


def require_same(doc: Document) -> None:
	"""The row stays its user's, its client's and its grant's, and goes by what was digested here. Raises
	PermissionError."""
	called = CREDENTIALS[doc.doctype]
	stored = documents.stored(doc, (*FIXED, "scopes", *called))
	names = (*FIXED, "scopes") if stored.get("oauth_plus_family") else FIXED
	fixed = [field for field in doc.meta.fields if field.fieldname in names]
	plain = doc.flags.get(PLAIN, {})
	is_same = all(
		_value(field.fieldtype, doc.get(field.fieldname)) == _value(field.fieldtype, stored[field.fieldname])
		for field in fixed
	)
	is_known = all(
		not doc.get(name) or doc.get(name) in (stored.get(name), secret.digest(plain.get(name) or ""))
		for name in called
	)
	if not (is_same and is_known):
		frappe.throw(_("Tokens and codes stay whose they are."), frappe.PermissionError)


def require_no_workflow(doc: Document, method: str | None = None) -> None:
	"""Hook of Workflow, which writes its first state into every row that has none."""
	if doc.document_type in CREDENTIALS or doctypes.SITE.module_of(doc.document_type) == "OAuth Plus":
		frappe.throw(
			_("{0} is written by the authorization server, and has no workflow.").format(
				_(doc.document_type)
			),
			frappe.PermissionError,
		)


def _is_by_code(doc: Document) -> bool:
	"""The code of an app, rather than a person who has Frappe write it: a web form and an import ask for no
	permissions either."""
	flags = frappe.flags
	return bool(doc.flags.ignore_permissions) and not (flags.in_web_form or flags.in_import)


def before_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Frappe would write the new name into the token itself. Also after it: some ways ask nobody before."""
	frappe.throw(_("Tokens and codes cannot be renamed."), frappe.PermissionError)


def _digest(doc: Document) -> None:
	"""Replace what is not stored yet, however much it looks like a digest."""
	before = doc.get_doc_before_save()
	plain = doc.flags.setdefault(PLAIN, {})
	for column in CREDENTIALS[doc.doctype]:
		value = doc.get(column)
		if value and not (before and value == before.get(column)):
			_require_no_copy(doc.doctype, column, value)
			plain[column] = value
			doc.set(column, secret.digest(value))


def _require_no_copy(doctype: str, column: str, value: str) -> None:
	"""A row that is copied would make its digest a token, which lists and backups tell."""
	if secret.is_digest(value) and sql.first(doctype, [column], **{column: value}):
		frappe.throw(_("A token or a code cannot be copied."), frappe.PermissionError)


def _require_nothing_but_the_end(doc: Document) -> None:
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
	"""As the database would give it back; empty ones are alike."""
	return (cast(fieldtype, value) if value else None) or None


def _pair(doc: Document) -> tokens.TokenPair:
	"""The stored row: its digests, whatever the document shows its app."""
	stored = doc.get_doc_before_save() or doc
	return tokens.from_row(stored)

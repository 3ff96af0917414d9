"""Hook `doc_events` of OAuth Bearer Token and OAuth Authorization Code.

The authorization server writes its rows without Documents. A Document comes from the code of another app, or from a
user with permissions.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.overrides.doctypes import credential_changes, credential_digests
from oauth_plus.overrides.doctypes.credential_digests import CREDENTIALS
from oauth_plus.platform import clock, doctypes
from oauth_plus.store.grants import revocation
from oauth_plus.store.tokens import bearer_marks, token_pair


def before_insert(doc: Document, method: str | None = None) -> None:
	"""Digest the tokens of an app before the row gets its name from them. Throws PermissionError for users, who could
	choose a digest, and so a token of any user."""
	if not _is_by_code(doc):
		frappe.throw(
			_("Tokens and codes are issued by the authorization server. Nobody can create them here."),
			frappe.PermissionError,
		)
	credential_digests.admit(doc)


def before_validate(doc: Document, method: str | None = None) -> None:
	"""Digest new values. Throws PermissionError if a user does anything but revoke."""
	if doc.is_new():
		credential_digests.digest_name(doc)  # an import keeps its name
		return
	if not _is_by_code(doc):
		credential_changes.require_only_revocation(doc)
	credential_digests.digest(doc)


def validate(doc: Document, method: str | None = None) -> None:
	"""Store Frappe's expiry as Unix time too, in seconds, which does not change with daylight saving time."""
	if doc.is_new() or doc.has_value_changed("expiration_time"):
		ends_at = clock.to_epoch(clock.from_column(doc.expiration_time)) or 0
		doc.oauth_plus_expires_at = ends_at
		if doc.is_new():
			doc.oauth_plus_purge_at = 0 if doc.refresh_token else ends_at


def on_change(doc: Document, method: str | None = None) -> None:
	"""Give the app its plain values back, end the grant of a revoked token, and invalidate the cache. Frappe calls
	this after `db_set` too, where it calls no other hook."""
	credential_digests.restore_plain(doc)
	if doc.doctype != token_pair.DOCTYPE:
		return
	if doc.status == token_pair.REVOKED:
		revocation.end_with(_pair(doc), "token_revoked")
	before = doc.get_doc_before_save()
	bearer_marks.invalidate(family={each.oauth_plus_family or "" for each in (doc, before) if each})


def on_trash(doc: Document, method: str | None = None) -> None:
	"""End the grant of a deleted token (RFC 7009 §2.1), because Frappe revokes tokens by deleting them."""
	revocation.end_with(_pair(doc), "token_deleted")


def before_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Refuse to rename, because Frappe would write the new name into the token. Hook `after_rename` too, because some
	callers skip this one. Throws PermissionError."""
	frappe.throw(_("Tokens and codes cannot be renamed."), frappe.PermissionError)


def require_no_workflow(doc: Document, method: str | None = None) -> None:
	"""Hook of Workflow: refuse a workflow on the DocTypes of credentials and of this app, because it writes its first
	state into every row without one. Throws PermissionError."""
	if doc.document_type in CREDENTIALS or doctypes.SITE.module_of(doc.document_type) == "OAuth Plus":
		frappe.throw(
			_("{0} is written by the authorization server, and has no workflow.").format(
				_(doc.document_type)
			),
			frappe.PermissionError,
		)


def _is_by_code(doc: Document) -> bool:
	"""Return whether the code of an app writes, and not a user through Frappe. A web form and an import also ignore
	permissions."""
	flags = frappe.flags
	return bool(doc.flags.ignore_permissions) and not (flags.in_web_form or flags.in_import)


def _pair(doc: Document) -> token_pair.TokenPair:
	"""Return the stored row with its digests, also if the document has the plain values."""
	stored = doc.get_doc_before_save() or doc
	return token_pair.from_row(stored)

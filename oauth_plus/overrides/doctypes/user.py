"""Hooks of User: end grants when the user is disabled or deleted, or gets a new password."""

import frappe
from frappe import _
from frappe.core.doctype.user import user as core
from frappe.model.document import Document

from oauth_plus.http import waiting
from oauth_plus.overrides.doctypes import activity_log
from oauth_plus.platform import documents, sql
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client_fields import GUEST
from oauth_plus.store.grants import revocation
from oauth_plus.store.people import subjects, users
from oauth_plus.store.tokens import bearer_marks

HAS_NEW_PASSWORD = "oauth_plus_has_new_password"  # noqa: S105 the name of a flag

MERGED = "oauth_plus_merged"
"""Flag: the user whose grants have ended because they will be merged into another user."""

GONE = 410
"""HTTP status of Frappe's response to a reset key that is unknown, used or expired."""


def before_validate(doc: Document, method: str | None = None) -> None:
	"""Hook: set a unique id before Frappe generates one (OpenID Connect Core §5.7), and note whether the user has a
	new password."""
	subjects.make_own(doc)
	doc.flags[HAS_NEW_PASSWORD] = bool(doc.get("new_password")) and not doc.is_new()


def after_insert(doc: Document, method: str | None = None) -> None:
	"""Hook: end the grants of a deleted user of the same name, in case no hook saw the deletion."""
	revocation.end_leftovers("user_deleted", user=doc.name)


def on_update(doc: Document, method: str | None = None) -> None:
	"""End the grants of a user whose password was changed (RFC 9700 §4.14.2)."""
	if doc.enabled and doc.flags.get(HAS_NEW_PASSWORD):
		revocation.end_all("password_changed", user=doc.name)


def on_change(doc: Document, method: str | None = None) -> None:
	"""Hook: end the grants of a disabled user, and invalidate the cache, now and after the commit. Frappe calls this
	after `db_set` too, where it calls no other hook. Raises nothing."""
	if not doc.enabled:
		revocation.end_all("user_disabled", user=doc.name)
		activity_log.end_later(doc.name)
	bearer_marks.invalidate(user=[doc.name])


def on_trash(doc: Document, method: str | None = None) -> None:
	"""Hook: end the grants of a deleted user, and invalidate the cache, now and at the commit. Raises
	nothing."""
	revocation.end_all("user_deleted", user=doc.name)
	activity_log.end_later(doc.name)
	bearer_marks.invalidate(user=[doc.name])


def before_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Hook: end the grants of a user who is merged into another user, because that user gave no consent. End what a
	deleted user of the new name left."""
	if merge:
		revocation.end_all("user_merged", user=old)
		frappe.flags[MERGED] = old
	elif not sql.first("User", ["name"], name=new):
		revocation.end_leftovers("user_deleted", user=new)


def require_with_user(doc: Document, method: str | None = None) -> None:
	"""Hook of User Social Login: refuse changes of the row of Frappe's own provider, which has the `sub` of a user
	and is deleted with the user. Throws PermissionError."""
	if subjects.PROVIDER in (doc.provider, documents.stored(doc, ["provider"]).get("provider")):
		frappe.throw(_("The ID by which apps know a user cannot be changed."), frappe.PermissionError)


def after_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Hook: rename the user of tokens and keep their `sub` (OpenID Connect Core §2: it is never reassigned). If code
	merged two users without `before_rename`, end all their grants."""
	if not merge:
		subjects.follow(old, new)
	elif frappe.flags.pop(MERGED, None) != old:
		revocation.end_all("user_merged", user=new)
	bearer_marks.invalidate(user=[old, new])
	for client_id in client_rows.served_by(new):
		client_rows.invalidate(client_id)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
) -> object:
	"""Set a password by Frappe's own method, which calls no hook, and end the user's grants (RFC 9700 §4.14.2).
	Returns the address to which Frappe redirects the user."""
	waits = not key and users.has_unopened_link(frappe.session.user)
	answer = core.update_password(new_password, logout_all_sessions, key, old_password)
	if waits:
		users.forget_link(frappe.session.user)
	# Otherwise, Frappe has accepted the key and signed the user in.
	if frappe.local.response.get("http_status_code") != GONE:
		revocation.end_all("password_changed", user=frappe.session.user)
		if key and frappe.session.user != GUEST:
			return waiting.last_address() or answer
	return answer

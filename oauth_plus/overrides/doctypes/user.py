"""Hooks of User: grants end with the user, when they are disabled or deleted, or get a new password."""

import frappe
from frappe import _
from frappe.core.doctype.user import user as core
from frappe.model.document import Document

from oauth_plus.http import waiting
from oauth_plus.overrides.doctypes import activity_log
from oauth_plus.platform import documents, sql
from oauth_plus.store import subjects
from oauth_plus.store.clients.client_fields import GUEST
from oauth_plus.store.grants import revocation
from oauth_plus.store.tokens import bearer_marks

HAS_NEW_PASSWORD = "oauth_plus_has_new_password"  # noqa: S105 the name of a flag

MERGED = "oauth_plus_merged"
"""Name of a flag: the user whose grants have ended because they are about to be merged into another."""

GONE = 410
"""HTTP status of Frappe for a reset key that is unknown, used or expired."""


def before_validate(doc: Document, method: str | None = None) -> None:
	"""Hook: set an id of the user's own before Frappe makes one up (OpenID Connect Core §5.7), and note
	whether the user has a new password."""
	subjects.make_own(doc)
	doc.flags[HAS_NEW_PASSWORD] = bool(doc.get("new_password")) and not doc.is_new()


def after_insert(doc: Document, method: str | None = None) -> None:
	"""Hook: end the rows of grants that a deleted user of the same name left, even if no hook saw the
	deletion."""
	revocation.end_leftovers("user_deleted", user=doc.name)


def on_update(doc: Document, method: str | None = None) -> None:
	"""End the grants of a user whose password was changed (RFC 9700 §4.14.2)."""
	if doc.enabled and doc.flags.get(HAS_NEW_PASSWORD):
		revocation.end_all("password_changed", user=doc.name)


def on_change(doc: Document, method: str | None = None) -> None:
	"""Hook: end the grants of a disabled user, and invalidate the cache, now and at the commit; also after
	`db_set`, which calls no other hook. Raises nothing."""
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
	"""Hook: end the grants of a user who is merged into another, in whose name they gave no consent; a
	renamed user inherits no rows of a deleted one."""
	if merge:
		revocation.end_all("user_merged", user=old)
		frappe.flags[MERGED] = old
	elif not sql.first("User", ["name"], name=new):
		revocation.end_leftovers("user_deleted", user=new)


def require_with_user(doc: Document, method: str | None = None) -> None:
	"""Hook of User Social Login. The row of Frappe's own provider holds the `sub` of a user, and is deleted with the
	user. Throws PermissionError for a change of that row."""
	if subjects.PROVIDER in (doc.provider, documents.stored(doc, ["provider"]).get("provider")):
		frappe.throw(_("The id by which apps know a person is not changed."), frappe.PermissionError)


def after_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Let tokens and `sub` follow a renamed user (OpenID Connect Core §2: `sub` is never reassigned).

	Some code merges users without calling `before_rename`: the grants of both have one user then, and all of them end.
	"""
	if not merge:
		subjects.follow(old, new)
	elif frappe.flags.pop(MERGED, None) != old:
		revocation.end_all("user_merged", user=new)
	bearer_marks.invalidate(user=[old, new])


@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
) -> object:
	"""Set a password by Frappe's own method, which calls no hook, and end the user's grants (RFC 9700
	§4.14.2). Returns the address at which Frappe sends the user on."""
	answer = core.update_password(new_password, logout_all_sessions, key, old_password)
	# Else Frappe has accepted the key, and has signed the user in.
	if frappe.local.response.get("http_status_code") != GONE:
		revocation.end_all("password_changed", user=frappe.session.user)
		if key and frappe.session.user != GUEST:
			return waiting.last_address() or answer
	return answer

"""Hooks on User: whoever may not sign in any more, or has a new password, takes the grants along."""

import frappe
from frappe import _
from frappe.core.doctype.user import user as core
from frappe.model.document import Document

from oauth_plus.http import waiting
from oauth_plus.platform import documents, sql
from oauth_plus.store import bearers, revocation, subjects
from oauth_plus.store.clients import GUEST

HAS_NEW_PASSWORD = "oauth_plus_has_new_password"  # noqa: S105 the name of a flag

MERGED = "oauth_plus_merged"
"""The name of a flag: the user whose grants have ended, because the user is about to be merged into another."""

GONE = 410


def before_validate(doc: Document, method: str | None = None) -> None:
	"""Frappe empties the field before anybody else sees the user saved, and makes up an id where there is none."""
	subjects.make_own(doc)
	doc.flags[HAS_NEW_PASSWORD] = bool(doc.get("new_password")) and not doc.is_new()


def after_insert(doc: Document, method: str | None = None) -> None:
	"""A new user inherits nothing from a deleted user of the same name, even if no hook saw the deletion."""
	revocation.end_leftovers("user_deleted", user=doc.name)


def on_update(doc: Document, method: str | None = None) -> None:
	"""The password was changed (RFC 9700 §4.14.2)."""
	if doc.enabled and doc.flags.get(HAS_NEW_PASSWORD):
		revocation.end_all("password_changed", user=doc.name)


def on_change(doc: Document, method: str | None = None) -> None:
	"""Disabled. Also after `db_set`, which calls nothing else."""
	if not doc.enabled:
		revocation.end_all("user_disabled", user=doc.name)
	bearers.invalidate(user=[doc.name])


def on_trash(doc: Document, method: str | None = None) -> None:
	"""Deleted."""
	revocation.end_all("user_deleted", user=doc.name)
	bearers.invalidate(user=[doc.name])


def before_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""A user who is merged into another has given no consent in that user's name. One who is renamed inherits nothing
	from a deleted user of the new name."""
	if merge:
		revocation.end_all("user_merged", user=old)
		frappe.flags[MERGED] = old
	elif not sql.first("User", ["name"], name=new):
		revocation.end_leftovers("user_deleted", user=new)


def require_with_user(doc: Document, method: str | None = None) -> None:
	"""Hook of User Social Login: apps know a person by the row of Frappe's own provider, which goes with its user."""
	if subjects.PROVIDER in (doc.provider, documents.stored(doc, ["provider"]).get("provider")):
		frappe.throw(_("The id by which apps know a person is not changed."), frappe.PermissionError)


def after_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Tokens follow their user, who is known by another name from now on, and by the same `sub`.

	Code may merge users without asking `before_rename`. The grants of both have one owner then, and all of them end.
	"""
	if not merge:
		subjects.follow(old, new)
	elif frappe.flags.pop(MERGED, None) != old:
		revocation.end_all("user_merged", user=new)
	bearers.invalidate(user=[old, new])


@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
) -> object:
	"""Frappe's own, which tells no hook that somebody has a new password."""
	answer = core.update_password(new_password, logout_all_sessions, key, old_password)
	if (
		frappe.local.response.get("http_status_code") != GONE
	):  # the key had ended; Frappe has signed in whom it let through
		revocation.end_all("password_changed", user=frappe.session.user)
		if key and frappe.session.user != GUEST:
			return waiting.last_address() or answer
	return answer

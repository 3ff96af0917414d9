"""Hooks `has_permission` and `permission_query_conditions` for every DocType.

A method that a bearer may call reaches only documents that the bearer's scopes cover. Outside of bearer requests these
hooks change nothing.
"""

from typing import Any

import frappe
from frappe import _

from oauth_plus.grants.access import Bearer, current_bearer
from oauth_plus.overrides.doctypes import coverage, link_titles
from oauth_plus.platform import doctypes, features
from oauth_plus.rules import sensitive, sensitive_doctypes
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.resource_access import (
	CREATE,
	DELETE,
	READ,
	REPORT,
	WRITE,
	Kind,
	ResourceAccess,
	doctype_access,
)

ACTIONS = {
	"select": READ,
	"mask": READ,
	"email": READ,
	"amend": CREATE,
	"import": CREATE,
	"export": REPORT,
	"share": WRITE,
}
"""Permissions of Frappe that rules do not name, by the action that each requires."""


def current(user: str | None = None) -> Bearer | None:
	"""Return the bearer of this request; None if its scopes do not restrict it, or the question is about another
	user."""
	bearer = _of_this_request(user)
	return bearer if bearer and bearer.is_restricted else None


def _of_this_request(user: str | None) -> Bearer | None:
	bearer = current_bearer()
	return bearer if bearer and user in (None, bearer.user) else None


def has_permission(doc: Any, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Return False if no scope of the bearer covers the document. Throws PermissionError if a share would still allow
	it."""
	bearer, action = _of_this_request(user), ACTIONS.get(ptype, ptype) or ""
	if bearer is None:
		return features.no_objection()
	if not bearer.is_restricted:
		bearer.note_inner(doctype_access(doc.doctype, action))
		return features.no_objection()
	if coverage.is_allowed(bearer, doc, action):
		return features.no_objection()
	if doctypes.is_shared(doc.doctype, bearer.user, doc.name):
		_refuse()
	return False


def permission_query_conditions(user: str | None = None, doctype: str = "") -> str:
	"""Return an SQL condition: no row if no scope covers the DocType, and for child rows, those of covered parents.
	Throws PermissionError if a share would still show rows."""
	bearer = _of_this_request(user)
	if bearer is None or not doctype:
		return ""
	if not bearer.is_restricted:
		bearer.note_inner(doctype_access(doctype, READ))
		return ""
	if frappe.is_table(doctype) and not bearer.opens(doctype_access(doctype, READ)):
		return coverage.rows_of_covered_parents(bearer, doctype)
	if bearer.allows(*coverage.list_accesses(doctype)):
		return ""
	if doctypes.is_shared(doctype, bearer.user):
		_refuse()
	return coverage.NOTHING


def hold_sensitive(doc: Any, method: str | None = None, *args: Any) -> None:
	"""Hook of documents that are saved or deleted: require a scope for a sensitive DocType, because Frappe only
	checks the permission for its parent. Throws PermissionError."""
	bearer = current()
	if bearer is None:
		return
	if method == "validate" and bearer.level is Gate.ENFORCE:
		link_titles.withhold(doc, bearer)
	if doc.flags.ignore_permissions or not sensitive.reason_of(doc.doctype):
		return
	action = DELETE if method == "on_trash" else CREATE if doc.is_new() else WRITE
	if not bearer.allows(doctype_access(doc.doctype, action)):
		_refuse()


def before_rename(doc: Any, method: str | None = None, *args: Any) -> None:
	"""Hook: require the scope for a sensitive name, because another person may sign in with the new one. Throws
	PermissionError."""
	bearer = current()
	if bearer is None or doc.doctype not in sensitive_doctypes.FIELDS:
		return
	field = sensitive.field_of(doc.doctype, sensitive.NAME)
	if not bearer.allows(ResourceAccess(Kind.FIELD, field, WRITE)):
		_refuse()


def _refuse() -> None:
	"""Throw PermissionError, because Frappe shows shared documents even if a hook returns False."""
	frappe.throw(_("The scopes of this app do not cover this document."), frappe.PermissionError)

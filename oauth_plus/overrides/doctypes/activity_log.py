"""Hook of Activity Log: Frappe writes "Logout" there for every session that it deletes, whatever ended it."""

import frappe
from frappe.model.document import Document

from oauth_plus.grants import session_end
from oauth_plus.platform import queue, readiness
from oauth_plus.store.people import sessions

LOGGING_OUT = "oauth_plus_logging_out"
"""A flag of the request in which `LoginManager.logout` runs."""

LOGOUT, END = "Logout", "oauth_plus.tasks.end_sessions_of"


def note_logout(login_manager: object = None) -> None:
	"""Hook `on_logout`: a session is about to be deleted, this request's own or another user's."""
	frappe.local.flags[LOGGING_OUT] = True


def after_insert(doc: Document, method: str | None = None) -> None:
	"""Hook: end what began in the session that is being deleted. This request's own session is known; which others of
	the user end, a job sees after the commit. While the site is being updated, users sign out too: the hourly job then
	ends what began there."""
	if doc.operation != LOGOUT or not doc.user or not readiness.is_ready():
		return
	if frappe.local.flags.pop(LOGGING_OUT, None) and doc.user == frappe.session.user:
		session_end.end(sessions.digest_of(frappe.session.sid))
	else:
		end_later(doc.user)


def end_later(user: str) -> None:
	"""Have a worker end, after the commit, what began in sessions of a user that are over by then."""
	if sessions.has_open(user):
		queue.after_commit(END, user=user)

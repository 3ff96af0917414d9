"""The user of the browser's session, with how and when they signed in."""

from datetime import datetime

import frappe

from oauth_plus.grants.person import GUEST, Person
from oauth_plus.platform import clock
from oauth_plus.rules.sign_in import read_methods
from oauth_plus.store.people import users

NOTE = "oauth_plus_note"
"""Name of the cookie with the note about the user's interaction (see grants/person.py)."""

AUTH_TIME = "auth_time"
"""Where the data of a session say when it began, in seconds since 1970: Frappe's own `creation` does not tell the two apart
where an hour comes twice."""

AMR = "amr"
"""Where the data of a session say how it began."""


def person() -> Person:
	"""Return the user of the browser's session. Guest for a token or an API key, because nobody can answer a question
	there, and for a user who is disabled."""
	user = frappe.session.user
	if frappe.session.sid == user or not users.is_enabled(user):  # the first, as `frappe.set_user` leaves it
		return Person(GUEST, "")
	note = frappe.request.cookies.get(NOTE, "")
	return Person(user, frappe.session.sid, _signed_in_at(), note, _impersonator(), _methods())


def _signed_in_at() -> datetime | None:
	"""Return when the user of this session authenticated; nothing for a session that impersonates the user."""
	if _impersonator():
		return None
	# Sessions from before installation have only what Frappe notes.
	data = frappe.session.data
	return clock.from_epoch(data.get(AUTH_TIME)) or clock.from_column(data.get("creation"))


def _methods() -> tuple[str, ...]:
	"""How this session began (RFC 8176); nothing for somebody who only plays the person."""
	return () if _impersonator() else read_methods(frappe.session.data.get(AMR))


def _impersonator() -> str:
	return frappe.session.data.get("impersonated_by") or ""

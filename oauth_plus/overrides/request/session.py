"""Session of a request: an object in place of a browser's session while a bearer request is answered."""

import frappe

from oauth_plus.http.person import AMR, AUTH_TIME
from oauth_plus.http.response import complete_later
from oauth_plus.platform import clock, frappe_private, sign_in_methods
from oauth_plus.rules import sign_in


class BearerSession:
	"""Session of a request with a token, which is not stored. Frappe would write the token's user into the session of
	the cookie."""

	def __init__(self) -> None:
		self.data = frappe._dict(data=frappe._dict())

	def update(self, force: bool = False) -> bool:
		"""Write nothing at the end of the request, where Frappe would extend the session. True would mean that
		something was written."""
		return False


SIGNED_IN = "oauth_plus_signed_in"
"""Request flag: a user signed in during this request."""

NOBODY = ("", "Guest")
"""Users of a session that nobody signed in to."""

METHODS = "oauth_plus_sign_in_methods"
"""A flag of the same request: how, as words of RFC 8176."""


def note_sign_in(login_manager: object = None) -> None:
	"""Hook `on_login`: note that this request signs a user in. It runs before there is a session, whatever the way to
	sign in."""
	frappe.local.flags[SIGNED_IN] = True
	frappe.local.flags[METHODS] = _methods(getattr(login_manager, "user", None))
	complete_later()


def remember_sign_in() -> None:
	"""Store when the new session of this request began, as later versions of Frappe do, and how (OpenID Connect Core §2:
	auth_time, amr)."""
	if frappe.session.user == "Guest":
		return
	session = frappe.session.data
	session.creation = session.get("creation") or session.last_updated
	session[AUTH_TIME] = clock.to_epoch(clock.now())
	session[AMR] = frappe.local.flags.get(METHODS)
	frappe_private.write_session()


def _methods(user: str | None) -> str:
	"""Return what this request shows of the way in; empty for nothing."""
	is_by_password = bool(user) and sign_in_methods.by_password()
	has_second = is_by_password and sign_in_methods.by_second_factor(user or "")
	return " ".join(sign_in.methods(by_password=is_by_password, by_second_factor=has_second))


def leave_alone() -> None:
	"""Neither read nor extend the session of the cookie, which the endpoint does not use."""
	if frappe.session.user not in NOBODY:
		act_as("Guest")


def is_without_token() -> bool:
	"""Return whether nothing proves that the session's own pages sent this request: the session has no CSRF token
	yet, and is not new."""
	return not frappe.session.data.get("csrf_token") and not frappe.local.flags.get(SIGNED_IN)


def act_as(user: str) -> None:
	"""Make this the user of the rest of the request. The parameters stay."""
	form_dict = frappe.local.form_dict
	if frappe.session.user not in NOBODY:
		frappe_private.forget_cookies()  # the cookies would extend that session
	frappe_private.replace_session(BearerSession())
	frappe.set_user(user)
	frappe.local.form_dict = form_dict  # set_user empties it

"""Session of a request: what stands in for a browser's session while a bearer request is answered."""

import frappe

from oauth_plus.http.request import AMR
from oauth_plus.http.response import complete_later
from oauth_plus.platform import frappe_private, sign_in_methods
from oauth_plus.rules import sign_in


class BearerSession:
	"""A request with a token has no session: nothing of it is kept.

	Frappe would write the token's user into the session whose cookie came along, and ruin it.
	"""

	def __init__(self) -> None:
		self.data = frappe._dict(data=frappe._dict())

	def update(self, force: bool = False) -> bool:
		"""Write nothing: Frappe prolongs sessions at the end of a request. True would mean that something was
		written."""
		return False


SIGNED_IN = "oauth_plus_signed_in"
"""A flag of the request in which somebody did."""

METHODS = "oauth_plus_sign_in_methods"
"""A flag of the same request: how, as words of RFC 8176."""


def note_sign_in(login_manager: object = None) -> None:
	"""Hook `on_login`: remember that this request signs a user in. It runs on every way in, before there is a
	session."""
	frappe.local.flags[SIGNED_IN] = True
	frappe.local.flags[METHODS] = _methods(getattr(login_manager, "user", None))
	complete_later()


def remember_sign_in() -> None:
	"""Store when a session began, as later Frappes do by themselves, and how (OpenID Connect Core §2: auth_time, amr)."""
	if not frappe.local.flags.get(SIGNED_IN) or frappe.session.user == "Guest":
		return
	session, methods = frappe.session.data, frappe.local.flags.get(METHODS)
	if session.get("creation") and not methods:
		return
	session.creation = session.get("creation") or session.last_updated
	session[AMR] = methods
	frappe_private.write_session()


def _methods(user: str | None) -> str:
	"""Return what this request shows of the way in; empty for nothing."""
	is_by_password = bool(user) and sign_in_methods.by_password()
	has_second = is_by_password and sign_in_methods.by_second_factor(user or "")
	return " ".join(sign_in.methods(by_password=is_by_password, by_second_factor=has_second))


def leave_alone() -> None:
	"""Neither read nor prolong the session that came along: the endpoint knows none."""
	if _came_along():
		act_as("Guest")


def is_without_token() -> bool:
	"""Nothing has shown that the session's own pages send this request: it has no token against forgery yet,
	and is no new session."""
	return not frappe.session.data.get("csrf_token") and not frappe.local.flags.get(SIGNED_IN)


def _came_along() -> bool:
	return frappe.session.user not in ("", "Guest")


def act_as(user: str) -> None:
	"""Make the request this user's from here on; its parameters stay."""
	form_dict = frappe.local.form_dict
	if _came_along():
		frappe_private.forget_cookies()  # they prolong that session in the browser
	frappe_private.replace_session(BearerSession())
	frappe.set_user(user)
	frappe.local.form_dict = form_dict  # set_user empties it

"""Hook `page_renderer`: the person's own page at /oauth-apps, with headers of its own."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.http import account
from oauth_plus.http.request import person


class AccountPage:
	"""Frappe asks each renderer in turn whether a path is its own."""

	def __init__(self, path: str, http_status_code: int | None = None) -> None:
		self.path = path

	def can_render(self) -> bool:
		return f"/{self.path}" == account.PATH

	def render(self) -> Response:
		"""Return the page for a user with a session in this browser; a guest is sent to sign in first, and a
		token sees nothing."""
		# Or Frappe's allow_cors would show it to scripts.
		frappe.local.request.environ.pop("HTTP_ORIGIN", None)
		who = person()
		return account.to_login() if who.is_guest else account.apps(who.user)

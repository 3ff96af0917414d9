"""Hook `page_renderer`: the page of the user's apps at /oauth-apps, with its own headers."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.http import account
from oauth_plus.http.request import person


class AccountPage:
	"""Renderer of /oauth-apps. Frappe asks each renderer whether it renders a path."""

	def __init__(self, path: str, http_status_code: int | None = None) -> None:
		self.path = path

	def can_render(self) -> bool:
		return f"/{self.path}" == account.PATH

	def render(self) -> Response:
		"""Return the page for a user with a session in this browser. A guest is redirected to the login page, and a
		token gets nothing."""
		# Otherwise, Frappe's allow_cors would show it to scripts.
		frappe.local.request.environ.pop("HTTP_ORIGIN", None)
		who = person()
		return account.to_login() if who.is_guest else account.apps(who.user)

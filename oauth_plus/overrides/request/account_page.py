"""Hook `page_renderer`: the page of the user's apps at /oauth-apps, with its own headers."""

from werkzeug.wrappers import Response

from oauth_plus.http import account
from oauth_plus.http.person import person
from oauth_plus.overrides.request.own_page import OwnPage


class AccountPage(OwnPage):
	"""Renderer of /oauth-apps."""

	address = account.PATH

	def answer(self) -> Response:
		"""Return the page for a user with a session in this browser. A guest is redirected to the login page, and a
		token gets nothing."""
		who = person()
		return account.to_login() if who.is_guest else account.apps(who.user)

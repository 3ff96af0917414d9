"""The password grant, for old clients whose gate does not enforce its end yet (RFC 9700 §2.4)."""

import frappe
from frappe.auth import LoginManager
from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import InvalidGrant, UnsupportedGrantType
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import require_live_user
from oauth_plus.rules.policy import Hardening
from oauth_plus.store.clients import Client


def require_permitted(client: Client) -> None:
	"""Only an old client may still hand us a person's password."""
	with gate(client, Hardening.PASSWORD_GRANT):
		raise UnsupportedGrantType(
			"This grant type is not supported",
			cause="The client used the password grant, which hands it the person's password",
			fix="Use the authorization code grant with PKCE",
		)


class Passwords(RequestValidator):
	"""oauthlib's question about a name and a password."""

	def validate_user(
		self, username: str, password: str, client: Client, request: Request, *args, **kwargs
	) -> bool:
		"""As stock asked, so that such clients go on until they are moved."""
		require_permitted(client)  # first: nobody may try passwords here (RFC 9700 §2.4)
		login = LoginManager()
		try:
			login.authenticate(username, password)
		except frappe.AuthenticationError as error:
			raise InvalidGrant("The user name or the password is wrong") from error
		require_live_user(login.user, client)
		request.user = login.user
		return True

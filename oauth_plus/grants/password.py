"""Resource owner password credentials grant (RFC 6749 §4.3), only for old clients at Warn or Off (RFC 9700 §2.4)."""

from datetime import datetime

import frappe
from frappe.auth import LoginManager

from oauth_plus.exceptions import InvalidGrant, InvalidRequest, UnsupportedGrantType
from oauth_plus.grants import targets
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.eligibility import require_live_user
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, GrantType
from oauth_plus.grants.scopes import requested
from oauth_plus.rules import scope_list, secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.store.clients.client import Client


def decide(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""Return the grant of the user whose name and password are sent. Raises InvalidRequest, InvalidScope or
	InvalidGrant."""
	name, password = request.form.get("username"), request.form.get("password")
	if not name or not password:
		raise InvalidRequest("username or password is missing")
	login = LoginManager()
	try:
		login.authenticate(name, password)
	except (frappe.AuthenticationError, frappe.SecurityException) as error:
		is_locked = isinstance(error, frappe.SecurityException)
		raise InvalidGrant(
			"The user name or the password is wrong",
			cause="Frappe has locked the user for a while, after too many wrong passwords"
			if is_locked
			else "",
		) from error
	require_live_user(login.user, sender.client)
	scopes = requested(scope_list.requested(request.form.get("scope")), sender.client, login.user)
	target = targets.requested(request.resources, sender.client, login.user)
	return Grant(login.user, scopes, secret.new_identifier(), resources=target, targets=target)


def require_allowed(client: Client) -> None:
	"""Raises UnsupportedGrantType, before the password is checked, unless an old client's gate allows the grant (RFC
	9700 §2.4)."""
	with gate(client, Hardening.PASSWORD_GRANT):
		raise UnsupportedGrantType(
			"This grant type is not supported",
			cause="The client used the password grant, which gives the client the user's password",
			fix="Use the authorization code grant with PKCE",
		)


PASSWORD = GrantType(
	"password", decide, require_allowed, is_advertised=lambda: False, may_be_registered=False
)

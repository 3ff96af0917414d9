"""Requirements for the parties of a grant: the user is enabled, has a role that may use the client, and is not
Administrator."""

from oauth_plus.exceptions import InvalidClient, InvalidGrant, Refusal, WrongAccount
from oauth_plus.grants.gate import gate
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import users

ADMINISTRATOR = "Administrator"


def require_live_user(user: str, client: Client, *, is_enabled: bool | None = None) -> None:
	"""Require that the user is enabled and may hold tokens of this client. Raises InvalidGrant (RFC 6749 §5.2).
	`is_enabled` is the value from the database, if the request has read it."""
	if not (users.is_enabled(user) if is_enabled is None else is_enabled):
		raise InvalidGrant("The user is disabled", fix="Enable the user. They must sign in again")
	if user == ADMINISTRATOR:
		with gate(client, Hardening.ADMINISTRATOR, user):
			require_no_administrator(user, InvalidGrant)
	if not client.may_be_used_by(users.roles(user)):
		with gate(client, Hardening.CLIENT_ROLES, user):
			require_role(user, client, InvalidGrant)


def require_role(user: str, client: Client, refusal: type[Refusal] = WrongAccount) -> None:
	"""Require one of the client's Allowed Roles. Raises `refusal`. At the token endpoint that is InvalidGrant, after
	which libraries ask the user again (RFC 6749 §5.2)."""
	if not client.may_be_used_by(users.roles(user)):
		raise refusal(
			"This user may not use this app",
			cause=Sentence("{0} has none of the Allowed Roles of the client", user),
			fix="On the OAuth Client, change Who May Use It, or add a role of the user to Allowed Roles",
		)


def require_no_administrator(user: str, refusal: type[Refusal] = WrongAccount) -> None:
	"""Refuse Administrator, who passes every permission check. Raises `refusal`."""
	if user == ADMINISTRATOR:
		raise refusal(
			"Administrator gets no token on this site",
			fix="Use another user with the roles that the app needs, or tick Allow Tokens for Administrator in Settings",
		)


def lock_parties(user: str, client: Client) -> None:
	"""Lock user and client as enabled until the new grant is committed, so that whoever disables one of them sees the
	grant (RFC 9700 §4.14.2). Raises InvalidClient or InvalidGrant if one was disabled."""
	if not client_rows.lock_shared(client.client_id):
		raise InvalidClient("The client is disabled", cause="The client was disabled during the request")
	if not users.lock_shared(user):
		raise InvalidGrant("The user is disabled", cause="The user was disabled during the request")

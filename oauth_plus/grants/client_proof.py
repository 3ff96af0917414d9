"""How a client proves itself: by a secret, or by an assertion of its key (RFC 6749 §2.3.1, RFC 7523 §2.2)."""

from datetime import datetime

from oauth_plus.exceptions import InvalidClient
from oauth_plus.grants import client_assertion, guessing
from oauth_plus.platform import clock
from oauth_plus.rules.credentials import AuthMethod, Credentials
from oauth_plus.store.client_lookup import KnownClient
from oauth_plus.store.client_secrets import secret_checks, secret_mistakes
from oauth_plus.store.client_secrets.secret_rows import Secret
from oauth_plus.store.clients.client import Client
from oauth_plus.store.limits import secret_guesses


def prove(known: KnownClient, credentials: Credentials) -> str | None:
	"""Verify the client's secret. A confidential client must send one, and one that is sent is always checked (RFC
	6749 §2.3.1). Returns the name of the secret, one of several live ones; None for a public client without one.
	Raises InvalidClient."""
	if not credentials.client_id:
		raise InvalidClient("Client authentication is missing", fix="Send client_id and client_secret")
	if known.client.owes_assertion or credentials.assertion:
		return _asserted(known.client, credentials)
	if credentials.client_secret is None:
		if not known.client.is_public:
			raise InvalidClient(
				"Client authentication is missing",
				cause="A confidential client sent no client_secret",
				fix="Send client_secret (Basic or form), or make the client Public and use PKCE",
			)
		return None
	return _checked(known, credentials, clock.now()).name


def _asserted(client: Client, credentials: Credentials) -> str:
	"""A client with public keys proves itself with them alone, and no other client does (RFC 7523 §2.2). Returns the
	name of the key."""
	if not client.owes_assertion:
		raise InvalidClient(
			"Client authentication failed",
			cause="The client sent an assertion, and has no public keys here",
			fix="Register its keys on the OAuth Client, or have the app send its secret",
		)
	if not credentials.assertion:
		raise InvalidClient(
			"Client authentication is missing",
			cause="A client with public keys sent no client_assertion",
			fix="Have the app use private_key_jwt, or remove the keys from the OAuth Client",
		)
	return client_assertion.prove(client, credentials.assertion, clock.now())


def _checked(known: KnownClient, credentials: Credentials, now: datetime) -> Secret:
	"""Return the presented secret if it is a live secret of this client, and record its use."""
	presented = credentials.client_secret or ""
	secret_guesses.require_few(known.client.client_id)
	found = secret_checks.matching(known.client, known.secrets, presented)
	if found is None:
		guessing.note(known.client.client_id)
		is_basic = credentials.method is AuthMethod.BASIC
		why = secret_mistakes.wrong(known.client, known.secrets, presented, is_basic=is_basic)
		raise InvalidClient("Client authentication failed", **why)
	if found.has_ended(now):
		raise InvalidClient("Client authentication failed", **secret_mistakes.ended(found))
	secret_checks.note_use(found, now)
	return found

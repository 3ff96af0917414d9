"""Logout tokens (OpenID Connect Back-Channel Logout §2.4), and their delivery."""

from datetime import datetime
from typing import Any

from oauth_plus.exceptions import ServerError
from oauth_plus.grants import signing
from oauth_plus.platform import clock, outgoing
from oauth_plus.rules import secret
from oauth_plus.rules.sentence import Sentence, as_sentence
from oauth_plus.store import client_lookup, events
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import sessions, subjects, users
from oauth_plus.store.people.sessions import DueLogout
from oauth_plus.store.site import site_issuer

EVENT = "http://schemas.openid.net/event/backchannel-logout"

TYPE = "logout+jwt"
"""`typ` of the header, so that no app takes it for an ID token (OpenID Connect Back-Channel Logout §2.4)."""

LIFETIME = 120
"""Seconds: the most that OpenID Connect Back-Channel Logout §2.4 recommends."""

PAUSES = (60, 300, 1_800, 7_200)
"""Seconds before each further attempt; after the last one it is given up."""

DELIVERED = (200, 204)
"""Statuses of success (OpenID Connect Back-Channel Logout §2.8); 204 is what many frameworks send."""


def claims(client: Client, user: str, session: str, now: datetime) -> dict[str, Any]:
	"""Return the claims of a logout token (OpenID Connect Back-Channel Logout §2.4). It has no nonce, and no `sub` of a user
	who was deleted since: `sid` is enough."""
	issued_at = int(now.timestamp())
	subject = {"sub": subjects.for_client(user, client)} if users.exists(user) else {}
	return {
		"iss": site_issuer.issuer(),
		"aud": client.public_id,
		"sid": sessions.sid_for(session, client.client_id),
		"iat": issued_at,
		"exp": issued_at + LIFETIME,
		"jti": secret.new_identifier(),
		"events": {EVENT: {}},
	} | subject


def deliver(logout: DueLogout) -> bool:
	"""Send a logout token that the caller has taken, and write down how it went. Returns whether the app took it."""
	client = client_lookup.find(logout.client_id)
	if client is None or not client.is_enabled or not client.sign_on.backchannel_uri:
		sessions.settle(logout, 0)
		return False
	why_not = _send(client, logout)
	if not why_not:
		sessions.settle(logout, 0)
		events.record("logout_sent", client_id=client.client_id, user=logout.user)
		return True
	_put_off(logout, why_not)
	return False


def _send(client: Client, logout: DueLogout) -> str:
	"""Return why the app did not take it, as the end of a sentence; empty where it did."""
	sign_on, now = client.sign_on, clock.now()
	try:
		token = signing.sign(
			claims(client, logout.user, logout.session, now), client, now, logout.user, kind=TYPE
		)
		answer = outgoing.post_form(
			sign_on.backchannel_uri,
			{"logout_token": token},
			may_be_private=sign_on.allows_private_backchannel,
		)
	except outgoing.NotSent as error:
		return error.sentence
	except ServerError as error:
		return Sentence("could not be sent a token: {0}", as_sentence(error.cause))
	return "" if answer.status in DELIVERED else Sentence("answered with status {0}", answer.status)


def _put_off(logout: DueLogout, why_not: str) -> None:
	is_last = logout.attempts >= len(PAUSES)
	pause = 0 if is_last else PAUSES[logout.attempts]
	sessions.settle(logout, 0 if is_last else clock.now().timestamp() + pause)
	next_time = Sentence("It is given up") if is_last else Sentence("It is tried again in {0} s", pause)
	events.record(
		"logout_not_sent",
		events.Outcome.REFUSED,
		cause=Sentence("The Back-Channel Logout URI {0}. {1}", why_not, next_time),
		fix="Check the Back-Channel Logout URI on the OAuth Client, and that this site reaches it",
		client_id=logout.client_id,
		user=logout.user,
	)

"""Access tokens that are signed JWTs (RFC 9068). Each is also a row by its digest, as every other: what this site decides
about a token never depends on its text."""

from datetime import datetime
from typing import Any

from oauth_plus.exceptions import InvalidScope
from oauth_plus.grants import signing
from oauth_plus.grants.grant import Grant
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.rules import access_token, dpop, secret, token_exchange
from oauth_plus.rules.sentence import Sentence, joined
from oauth_plus.store import client_lookup
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import subjects
from oauth_plus.store.site import site_issuer
from oauth_plus.store.tokens.token_pair import TokenPair


def signed(grant: Grant, scopes: tuple[str, ...], client: Client, lifetime: int, now: datetime) -> str:
	"""Return the text of an access token, signed with the site's key; `lifetime` in seconds. Its `jti` is random and stored
	nowhere, so that nobody can make the text again from a copy of the database. Raises InvalidScope for a token that is
	too long for a header."""
	claims = access_token.claims(
		issuer=site_issuer.issuer(),
		subject=subjects.for_client(grant.user, client),
		resources=grant.targets,
		client_id=client.public_id,
		scopes=scopes,
		issued_at=int(now.timestamp()),
		lifetime=lifetime,
		token_id=secret.new_identifier(),
	)
	text = signing.by_site_key(claims | _known_of(grant), now, access_token.TYPE)
	if len(text) > access_token.LONGEST:
		raise InvalidScope(
			"The scopes are too many for one access token",
			cause=Sentence(
				"A JWT access token would have {0} characters, of {1} at most",
				len(text),
				access_token.LONGEST,
			),
			fix="Have the app ask for fewer scopes and resources, or set Access Token Format to Opaque",
		)
	return text


def _known_of(grant: Grant) -> dict[str, Any]:
	"""Return the claims that only some grants have: `auth_time`, `cnf` and `act`."""
	auth_time = grant.sign_in.auth_time
	told: dict[str, Any] = {"auth_time": int(auth_time)} if auth_time else {}  # RFC 9068 §2.2.1
	return told | dpop.confirmation(grant.dpop_jkt) | _acting(grant.delegation)


def _acting(delegation: tuple[str, ...]) -> dict[str, Any]:
	"""Return the claim `act` (RFC 8693 §4.1), which names each client as it knows itself; empty without a chain."""
	return {"act": token_exchange.act(tuple(map(client_lookup.public_id, delegation)))} if delegation else {}


def event_cause(response: TokenResponse, grant: Grant, client: Client) -> str:
	"""Return the cause for the event of an issued token: for whom it was exchanged, and how long gateways may believe it;
	empty for a plain one."""
	sentences = []
	if grant.delegation:
		sentences.append(Sentence("Exchanged for a token of {0}", grant.delegation[1]))
	if client.access_tokens.are_jwt:
		left = response.expires_in
		sentences.append(
			Sentence(
				"A gateway that verifies the JWT by itself may believe it for {0} s, whatever ends", left
			)
		)
	return joined(sentences, ". ")


def described(token: str, pair: TokenPair) -> dict[str, Any]:
	"""Return what introspection adds about an access token of this text, which was found by its digest (RFC 7662 §2.2, RFC
	8693 §4.1)."""
	token_id = access_token.unverified(token).get("jti")
	return ({"jti": token_id} if token_id else {}) | _acting(pair.delegation)


def names_this_site(token: str) -> bool:
	"""Return whether a text has the form of a JWT access token of this site. It proves nothing."""
	return access_token.unverified(token).get("iss") == site_issuer.issuer()

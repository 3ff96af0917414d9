"""Token introspection for clients that may know about the token (RFC 7662)."""

from datetime import datetime
from typing import Any

from oauth_plus.exceptions import InvalidClient, InvalidRequest, InvalidToken, UnauthorizedClient
from oauth_plus.grants import access_token, bearer, openid
from oauth_plus.grants.client import (
	AuthenticatedClient,
	authenticate,
	gate_towards,
	require_body,
)
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.gate import gate
from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.rules.dpop import SCHEME, confirmation
from oauth_plus.rules.policy import Gate, Hardening, stricter
from oauth_plus.rules.scope_list import OPENID
from oauth_plus.store import client_lookup, events
from oauth_plus.store.clients import client_gates, client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.limits import requests
from oauth_plus.store.people import users
from oauth_plus.store.presented_tokens import plain_credentials, token_lookup
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import site_issuer
from oauth_plus.store.tokens.token_pair import TokenPair

INACTIVE = {"active": False}
"""Response for a token that is unknown, not active, or not for this client (RFC 7662 §2.2)."""


def introspect(request: ClientRequest) -> dict[str, Any]:
	"""Return the answer to an introspection request (RFC 7662 §2.2). Raises InvalidRequest or InvalidClient."""
	token = request.form.get("token")
	plain_credentials.convert_presented(token)
	if not token:
		raise InvalidRequest("token is missing")
	access = None
	if not request.credentials.client_id:
		requests.require_no_flood()
		access = token_lookup.by_either(token)
		if access is None and _may_be_of_an_old_client():
			requests.require_room()
			require_body(request)
			return INACTIVE  # an old client's unknown token, or a guess: the response is the same
	sender = authenticate(request, lambda: access.pair.client_id if access else None)
	access = access or token_lookup.by_either(token)
	with gate(sender.client, Hardening.CLIENT_AUTHENTICATION):
		require_confidential(sender.client)
	return _seen_by(sender, token, access) if access else INACTIVE


def _may_be_of_an_old_client() -> bool:
	"""Return whether some client may introspect without its client_id."""
	return client_gates.has_one_below_enforce(Hardening.CLIENT_AUTHENTICATION)


def _seen_by(sender: AuthenticatedClient, token: str, access: PresentedToken) -> dict[str, Any]:
	client, user, other = sender.client, access.pair.user, _owners_gate(access, sender)
	try:
		with gate(client, Hardening.INTROSPECTION_BINDING, user, other=other):
			may_know(sender, access.pair)
		return described(token, access, client, clock.now(), other=other)
	except UnauthorizedClient as refusal:
		events.record_refusal("introspection_refused", refusal, client.client_id, user)
		return INACTIVE
	except InvalidToken:
		return INACTIVE


def require_confidential(client: Client) -> None:
	"""Raises InvalidClient for a public client, because it cannot authenticate (RFC 7662 §2.1)."""
	if client.is_public:
		raise InvalidClient("A public client cannot introspect")


def _owners_gate(access: PresentedToken, sender: AuthenticatedClient) -> Gate:
	"""Return the gate of the client that the token was issued to; None if it is the client that asks."""
	if access.pair.client_id == sender.client.client_id:
		return Gate.OFF
	return gate_towards(sender, access.gates[Hardening.INTROSPECTION_BINDING])


def may_know(sender: AuthenticatedClient, pair: TokenPair) -> None:
	"""Require that the token is the client's own, or that the client may introspect all tokens and has authenticated
	(RFC 7662 §4). Raises UnauthorizedClient."""
	client = sender.client
	if pair.client_id == client.client_id:
		return
	if client.introspects_all and not sender.is_proven:
		raise UnauthorizedClient(
			"The token was issued to another client",
			cause="A client that may introspect the tokens of all clients sent no client_secret",
			fix="Send client_secret",
		)
	if not client.introspects_all:
		raise UnauthorizedClient(
			"The token was issued to another client",
			fix="Tick 'Allow Introspection of Tokens of All Clients' on the OAuth Client of a resource server",
		)


def described(
	token: str, access: PresentedToken, client: Client, now: datetime, *, other: Gate = Gate.OFF
) -> dict[str, Any]:
	"""Return the members of RFC 7662 §2.2 for an active token. `other` is the gate of the token's owner, if that is
	another client. Raises InvalidToken for a token that is not active."""
	pair = access.pair
	is_access_token = secret.digest(token) == pair.access_digest
	ends = pair.expires_at if is_access_token else pair.refresh_expires_at
	if pair.is_revoked or (ends and now >= ends):
		raise InvalidToken("The token is no longer active")
	if not is_access_token:
		require_current(access)
	bearer.require_live(access)
	words = _scopes_left(pair.scopes if is_access_token else pair.granted_scopes, access)
	answer = {
		"active": True,
		"client_id": client_lookup.public_id(pair.client_id),
		"scope": " ".join(words),
		"iat": int(pair.issued_at.timestamp()),
		"iss": site_issuer.issuer(),
		"sub": users.subject_for(pair.user, client),
	}
	answer |= {"exp": int(ends.timestamp())} if ends else {}
	answer |= _audience(access, is_access_token=is_access_token)
	answer |= _of_access_token(token, pair) if is_access_token else {}
	gate_now = client_policy.policy_for(client).gate(Hardening.INTROSPECTION_BINDING)
	if stricter(gate_now, other) is not Gate.ENFORCE:
		answer |= _as_stock_told(pair, words, client)
	return answer


def _of_access_token(token: str, pair: TokenPair) -> dict[str, Any]:
	"""Return the members that only an access token has: its type and its key (RFC 9449 §6.2), and those of its JWT."""
	scheme = SCHEME if pair.dpop_jkt else "Bearer"
	return {"token_type": scheme, **confirmation(pair.dpop_jkt), **access_token.described(token, pair)}


def _audience(access: PresentedToken, *, is_access_token: bool) -> dict[str, Any]:
	"""Return the resources that the token is for (RFC 7662 §2.2, RFC 8707 §2); empty where it was asked for none."""
	granted = access.family.resources if access.family else ()
	named = access.pair.resources if is_access_token else granted
	return {"aud": named[0] if len(named) == 1 else list(named)} if named else {}


def _scopes_left(granted: tuple[str, ...], access: PresentedToken) -> tuple[str, ...]:
	"""Return the scopes that the owner still has. Raises InvalidToken if there are none."""
	if access.gates[Hardening.SCOPE] is not Gate.ENFORCE:
		return granted
	left = scope_lookup.left(granted, access.client_scopes)
	if granted and not left:
		raise InvalidToken("The client has no scope of this token any more")
	return left


def require_current(access: PresentedToken) -> None:
	"""Raises InvalidToken for a refresh token that was exchanged: at most a repeat can use it."""
	if access.family and access.family.generation != access.pair.generation:
		raise InvalidToken("The refresh token was used before")


def _as_stock_told(pair: TokenPair, words: tuple[str, ...], client: Client) -> dict[str, Any]:
	"""Return profile and roles, as stock did, for old clients that rely on them."""
	profile = openid.claims_of(pair.user, words, client) if OPENID in words else {}
	return {"trusted_client": int(client.skips_consent), **profile}

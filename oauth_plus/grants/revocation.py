"""Taking a token back (RFC 7009)."""

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import UnauthorizedClient
from oauth_plus.grants.client import credentials_of, gate_towards
from oauth_plus.grants.gate import gate
from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store import bearers, clients, events, families, revocation, token_lookup, tokens, users
from oauth_plus.store.clients import Client
from oauth_plus.store.token_lookup import PresentedToken
from oauth_plus.store.tokens import TokenPair


def bound_to(pair: TokenPair, client: Client) -> None:
	"""A client may end its own tokens only (RFC 7009 §2.1)."""
	if pair.client_id != client.client_id:
		raise UnauthorizedClient(
			"The token was issued to another client",
			fix="Have each client revoke the tokens that it got itself, with its own client_id",
		)


def possessor(request: Request) -> str | None:
	"""The public client whose token is given back by somebody who does not say who they are: to name it is all that its
	client_id would prove, and the token is worth more."""
	if credentials_of(request).client_id or not request.token:
		return None
	client = clients.find(tokens.owner_of(request.token))
	return client.client_id if client and client.is_public else None


class Revocation(RequestValidator):
	"""oauthlib's request to revoke."""

	def revoke_token(
		self, token: str, token_type_hint: str | None, request: Request, *args, **kwargs
	) -> None:
		"""End the whole grant, found by access or refresh token whatever the hint says; unknown is fine. An access token
		that another has followed ends alone: apps give the old one back after each refresh (RFC 7009 §2.1: MAY)."""
		access = token_lookup.by_either(token)
		if access is None:
			return
		pair = access.pair
		with gate(request.client, Hardening.REVOCATION_BINDING, pair.user, other=_owners_gate(pair, request)):
			bound_to(pair, request.client)
		if pair.access_digest == secret.digest(token) and revocation.is_followed(pair, access.family):
			_end_alone(access)
			return
		revocation.end(
			[_family(pair)],
			"revoked_by_client",
			event="token_revoked",
			client_id=pair.client_id,
			user=pair.user,
		)


def _end_alone(access: PresentedToken) -> None:
	"""The access token, if it lives; its refresh token stays known, so that a thief who comes with it is seen."""
	pair, now = access.pair, clock.now()
	if pair.is_revoked or not access.family_is_live or now >= pair.expires_at:
		return
	tokens.end_access(pair, now)
	bearers.invalidate(family=[pair.family])
	cause = "The access token had been followed by another: it ended alone"
	events.record(
		"token_revoked", reason="revoked_by_client", cause=cause, client_id=pair.client_id, user=pair.user
	)


def _owners_gate(pair: TokenPair, request: Request) -> Gate:
	"""That of the client that the token was issued to, where it is another than the one that asks."""
	if pair.client_id == request.client.client_id:
		return Gate.OFF
	owner = clients.find(pair.client_id)
	return gate_towards(request, owner.enforcement if owner else Gate.ENFORCE)


def _family(pair: TokenPair) -> str:
	"""That of the pair; founded here, to be ended, for a pair that nobody has used since this app came."""
	if pair.family:
		return pair.family
	clients.lock_shared(pair.client_id)
	users.lock_shared(pair.user)
	adopted = families.adopt(pair)
	return adopted.family if adopted else ""

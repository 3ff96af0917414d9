"""Token introspection for clients that may know about the token (RFC 7662)."""

from typing import Any

from oauth_plus.exceptions import InvalidClient, InvalidRequest, InvalidToken, UnauthorizedClient
from oauth_plus.grants.client import (
	AuthenticatedClient,
	authenticate,
	gate_towards,
	require_body,
)
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.gate import gate
from oauth_plus.grants.token_description import described
from oauth_plus.platform import clock
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store import events
from oauth_plus.store.clients import client_gates
from oauth_plus.store.clients.client import Client
from oauth_plus.store.limits import requests
from oauth_plus.store.presented_tokens import plain_credentials, token_lookup
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
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

"""Token revocation (RFC 7009)."""

from dataclasses import replace
from typing import Any

from oauth_plus.exceptions import InvalidRequest, UnauthorizedClient
from oauth_plus.grants.client import (
	AuthenticatedClient,
	authenticate,
	gate_towards,
	require_allowed_address,
)
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.gate import gate
from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store import client_lookup, events
from oauth_plus.store.clients import client_policy, client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import adoption, revocation
from oauth_plus.store.limits import requests
from oauth_plus.store.people import users
from oauth_plus.store.presented_tokens import plain_credentials, token_lookup
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.tokens import bearer_marks, token_rows
from oauth_plus.store.tokens.token_pair import TokenPair


def bound_to(pair: TokenPair, client: Client) -> None:
	"""Raises UnauthorizedClient for another client's token (RFC 7009 §2.1)."""
	if pair.client_id != client.client_id:
		raise UnauthorizedClient(
			"The token was issued to another client",
			fix="Each client must revoke its own tokens, with its own client_id",
		)


def possessor(request: ClientRequest) -> str | None:
	"""Return the client of a token that is revoked without a client_id, if it is public; otherwise None (RFC 7009
	§2.1). Possession of the token proves more than a client_id would."""
	if request.credentials.client_id or not request.form.get("token"):
		return None
	client = client_lookup.find(token_rows.owner_of(request.form.get("token")))
	return client.client_id if client and client.is_public else None


def revoke(request: ClientRequest) -> dict[str, Any]:
	"""Revoke a token (RFC 7009 §2). Raises InvalidRequest, InvalidClient or UnauthorizedClient."""
	token = request.form.get("token")
	plain_credentials.convert_presented(token)
	if not request.credentials.client_id:
		requests.require_no_flood()
	owner = possessor(request)
	sent = replace(request, form={**request.form, "client_id": owner}) if owner else request
	if not token:
		raise InvalidRequest("token is missing")
	sender = authenticate(sent, lambda: token_rows.owner_of(token))
	require_allowed_address(sender.client)
	end_by_client(token, sender)
	return {}


def end_by_client(token: str, sender: AuthenticatedClient) -> None:
	"""End the grant of an access or refresh token, whatever the hint says. An unknown token is no error (RFC 7009
	§2.2).

	A superseded access token ends alone, because apps revoke the old one after each refresh (§2.1: MAY). Raises
	UnauthorizedClient for another client's token.
	"""
	access = token_lookup.by_either(token)
	if access is None:
		return
	pair, client = access.pair, sender.client
	with gate(client, Hardening.REVOCATION_BINDING, pair.user, other=_owners_gate(pair, sender)):
		bound_to(pair, client)
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
	"""End only the access token, if it is active. Its refresh token stays known, so that a replay is detected."""
	pair, now = access.pair, clock.now()
	if pair.is_revoked or not access.family_is_live or now >= pair.expires_at:
		return
	token_rows.end_access(pair, min(pair.expires_at, now))
	bearer_marks.invalidate(family=[pair.family])
	cause = "The access token had been followed by another: it ended alone"
	events.record(
		"token_revoked", reason="revoked_by_client", cause=cause, client_id=pair.client_id, user=pair.user
	)


def _owners_gate(pair: TokenPair, sender: AuthenticatedClient) -> Gate:
	"""Return the gate of the client that the token was issued to; None if it is the client that asks."""
	if pair.client_id == sender.client.client_id:
		return Gate.OFF
	owner = client_lookup.find(pair.client_id)
	held = client_policy.policy_for(owner).gate(Hardening.REVOCATION_BINDING) if owner else Gate.ENFORCE
	return gate_towards(sender, held)


def _family(pair: TokenPair) -> str:
	"""Return the family of the pair. It is created here, to be ended, for an unused pair from before installation."""
	if pair.family:
		return pair.family
	client_rows.lock_shared(pair.client_id)
	users.lock_shared(pair.user)
	adopted = adoption.adopt(pair)
	return adopted.family if adopted else ""

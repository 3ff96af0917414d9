"""Issuing tokens at the token endpoint (RFC 6749 §5.1). recording.py has the store write the rows. The implicit grant
calls `record` alone (validator.py)."""

from dataclasses import replace
from datetime import datetime

from oauth_plus.grants import access_token, dpop, openid, recording
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.eligibility import lock_parties
from oauth_plus.grants.grant import Grant, GrantType, Issuance
from oauth_plus.grants.scopes import still_allowed
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Policy
from oauth_plus.rules.scope_list import OPENID
from oauth_plus.store import events, metrics
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import sweep
from oauth_plus.store.grants.successor import Successor


def issue(
	grant: Grant, scopes: tuple[str, ...], sender: AuthenticatedClient, grant_type: GrantType, now: datetime
) -> TokenResponse:
	"""Issue tokens for a grant and record the event.

	Raises InvalidScope for a JWT that is too long, ServerError if a required ID token cannot be signed, InvalidClient or
	InvalidGrant if the client or the user of a new grant was disabled meanwhile, and RotationConflict if another request
	refreshed the grant first. After each of these, `issue` has written nothing.
	"""
	client, policy = sender.client, client_policy.policy_for(sender.client)
	if sender.key:
		grant = replace(grant, dpop_jkt=sender.key, binds_refresh_token=dpop.binds_refresh_token(sender))
	if grant.repeated:
		response = _again(grant.repeated, grant, scopes, now)
	else:
		response = _new(grant, scopes, client, policy, now)
	if grant_type.gives_id_token and OPENID in scopes:
		response = openid.with_id_token(response, grant, sender, now)
	metrics.note_issued(grant_type.name, client.client_id)
	if grant.repeated:
		events.record_repeat("token_repeated", grant_type.name, client.client_id, grant.user, [grant.family])
	else:
		record(response, grant, client, policy, now, reason=grant_type.name)
	return response


def record(
	response: TokenResponse, grant: Grant, client: Client, policy: Policy, now: datetime, *, reason: str
) -> None:
	"""Store the issued tokens as digests, with their expiry and event (RFC 9700 §4.14.2)."""
	if grant.issuance is Issuance.NEW:
		lock_parties(grant.user, client)
	recording.write(response, grant, client, policy, now)
	sweep.sweep_a_handful(now)
	is_plain = not (client.access_tokens.are_jwt or grant.delegation)
	events.record(
		"token_issued",
		reason=reason,
		cause="" if is_plain else access_token.event_cause(response, grant, client),
		client_id=client.client_id,
		user=grant.user,
		grants=[grant.family],
	)


def access_lifetime(policy: Policy, ends_at: datetime | None, now: datetime) -> int:
	"""Return the lifetime of a new access token in seconds, at most until its grant ends at `ends_at`."""
	lifetimes = policy.lifetimes
	left = int((ends_at - now).total_seconds()) if ends_at else lifetimes.refresh_absolute.seconds
	return min(lifetimes.access.seconds, left)


def _new(
	grant: Grant, scopes: tuple[str, ...], client: Client, policy: Policy, now: datetime
) -> TokenResponse:
	refresh_token = None
	if grant.may_be_refreshed and policy.gives_refresh_token(still_allowed(grant.scopes, client, grant.user)):
		refresh_token = grant.presented if grant.issuance is Issuance.KEPT else secret.new_token()
	lifetime = access_lifetime(policy, grant.ends_at, now)
	is_jwt = client.access_tokens.are_jwt
	text = access_token.signed(grant, scopes, client, lifetime, now) if is_jwt else secret.new_token()
	return TokenResponse(
		text,
		lifetime,
		scopes,
		refresh_token,
		issued_token_type=grant.issued_type,
		dpop_jkt=grant.dpop_jkt,
	)


def _again(repeated: Successor, grant: Grant, scopes: tuple[str, ...], now: datetime) -> TokenResponse:
	"""Return the pair that was issued before, with its remaining lifetime in seconds."""
	left = max(0, int((grant.pair_before.expires_at - now).total_seconds()))
	return TokenResponse(repeated.access_token, left, scopes, repeated.refresh_token, dpop_jkt=grant.dpop_jkt)

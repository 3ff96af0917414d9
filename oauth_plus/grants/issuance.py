"""Issuing tokens: the only place that writes a pair and its grant (RFC 6749 §5.1)."""

from datetime import datetime, timedelta

from oauth_plus.grants import openid
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.eligibility import lock_parties
from oauth_plus.grants.grant import Grant, GrantType, Issuance
from oauth_plus.grants.scopes import still_allowed
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Gate, Hardening, Policy
from oauth_plus.rules.scope_list import OPENID
from oauth_plus.store import events
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import families, revocation, successor, sweep
from oauth_plus.store.grants.family import Family
from oauth_plus.store.grants.successor import Successor
from oauth_plus.store.tokens import bearer_marks, token_rows
from oauth_plus.store.tokens.token_pair import TokenPair


def issue(
	grant: Grant, scopes: tuple[str, ...], sender: AuthenticatedClient, grant_type: GrantType, now: datetime
) -> TokenResponse:
	"""Issue tokens for a grant and record the event.

	Raises RotationConflict where another request refreshed the grant first, and ServerError where an ID token is owed
	and cannot be signed; nothing is written then.
	"""
	client, policy = sender.client, client_policy.policy_for(sender.client)
	if grant.repeated:
		response = _again(grant.repeated, grant, scopes, now)
	else:
		response = _new(grant, scopes, client, policy, now)
	if grant_type.gives_id_token and OPENID in scopes:
		response = openid.with_id_token(response, grant, sender, now)
	if grant.repeated:
		events.record_repeat("token_repeated", grant_type.name, client.client_id, grant.user, [grant.family])
	else:
		record(response, grant, client, policy, now, reason=grant_type.name)
	return response


def record(
	response: TokenResponse, grant: Grant, client: Client, policy: Policy, now: datetime, *, reason: str
) -> None:
	"""Store what a response hands out, by digest, with its expiry and its event (RFC 9700 §4.14.2)."""
	if grant.issuance is Issuance.NEW:
		lock_parties(grant.user, client)
	pair = _pair(response, grant, client, policy, now)
	_write(pair, grant, policy, _sealed(response, grant, policy))
	sweep.sweep_a_handful(now)
	events.record(
		"token_issued", reason=reason, client_id=client.client_id, user=grant.user, grants=[grant.family]
	)


def access_lifetime(policy: Policy, ends_at: datetime | None, now: datetime) -> int:
	"""Return the seconds for which a new access token is valid; never longer than its grant, which ends at
	`ends_at`."""
	lifetimes = policy.lifetimes
	left = int((ends_at - now).total_seconds()) if ends_at else lifetimes.refresh_absolute.seconds
	return min(lifetimes.access.seconds, left)


def _new(
	grant: Grant, scopes: tuple[str, ...], client: Client, policy: Policy, now: datetime
) -> TokenResponse:
	refresh_token = None
	if policy.gives_refresh_token(still_allowed(grant.scopes, client, grant.user)):
		refresh_token = grant.presented if grant.issuance is Issuance.KEPT else secret.new_token()
	return TokenResponse(
		secret.new_token(), access_lifetime(policy, grant.ends_at, now), scopes, refresh_token
	)


def _again(repeated: Successor, grant: Grant, scopes: tuple[str, ...], now: datetime) -> TokenResponse:
	"""Return the pair that was issued before, with the seconds that are left of it."""
	left = max(0, int((grant.pair_before.expires_at - now).total_seconds()))
	return TokenResponse(repeated.access_token, left, scopes, repeated.refresh_token)


def _pair(response: TokenResponse, grant: Grant, client: Client, policy: Policy, now: datetime) -> TokenPair:
	refresh_token, lifetimes = response.refresh_token, policy.lifetimes
	expires_at = now + timedelta(seconds=response.expires_in)
	absolute = grant.ends_at or now + timedelta(seconds=lifetimes.refresh_absolute.seconds)
	idle = min(absolute, now + timedelta(seconds=lifetimes.refresh_idle.seconds))
	return TokenPair(
		access_digest=secret.digest(response.access_token),
		refresh_digest=secret.digest(refresh_token) if refresh_token else None,
		client_id=client.client_id,
		user=grant.user,
		scopes=response.scopes,
		granted_scopes=grant.scopes,
		issued_at=now,
		expires_at=expires_at,
		family=grant.family,
		generation=grant.generation,
		refresh_expires_at=idle if refresh_token else expires_at,
		grant_expires_at=absolute if refresh_token else expires_at,
		resources=grant.targets,
	)


def _sealed(response: TokenResponse, grant: Grant, policy: Policy) -> str:
	"""Return the pair, sealed for who repeats the refresh token before it; empty where there is no grace period."""
	if grant.issuance is not Issuance.ROTATED or not policy.rotation.grace:
		return ""
	pair = Successor(response.access_token, response.refresh_token)
	return successor.seal(pair, grant.presented, grant.family, grant.generation)


def _write(pair: TokenPair, grant: Grant, policy: Policy, sealed: str) -> None:
	"""Write the grant's row first: its lock covers the rest."""
	family = Family(
		pair.family,
		pair.client_id,
		pair.user,
		grant.scopes,
		rotated_at=pair.issued_at,
		idle_ends_at=pair.refresh_expires_at,
		absolute_ends_at=pair.grant_expires_at,
		sealed_successor=sealed,
		sealed_until=pair.issued_at + timedelta(seconds=policy.rotation.grace) if sealed else None,
		stored_scopes=grant.stored_scopes,
		resources=grant.resources,
	)
	if grant.issuance is Issuance.NEW:
		families.create_family(family)
	else:
		_follow(grant, pair, family, policy)
	token_rows.issue_pair(pair)
	if grant.issuance is Issuance.NEW:
		revocation.trim(pair.user, pair.client_id)


def _follow(grant: Grant, pair: TokenPair, family: Family, policy: Policy) -> None:
	"""Move the grant on, and end or hand over the pair before."""
	if grant.issuance is Issuance.KEPT:
		families.prolong(family, pair.issued_at)
		token_rows.hand_over(grant.pair_before)
		return
	families.advance(family, grant.generation, pair.issued_at)
	if policy.gate(Hardening.REFRESH_ROTATION) is Gate.ENFORCE:
		before = grant.pair_before
		ends_at = policy.rotation.access_token_ends(before.expires_at, pair.issued_at)
		token_rows.supersede(before, ends_at, pair.issued_at)
		bearer_marks.invalidate_superseded(pair.family)

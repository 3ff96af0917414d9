"""Rows of what a response hands out: the pair and its grant, by digest (RFC 9700 §4.14.2). store/ writes them."""

from datetime import datetime, timedelta

from oauth_plus.grants.grant import Grant, Issuance
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Gate, Hardening, Policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import families, revocation, successor
from oauth_plus.store.grants.family import Family
from oauth_plus.store.grants.successor import Successor
from oauth_plus.store.tokens import bearer_marks, token_rows
from oauth_plus.store.tokens.token_pair import TokenPair


def write(response: TokenResponse, grant: Grant, client: Client, policy: Policy, now: datetime) -> None:
	"""Write the rows of a pair and its grant. The caller has locked what a new grant needs. Raises
	RotationConflict."""
	pair, sealed = _pair(response, grant, client, policy, now), ""
	if grant.issuance is Issuance.ROTATED and policy.rotation.grace:  # for who repeats the token before
		again = Successor(response.access_token, response.refresh_token)
		sealed = successor.seal(again, grant.presented, grant.family, grant.generation)
	_write(pair, grant, policy, sealed)


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
		delegation=grant.delegation,
		dpop_jkt=grant.dpop_jkt,
	)


def _write(pair: TokenPair, grant: Grant, policy: Policy, sealed: str) -> None:
	"""Write the grant's row first: its lock covers the rest."""
	family = Family(
		pair.family,
		pair.client_id,
		pair.user,
		grant.scopes,
		rotated_at=pair.issued_at,
		idle_ends_at=grant.open_until or pair.refresh_expires_at,
		absolute_ends_at=grant.open_until or pair.grant_expires_at,
		sealed_successor=sealed,
		sealed_until=pair.issued_at + timedelta(seconds=policy.rotation.grace) if sealed else None,
		stored_scopes=grant.stored_scopes,
		secret=grant.secret,
		session=grant.sign_in.session,
		resources=grant.resources,
		dpop_jkt=grant.dpop_jkt if grant.binds_refresh_token else "",
	)
	if grant.issuance is Issuance.NEW:
		families.create_family(family)
	elif grant.issuance is not Issuance.ADDED:
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

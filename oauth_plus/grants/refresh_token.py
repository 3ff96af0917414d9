"""Refresh token grant (RFC 6749 §6): bound to the client, the user and the granted scopes. A rotated token returns the
same pair again within the grace. With Rotate Near End or Static, a token works until it is rotated or expires."""

from dataclasses import replace
from datetime import datetime, timedelta

from oauth_plus.exceptions import InvalidGrant, InvalidRequest
from oauth_plus.grants import dpop, targets
from oauth_plus.grants.client import AuthenticatedClient, require_enabled
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.eligibility import require_live_user
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, GrantType, Issuance
from oauth_plus.grants.refresh_token_reuse import locked, repeated, replayed
from oauth_plus.rules import expiry_words, rotation, secret
from oauth_plus.rules.policy import Hardening, Policy
from oauth_plus.rules.rotation import RefreshUse
from oauth_plus.rules.scope_list import requested
from oauth_plus.rules.sentence import Sentence
from oauth_plus.rules.sign_in import SignIn
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants.family import Family, State
from oauth_plus.store.presented_tokens import token_lookup
from oauth_plus.store.tokens import token_rows
from oauth_plus.store.tokens.token_pair import TokenPair


def decide(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""Return the grant of a refresh token, after every check. Raises InvalidRequest, InvalidGrant or
	InvalidTarget.

	A current token is decided without a lock. If two requests send it at once, the second one gets a RotationConflict
	when it writes, and decides again under the grant's lock. Every other use decides under the lock too.
	"""
	presented, client = request.form.get("refresh_token"), sender.client
	if not presented:
		raise InvalidRequest("refresh_token is missing")
	found = token_lookup.by_refresh_token(secret.digest(presented))
	if found is None:
		raise InvalidGrant("The refresh token is unknown")
	bound_to(found.pair, client)  # RFC 6749 §6
	require_enabled(client, is_enabled=found.client_is_enabled)
	pair, family, policy = found.pair, found.family, client_policy.policy_for(client)
	is_rotated = not request.is_retry and family is not None and _is_rotated_now(pair, family, policy, now)
	if family is None or not is_rotated:
		pair, family = locked(pair, client)
	if family.dpop_jkt:
		dpop.require_key_of_refresh_token(family.dpop_jkt, sender)  # RFC 9449 §5
	unended(family, pair)
	unexpired(family, client, policy, now)  # RFC 9700 §4.14.2
	require_live_user(pair.user, client, is_enabled=found.user_is_enabled)
	scope = request.form.get("scope")
	asked = tuple(requested(scope)) if scope else ()
	if is_rotated:
		grant = _following(pair, Issuance.ROTATED, presented, family, asked, now)
	else:
		grant = _judged(request, presented, pair, family, asked, sender, policy, now)
	if grant.issuance is Issuance.REPEATED or not (request.resources or family.resources):
		return grant
	return replace(grant, targets=targets.narrowed(request.resources, family.resources, client, family.user))


def bound_to(pair: TokenPair, client: Client) -> None:
	"""Raises InvalidGrant for another client's refresh token, which stays valid for its owner."""
	if pair.client_id != client.client_id:
		raise InvalidGrant("The refresh token was issued to another client")


def unended(family: Family, pair: TokenPair) -> None:
	"""Raises InvalidGrant if the grant or the token was revoked, also during the grace period."""
	if family.state is not State.ACTIVE or pair.is_revoked:
		raise InvalidGrant(
			"The refresh token was revoked", cause=Sentence("The grant is {0}", Sentence(family.state.value))
		)


def unexpired(family: Family, client: Client, policy: Policy, now: datetime) -> None:
	"""Raises InvalidGrant if the idle or the absolute lifetime of the grant is over (RFC 9700 §4.14.2)."""
	idle = timedelta(seconds=policy.lifetimes.refresh_idle.seconds)
	# Grants from before installation have no expiry.
	unused = family.idle_ends_at or (family.rotated_at or now) + idle
	ended_at = min(filter(None, (unused, family.absolute_ends_at)))
	if now >= ended_at:
		with gate(client, Hardening.REFRESH_LIFETIME, family.user):
			cause = expiry_words.expired(expiry_words.REFRESH_TOKEN, now - ended_at)
			raise InvalidGrant("The refresh token has expired", cause=cause, fix="The user signs in again")


def _is_rotated_now(pair: TokenPair, family: Family, policy: Policy, now: datetime) -> bool:
	"""Return whether this is the current refresh token, and it is to be rotated, as read without a lock."""
	is_current = family.state is State.ACTIVE and pair.generation == family.generation
	return is_current and _is_due(family, policy, now)


def _judged(
	request: ClientRequest,
	presented: str,
	pair: TokenPair,
	family: Family,
	asked: tuple[str, ...],
	sender: AuthenticatedClient,
	policy: Policy,
	now: datetime,
) -> Grant:
	"""Judge the token by its generation, under the grant's lock (RFC 9700 §4.14.2)."""
	grace = policy.rotation.grace
	use = rotation.judge_use(pair.generation, family.generation, family.rotated_at, grace, now)
	if use is RefreshUse.REPEATED and (same := repeated(request, presented, family, asked, sender)):
		return same
	if use is RefreshUse.REPLAYED:
		replayed(family, sender.client)
	if use is not RefreshUse.CURRENT or _is_due(family, policy, now):
		return _following(pair, Issuance.ROTATED, presented, family, asked, now)
	newest = token_rows.lock_by_refresh_token(pair.refresh_digest or "")  # it may have been handed over since
	return _following(newest or pair, Issuance.KEPT, presented, family, asked, now)


def _following(
	pair: TokenPair, issuance: Issuance, presented: str, family: Family, asked: tuple[str, ...], now: datetime
) -> Grant:
	"""Return the grant whose next pair supersedes this one."""
	end = family.absolute_ends_at
	return Grant(
		family.user,
		family.scopes,
		family.id,
		asked,
		family.generation + (issuance is Issuance.ROTATED),
		issuance,
		before=pair,
		ends_at=end if end and end > now else None,  # an old client's may be past: its gate only watches it
		sign_in=SignIn(session=family.session),
		stored_scopes=family.stored_scopes,
		resources=family.resources,
		presented=presented,
	)


def _is_due(family: Family, policy: Policy, now: datetime) -> bool:
	"""Return whether the current refresh token is to be rotated now, by its expiry at issuance."""
	issued_at = family.rotated_at or now
	idle = issued_at + timedelta(seconds=policy.lifetimes.refresh_idle.seconds)
	ends_at = min(filter(None, (idle, family.absolute_ends_at)))
	return rotation.is_due(policy.rotation.mode, issued_at, ends_at, now)


REFRESH_TOKEN = GrantType("refresh_token", decide, gives_id_token=True)

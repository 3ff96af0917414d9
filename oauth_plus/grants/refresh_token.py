"""Refreshing (RFC 6749 §6): bound to the client, the person and what was consented; each token works once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import InvalidGrant
from oauth_plus.grants.allowed_scopes import still_allowed
from oauth_plus.grants.client import require_enabled
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, Issuance, lock_parties, require_live_user
from oauth_plus.mail import user_emails
from oauth_plus.platform import clock
from oauth_plus.rules import rotation, secret
from oauth_plus.rules.policy import Hardening, Policy
from oauth_plus.rules.rotation import Standing
from oauth_plus.rules.scope_list import OPENID, requested
from oauth_plus.store import families, revocation, scopes, settings, successor, token_lookup, tokens
from oauth_plus.store.clients import Client
from oauth_plus.store.events import Outcome
from oauth_plus.store.families import Family, State
from oauth_plus.store.tokens import TokenPair


def use(
	refresh_token: str, asked: Iterable[str], client: Client, now: datetime, *, alone: bool = False
) -> Grant:
	"""The grant that a refresh token stands for, after all that it owes.

	What is simply exchanged need not be locked for it: who is overtaken is told so when it writes, and comes again to
	be `alone` with the family, as everybody is who asks for something else.
	"""
	found = token_lookup.by_refresh_token(secret.digest(refresh_token))
	if found is None:
		raise InvalidGrant("The refresh token is unknown")
	bound_to(found.pair, client)  # RFC 6749 §6
	require_enabled(client, is_enabled=found.client_is_enabled)
	pair, family = found.pair, found.family
	if alone or family is None or not _is_exchanged(pair, family, client, now):
		pair, family = _locked(pair, client)
	unended(family, pair)
	unexpired(family, client, now)  # RFC 9700 §4.14.2
	require_live_user(pair.user, client, is_enabled=found.user_is_enabled)
	return _turn(refresh_token, pair, family, tuple(asked), client, now)


def bound_to(pair: TokenPair, client: Client) -> None:
	"""Another client's refresh token is refused, and stays good for its owner."""
	if pair.client_id != client.client_id:
		raise InvalidGrant("The refresh token was issued to another client")


def unended(family: Family, pair: TokenPair) -> None:
	"""What was ended stays ended, whatever grace it would have."""
	if family.state is not State.ACTIVE or pair.is_revoked:
		raise InvalidGrant("The refresh token was revoked", cause=f"The grant is {family.state.value}")


def unexpired(family: Family, client: Client, now: datetime) -> None:
	"""Idle for too long, or the whole grant too old; enforced at use."""
	idle = timedelta(seconds=settings.policy_for(client).lifetimes.refresh_idle.seconds)
	unused = family.idle_ends_at or (family.rotated_at or now) + idle  # grants of before this app have no end
	with gate(client, Hardening.REFRESH_LIFETIME, family.user):
		if now >= min(filter(None, (unused, family.absolute_ends_at))):
			raise InvalidGrant("The refresh token has expired", fix="The person signs in again")


def _is_exchanged(pair: TokenPair, family: Family, client: Client, now: datetime) -> bool:
	"""As the database was seen, the refresh token is the current one, and another is to follow it."""
	policy = settings.policy_for(client)
	is_current = family.state is State.ACTIVE and pair.generation == family.generation
	return is_current and rotation.is_due(policy.rotation.mode, *_life(family, policy), now)


def _turn(
	presented: str, pair: TokenPair, family: Family, asked: tuple[str, ...], client: Client, now: datetime
) -> Grant:
	policy = settings.policy_for(client)
	grace = policy.rotation.grace
	standing = rotation.standing(pair.generation, family.generation, family.rotated_at, grace, now)
	if standing is Standing.REPEATED and (repeated := _repeated(presented, family, asked, client)):
		return repeated
	if standing is Standing.REPLAYED:
		_replayed(family, client)
	if standing is not Standing.CURRENT:
		return _next(pair, family, Issuance.ROTATED, now)  # an old client, which its gate only watches
	if rotation.is_due(policy.rotation.mode, *_life(family, policy), now):
		return _next(pair, family, Issuance.ROTATED, now)
	newest = tokens.lock_by_refresh_token(pair.refresh_digest)  # handed over since we looked, perhaps
	return _next(newest or pair, family, Issuance.KEPT, now)


def _next(pair: TokenPair, family: Family, turn: Issuance, now: datetime) -> Grant:
	generation = family.generation + 1 if turn is Issuance.ROTATED else family.generation
	end = family.absolute_ends_at
	if end and end <= now:  # an old client again
		end = None
	return Grant(family.user, family.scopes, family.id, generation, turn, pair, end)


def _repeated(presented: str, family: Family, asked: tuple[str, ...], client: Client) -> Grant | None:
	"""The answer was lost on the way, or two workers asked at once: both get the same pair.

	None where it cannot be opened, and the gate only watches the client.
	"""
	pair = successor.unseal(family.sealed_successor, presented, family.id, family.generation)
	if pair is None:
		with gate(client, Hardening.REFRESH_ROTATION, family.user):
			raise InvalidGrant(
				"The refresh token was used before",
				cause="Its successor is not sealed for it: it was used when its client had no grace, or by an "
				"older version of this app",
			)
		return None
	stored = tokens.lock_by_access_token(secret.digest(pair.access_token))
	if stored is None or stored.is_revoked:
		raise InvalidGrant("The refresh token was used before", cause="Its successor was revoked")
	if not _is_covered(asked, stored.scopes, family, client):
		raise InvalidGrant("The refresh token was used before, for a narrower scope")
	return Grant(
		family.user,
		stored.scopes,
		family.id,
		family.generation,
		Issuance.REPEATED,
		before=stored,
		repeated=pair,
		ends_at=family.absolute_ends_at,
	)


def _within(asked: Iterable[str], granted: tuple[str, ...]) -> tuple[str, ...]:
	"""Those of the words that a grant of these covers."""
	named = tuple(asked)
	may_have = scopes.obtainable(granted, named)
	known = set(named) - set(scopes.unknown(named))
	return tuple(word for word in named if word in may_have & known and (word != OPENID or OPENID in granted))


def _is_covered(asked: tuple[str, ...], given: tuple[str, ...], family: Family, client: Client) -> bool:
	"""The pair carries all that is asked for, but for what the client may no longer have."""
	within = _within(asked, family.scopes)
	missing = tuple(word for word in within if word not in given)
	if asked and not within:
		return False
	return set(still_allowed(missing, client, family.user)) <= set(given)


def _replayed(family: Family, client: Client) -> None:
	"""Two hold the same grant, and one of them should not: both lose it (RFC 9700 §4.14.2)."""
	cause = "A refresh token that had been exchanged came again: the whole grant ends"
	fix = "If the app did not lose an answer or restore an old backup, somebody else has seen its tokens"
	try:
		with gate(client, Hardening.REFRESH_ROTATION, family.user):
			raise InvalidGrant("The refresh token was used before", cause=cause, fix=fix)
	except InvalidGrant:
		replay = {"event": "refresh_token_replayed", "outcome": Outcome.REFUSED, "cause": cause, "fix": fix}
		revocation.end([family.id], "refresh_token_replayed", State.REPLAYED, **replay)
		user_emails.tell_of_alarm(family.user, family.client_id)
		raise


def _life(family: Family, policy: Policy) -> tuple[datetime, datetime | None]:
	"""When the current refresh token was issued, and when it ended as seen from there."""
	issued_at = family.rotated_at or clock.now()
	idle = issued_at + timedelta(seconds=policy.lifetimes.refresh_idle.seconds)
	return issued_at, min(filter(None, (idle, family.absolute_ends_at)))


def _locked(pair: TokenPair, client: Client) -> tuple[TokenPair, Family]:
	"""The pair and its family's row, which is ours until the request ends."""
	if not pair.family:
		pair = _adopted(pair, client)
	family = families.lock(pair.family)
	if family is None:
		raise InvalidGrant("The refresh token is unknown", cause="Its grant was purged")
	return pair, family


def _adopted(pair: TokenPair, client: Client) -> TokenPair:
	"""A grant that began without us is found worth a family, if it was not ended in the meantime."""
	lock_parties(pair.user, client)
	adopted = families.adopt(pair)
	if adopted is None:
		raise InvalidGrant("The refresh token was revoked")
	return adopted


def _left(granted: tuple[str, ...], client: Client, user: str) -> tuple[str, ...]:
	"""What the grant may still use. Raises InvalidGrant where that is nothing."""
	left = still_allowed(granted, client, user)
	if granted and not left:
		raise InvalidGrant(
			"The client may have no scope of this grant any more",
			cause=f"Of the scope {' '.join(granted)[:300]} the client may have nothing now",
			fix="Give the OAuth Client its scopes again, or have its users sign in anew",
		)
	return left


class RefreshTokenValidator(RequestValidator):
	"""oauthlib's questions about refresh tokens."""

	def validate_refresh_token(
		self, refresh_token: str, client: Client, request: Request, *args, **kwargs
	) -> bool:
		"""Set the grant, or raise."""
		alone, asked = getattr(request, "was_overtaken", False), requested(request.scope)
		request.grant = use(refresh_token, asked, client, clock.now(), alone=alone)
		request.user = request.grant.user
		request.scopes_left = _left(request.grant.scopes, client, request.user)
		return True

	def get_original_scopes(self, refresh_token: str, request: Request, *args, **kwargs) -> list[str]:
		"""What was consented, and the client may still have: a narrower token narrows nothing but itself."""
		return list(request.scopes_left)

	def is_within_original_scope(
		self, request_scopes: list[str], refresh_token: str, request: Request, *args, **kwargs
	) -> bool:
		"""Less than was consented, by another name: a scope that one of those contains, one DocType of all. To
		sign in is no part of anything else. What was not consented, or the client may no longer have, is left out: apps
		ask for the same words as at first, some of which they did not get (RFC 6749 §3.3, §6)."""
		if (
			request.grant.turn is Issuance.REPEATED
		):  # the same pair again, whose scopes cover what is asked for
			return True
		asked = _within(request_scopes, request.grant.scopes)
		request.scopes = list(still_allowed(asked, request.client, request.user))
		return bool(request.scopes)

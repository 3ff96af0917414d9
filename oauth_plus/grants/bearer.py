"""Bearer tokens at the resource server (RFC 6750): ours are checked here, those of other issuers are left alone."""

from datetime import datetime
from typing import NoReturn

from oauth_plus.exceptions import InvalidToken, LimitReached
from oauth_plus.grants import limit_events
from oauth_plus.grants.eligibility import ADMINISTRATOR
from oauth_plus.rules import expiry_words, networks, secret
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store.limits import calls
from oauth_plus.store.people import users
from oauth_plus.store.presented_tokens import bearers, token_lookup
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.scope_use import scope_use_notes
from oauth_plus.store.site import ip_address, settings
from oauth_plus.store.tokens.token_pair import TokenPair


def let_in(token: str, now: datetime) -> PresentedToken | None:
	"""Return what a valid access token of ours authorizes, from Redis if it is cached there, before the request
	writes anything. None for a token that is not ours. Raises InvalidToken (RFC 6750 §3.1); LimitReached for a call that is
	one too many."""
	digest = secret.digest(token)
	if access := bearers.load(digest):
		_require_room(access)
		require_valid(access, now)
		return access
	calls.require_no_flood()
	if access := bearers.remember(
		digest, token_lookup.by_access_token, lambda found: require_valid(found, now)
	):
		_require_room(access)
		return access
	if access := token_lookup.by_plain_access_token(token):  # not cached in Redis
		require_valid(access, now)
		_require_room(access)
	return access


def _require_room(access: PresentedToken) -> None:
	most = calls.of_client(*access.own_limits) if access.limits is None else access.limits
	try:
		calls.require_room(most, access.pair.client_id, access.pair.user)
	except LimitReached as refusal:
		limit_events.note(refusal, access)
		raise


def decide(token: str, now: datetime) -> TokenPair | None:
	"""Return the pair of a valid access token, read from the database; None for a token that is not ours.
	Raises InvalidToken (RFC 6750 §3.1)."""
	access = token_lookup.by_access_token(secret.digest(token)) or token_lookup.by_plain_access_token(token)
	if access is None:
		return None
	require_valid(access, now)
	return access.pair


def require_valid(access: PresentedToken, now: datetime) -> None:
	"""Require that an access token is valid now, from this address. Raises InvalidToken."""
	if access.pair.is_revoked:
		raise InvalidToken("The access token was revoked")
	if now >= access.pair.expires_at:
		_refuse_expired(access.pair, now)
	require_live(access)
	if access.is_tied and not users.may_come_from_here(access.pair.user):
		raise InvalidToken("The user may not sign in from this IP address")
	if not networks.includes(access.networks, ip_address.of_request()):
		raise InvalidToken("The client may not call from this IP address")


def _refuse_expired(pair: TokenPair, now: datetime) -> NoReturn:
	"""Note by how much the token has expired, and raise InvalidToken."""
	refusal = InvalidToken(
		"The access token has expired",
		cause=expiry_words.expired(expiry_words.ACCESS_TOKEN, now - pair.expires_at),
		fix="Nothing, if the app refreshes its token then. If not, have it do so after a 401",
	)
	scope_use_notes.note_refusal(pair.client_id, pair.user, refusal, would=False, reason="expired_token")
	raise refusal


def require_live(access: PresentedToken) -> None:
	"""Require that the grant, the client and the user are active. Raises InvalidToken."""
	if not access.family_is_live:
		raise InvalidToken("The access token was revoked")
	if not access.client_is_enabled:
		raise InvalidToken("The client is disabled")
	if not access.user_is_enabled:
		raise InvalidToken("The user is disabled")
	_hold_administrator(access)


def _hold_administrator(access: PresentedToken) -> None:
	"""Refuse tokens of Administrator, unless Settings allow them. Raises InvalidToken if the client's gate enforces
	it."""
	pair, level = access.pair, access.gates[Hardening.ADMINISTRATOR]
	if pair.user != ADMINISTRATOR or level is Gate.OFF or settings.allows_administrator():
		return
	refusal = InvalidToken(
		"Administrator gets no token on this site",
		cause="A token of Administrator was presented",
		fix="Use another user with the roles that the app needs, or tick Allow Tokens for Administrator in Settings",
	)
	would = level is Gate.WARN
	scope_use_notes.note_refusal(
		pair.client_id, pair.user, refusal, would=would, reason=Hardening.ADMINISTRATOR.value
	)
	if not would:
		raise refusal

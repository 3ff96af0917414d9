"""Bearer tokens at the resource server (RFC 6750): ours are checked here, those of other issuers are left alone."""

from datetime import datetime

from oauth_plus.exceptions import InvalidToken
from oauth_plus.grants.eligibility import ADMINISTRATOR
from oauth_plus.grants.refusal_events import hold, noted
from oauth_plus.rules import expiry_words, networks, secret
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store.limits import calls
from oauth_plus.store.people import users
from oauth_plus.store.presented_tokens import bearers, token_lookup
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.site import ip_address, settings
from oauth_plus.store.tokens.token_pair import TokenPair


def let_in(token: str, now: datetime) -> PresentedToken | None:
	"""Return what a valid access token of ours authorizes, from Redis if it is cached there, before the request
	writes anything. None for a token that is not ours. Raises InvalidToken (RFC 6750 §3.1); LimitReached for a call that is
	one too many."""
	digest = secret.digest(token)
	if access := bearers.load(digest):
		with noted(access.pair):
			_require_room(access)
			require_valid(access, now)
		return access
	calls.require_no_flood()
	access = bearers.remember(digest, token_lookup.by_access_token, lambda found: _require_valid(found, now))
	if access is None:
		access = token_lookup.by_plain_access_token(token)  # not cached in Redis
		if access is None:
			return None
		_require_valid(access, now)
	with noted(access.pair):
		_require_room(access)
	return access


def _require_valid(access: PresentedToken, now: datetime) -> None:
	with noted(access.pair):
		require_valid(access, now)


def _require_room(access: PresentedToken) -> None:
	most = calls.of_client(*access.own_limits) if access.limits is None else access.limits
	calls.require_room(most, access.pair.client_id, access.pair.user)


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
		raise _revoked()
	if now >= access.pair.expires_at:
		raise _expired(access.pair, now)
	require_live(access)
	if access.is_tied and not users.may_come_from_here(access.pair.user):
		raise InvalidToken(
			"The user may not sign in from this IP address",
			fix="Correct Restrict IP of the user, or have the proxy hand on the address of the app",
			reason="wrong_address",
		)
	if not networks.includes(access.networks, ip_address.of_request()):
		raise InvalidToken(
			"The client may not call from this IP address",
			fix="Correct Allowed IP Addresses of the OAuth Client, or have the proxy hand on the address of the app",
			reason="wrong_address",
		)


def _expired(pair: TokenPair, now: datetime) -> InvalidToken:
	return InvalidToken(
		"The access token has expired",
		cause=expiry_words.expired(expiry_words.ACCESS_TOKEN, now - pair.expires_at),
		fix="Nothing, if the app refreshes its token then. If not, have it do so after a 401",
		reason="expired_token",
	)


def _revoked() -> InvalidToken:
	return InvalidToken(
		"The access token was revoked",
		fix="The Revocation Reason of the OAuth Plus Grant says why. The app goes on when its user signs in again",
		reason="revoked_token",
	)


def require_live(access: PresentedToken) -> None:
	"""Require that the grant, the client and the user are active. Raises InvalidToken."""
	if not access.family_is_live:
		raise _revoked()
	if not access.client_is_enabled:
		raise InvalidToken(
			"The client is disabled",
			fix="Enable the OAuth Client, if the app may go on",
			reason="client_disabled",
		)
	if not access.user_is_enabled:
		raise InvalidToken(
			"The user is disabled",
			fix="Enable the user, if the app may go on acting for them",
			reason="user_disabled",
		)
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
		reason=Hardening.ADMINISTRATOR.value,
	)
	hold(level, refusal, pair)

"""What introspection says of an active token (RFC 7662 §2.2)."""

from datetime import datetime
from typing import Any

from oauth_plus.exceptions import InvalidToken
from oauth_plus.grants import access_token, bearer, openid
from oauth_plus.rules import secret
from oauth_plus.rules.dpop import SCHEME, confirmation
from oauth_plus.rules.policy import Gate, Hardening, stricter
from oauth_plus.rules.scope_list import OPENID
from oauth_plus.store import client_lookup
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import subjects
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import site_issuer
from oauth_plus.store.tokens.token_pair import TokenPair


def described(
	token: str, access: PresentedToken, client: Client, now: datetime, *, other: Gate = Gate.OFF
) -> dict[str, Any]:
	"""Return the members of RFC 7662 §2.2 for an active token. `other` is the gate of the token's owner, if that is
	another client. Raises InvalidToken for a token that is not active."""
	pair = access.pair
	is_access_token = secret.digest(token) == pair.access_digest
	ends = pair.expires_at if is_access_token else pair.refresh_expires_at
	if pair.is_revoked or (ends and now >= ends):
		raise InvalidToken("The token is no longer active")
	if not is_access_token:
		require_current(access)
	bearer.require_live(access)
	words = _scopes_left(pair.scopes if is_access_token else pair.granted_scopes, access)
	answer = {
		"active": True,
		"client_id": client_lookup.public_id(pair.client_id),
		"scope": " ".join(words),
		"iat": int(pair.issued_at.timestamp()),
		"iss": site_issuer.issuer(),
		"sub": subjects.for_client(pair.user, client),
	}
	answer |= {"exp": int(ends.timestamp())} if ends else {}
	answer |= _audience(access, is_access_token=is_access_token)
	answer |= _of_access_token(token, pair) if is_access_token else {}
	gate_now = client_policy.policy_for(client).gate(Hardening.INTROSPECTION_BINDING)
	if stricter(gate_now, other) is not Gate.ENFORCE:
		answer |= _as_stock_told(pair, words, client)
	return answer


def _of_access_token(token: str, pair: TokenPair) -> dict[str, Any]:
	"""Return the members that only an access token has: its type and its key (RFC 9449 §6.2), and those of its JWT."""
	scheme = SCHEME if pair.dpop_jkt else "Bearer"
	return {"token_type": scheme, **confirmation(pair.dpop_jkt), **access_token.described(token, pair)}


def _audience(access: PresentedToken, *, is_access_token: bool) -> dict[str, Any]:
	"""Return the resources that the token is for (RFC 7662 §2.2, RFC 8707 §2); empty where it was asked for none."""
	granted = access.family.resources if access.family else ()
	named = access.pair.resources if is_access_token else granted
	return {"aud": named[0] if len(named) == 1 else list(named)} if named else {}


def _scopes_left(granted: tuple[str, ...], access: PresentedToken) -> tuple[str, ...]:
	"""Return the scopes that the owner still has. Raises InvalidToken if there are none."""
	if access.gates[Hardening.SCOPE] is not Gate.ENFORCE:
		return granted
	left = scope_lookup.left(granted, access.client_scopes)
	if granted and not left:
		raise InvalidToken("The client has no scope of this token any more")
	return left


def require_current(access: PresentedToken) -> None:
	"""Raises InvalidToken for a refresh token that was exchanged: at most a repeat can use it."""
	if access.family and access.family.generation != access.pair.generation:
		raise InvalidToken("The refresh token was used before")


def _as_stock_told(pair: TokenPair, words: tuple[str, ...], client: Client) -> dict[str, Any]:
	"""Return profile and roles, as stock did, for old clients that rely on them."""
	profile = openid.claims_of(pair.user, words, client) if OPENID in words else {}
	return {"trusted_client": int(client.skips_consent), **profile}

"""Refreshing (RFC 6749 §6): bound to the client, the person and what was consented."""

from datetime import datetime

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import InvalidGrant
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, require_live_user
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import moments, tokens
from oauth_plus.store.clients import Client
from oauth_plus.store.tokens import TokenPair


def use(presented: str, client: Client, now: datetime) -> Grant:
	"""The grant that a refresh token stands for, after all that it owes."""
	pair = tokens.lock_by_refresh_token(secret.digest(presented))
	if pair is None:
		raise InvalidGrant("The refresh token is unknown")
	bound_to(pair, client)  # RFC 6749 §6
	unrevoked(pair)
	unexpired(pair, client, now)  # RFC 9700 §4.14.2
	require_live_user(pair.user, client)
	return Grant(pair.user, pair.granted_scopes, _family(pair), pair.grant_expires_at)


def bound_to(pair: TokenPair, client: Client) -> None:
	"""Another client's refresh token is refused, and stays good for its owner."""
	if pair.client_id != client.client_id:
		raise InvalidGrant("The refresh token was issued to another client")


def unrevoked(pair: TokenPair) -> None:
	"""What was ended stays ended."""
	if pair.is_revoked:
		raise InvalidGrant("The refresh token was revoked")


def unexpired(pair: TokenPair, client: Client, now: datetime) -> None:
	"""Idle for too long, or the whole grant too old; enforced at use."""
	ends = [moment for moment in (pair.refresh_expires_at, pair.grant_expires_at) if moment]
	with gate(client, Hardening.REFRESH_LIFETIME, pair.user):
		if ends and now >= min(ends):
			raise InvalidGrant("The refresh token has expired", fix="The person signs in again")


def _family(pair: TokenPair) -> str:
	if pair.family:
		return pair.family
	family = secret.new_family()
	tokens.found_family(pair, family)
	return family


class RefreshTokens(RequestValidator):
	"""oauthlib's questions about refresh tokens."""

	def validate_refresh_token(
		self, refresh_token: str, client: Client, request: Request, *args, **kwargs
	) -> bool:
		"""Set the grant, or raise."""
		request.grant = use(refresh_token, client, moments.now())
		request.user = request.grant.user
		return True

	def get_original_scopes(self, refresh_token: str, request: Request, *args, **kwargs) -> list[str]:
		"""What was consented: a narrower token narrows nothing but itself."""
		return list(request.grant.scopes)

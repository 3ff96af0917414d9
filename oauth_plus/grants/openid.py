"""ID tokens and the userinfo answer (OpenID Connect Core §2, §3.1, §5.3)."""

from collections.abc import Iterable
from typing import Any

from oauthlib.common import Request
from oauthlib.openid import RequestValidator

from oauth_plus.exceptions import InsufficientScope
from oauth_plus.grants import signing
from oauth_plus.grants.allowed_scopes import still_allowed
from oauth_plus.grants.gate import gate
from oauth_plus.platform import claim_hooks
from oauth_plus.rules import claims
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store import clients, settings, users
from oauth_plus.store.clients import Client
from oauth_plus.store.tokens import TokenPair

OPENID = "openid"


def claims_of(user: str, scopes: Iterable[str], client: Client | None) -> dict[str, Any]:
	"""Who the person is, as far as the scopes give it, with what other apps add."""
	known = {name: value for name, value in users.profile(user).items() if value is not None} | {
		"sub": users.subject(user),
		"iss": settings.issuer(),
	}
	if client and settings.policy_for(client).gate(Hardening.SCOPE) is Gate.ENFORCE:
		known = claims.given(known, scopes)
	for added in claim_hooks.of(user, scopes, client.client_id if client else ""):
		known = claims.joined(known, added)
	return known


def userinfo(pair: TokenPair) -> dict[str, Any]:
	"""The answer of the userinfo endpoint for a good access token. Raises InsufficientScope."""
	client = clients.find(pair.client_id)
	scopes = still_allowed(pair.scopes, client, pair.user) if client else pair.scopes
	if client and OPENID not in scopes:
		with gate(client, Hardening.USERINFO_SCOPE, pair.user):
			raise InsufficientScope(
				OPENID,
				cause="A token without the scope openid asked who its user is",
				fix="Ask for the scope openid",
			)
	return claims_of(pair.user, scopes, client)


def _signed_in_at(request: Request) -> float | None:
	"""When the person did, as the code remembers it; a refresh tells of no sign-in (§12.2)."""
	grant = getattr(request, "grant", None)
	return grant.auth_time if grant else getattr(request, "auth_time", None)


class OpenID(RequestValidator):
	"""oauthlib's questions about OpenID Connect."""

	def finalize_id_token(
		self, id_token: dict[str, Any], token: dict[str, Any], token_handler: Any, request: Request
	) -> str:
		"""Complete the claims that oauthlib began, and sign them."""
		id_token |= claims_of(request.user, request.scopes, request.client)
		if auth_time := _signed_in_at(request):
			id_token["auth_time"] = int(auth_time)
		id_token["exp"] = id_token["iat"] + int(token.get("expires_in") or 3600)
		proven_by = getattr(request, "proven_by", None) or ""
		return signing.sign(id_token, request.client, request.user, proven_by)

	def refresh_id_token(self, request: Request) -> bool:
		"""A refresh goes on without an ID token that cannot be signed (§12.2: it might not contain one)."""
		proven_by = getattr(request, "proven_by", None) or ""
		return signing.is_possible(request.client, request.user, proven_by)

	def get_authorization_code_scopes(
		self, client_id: str, code: str, redirect_uri: str, request: Request
	) -> list[str]:
		"""Known once the code is redeemed."""
		return list(request.scopes or ())

	def get_authorization_code_nonce(
		self, client_id: str, code: str, redirect_uri: str, request: Request
	) -> str | None:
		"""The nonce of the authorization request comes back in the ID token."""
		return request.grant.nonce

	def validate_silent_login(self, request: Request) -> bool:
		"""`prompt=none` needs somebody signed in; the authorization endpoint has looked already."""
		return bool(request.user) and request.user != "Guest"

	def validate_silent_authorization(self, request: Request) -> bool:
		"""The authorization endpoint asks for consent by itself, where that is needed."""
		return True

	def validate_user_match(
		self, id_token_hint: str | None, scopes: list[str], claims: dict | None, request: Request
	) -> bool:
		"""The hint was issued to this client for the person who is signed in (§3.1.2.1)."""
		if not id_token_hint:
			return True
		hinted = signing.believed(id_token_hint, request.client, request.user)
		return bool(hinted) and hinted.get("sub") == users.subject(request.user)

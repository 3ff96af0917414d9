"""ID tokens and the userinfo answer (OpenID Connect Core §2, §3.1, §5.3)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from oauth_plus.exceptions import InsufficientScope
from oauth_plus.grants import signing
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, Issuance
from oauth_plus.grants.scopes import still_allowed
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.platform import claim_hooks
from oauth_plus.rules import claims, id_token
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.scope_list import OPENID
from oauth_plus.store import client_lookup, users
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import site_issuer
from oauth_plus.store.tokens.token_pair import TokenPair


def claims_of(user: str, scopes: Iterable[str], client: Client | None) -> dict[str, Any]:
	"""Return the claims about a user that the scopes give (OpenID Connect Core §5.4), with those that other
	apps add."""
	known = {name: value for name, value in users.profile(user).items() if value is not None} | {
		"sub": users.subject(user),
		"iss": site_issuer.issuer(),
	}
	if client and client_policy.policy_for(client).gate(Hardening.SCOPE) is Gate.ENFORCE:
		known = claims.given(known, scopes)
	for added in claim_hooks.of(user, scopes, client.client_id if client else ""):
		known = claims.joined(known, added)
	return known


def userinfo(pair: TokenPair) -> dict[str, Any]:
	"""Return the answer of the userinfo endpoint for a valid access token (OpenID Connect Core §5.3.2).
	Raises InsufficientScope."""
	client = client_lookup.find(pair.client_id)
	scopes = still_allowed(pair.scopes, client, pair.user) if client else pair.scopes
	if client and OPENID not in scopes:
		with gate(client, Hardening.USERINFO_SCOPE, pair.user):
			raise InsufficientScope(
				OPENID,
				kept=tuple(scopes),
				cause="A token without the scope openid asked who its user is",
				fix="Ask for the scope openid",
			)
	return claims_of(pair.user, scopes, client)


def with_id_token(
	response: TokenResponse, grant: Grant, sender: AuthenticatedClient, now: datetime
) -> TokenResponse:
	"""Return the response with an ID token (OpenID Connect Core §3.1.3.3).

	A refresh whose ID token cannot be signed goes on without one (§12.2). Raises ServerError for a new grant.
	"""
	client, proven_by = sender.client, sender.proven_by or ""
	if grant.issuance is not Issuance.NEW and not signing.is_possible(client, grant.user, proven_by):
		return response
	begun = id_token.claims(client.client_id, int(now.timestamp()), response.access_token, grant.nonce)
	whole = completed(
		begun, grant.user, response.scopes, client, grant.auth_time, lifetime=response.expires_in
	)
	return replace(response, id_token=signing.sign(whole, client, now, grant.user, proven_by))


def completed(
	begun: dict[str, Any],
	user: str,
	scopes: Iterable[str],
	client: Client,
	auth_time: float | None,
	*,
	lifetime: int,
) -> dict[str, Any]:
	"""Return the claims of an ID token with those of the user and its expiry (OpenID Connect Core §2).

	`auth_time` is when the user signed in, in seconds since 1970; a refresh has none (§12.2). `lifetime` in seconds.
	"""
	whole = begun | claims_of(user, scopes, client) | {"exp": begun["iat"] + lifetime}
	return whole | {"auth_time": int(auth_time)} if auth_time else whole

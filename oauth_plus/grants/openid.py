"""ID tokens and the userinfo answer (OpenID Connect Core §2, §3.1, §5.3)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from oauth_plus.exceptions import InsufficientScope, ServerError
from oauth_plus.grants import refusal_events, signing
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, Issuance
from oauth_plus.grants.scopes import still_allowed
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.platform import claim_hooks
from oauth_plus.rules import claims, id_token
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.scope_list import OPENID
from oauth_plus.rules.sign_in import SignIn
from oauth_plus.store import client_lookup, events
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import sessions, subjects, users
from oauth_plus.store.site import site_issuer
from oauth_plus.store.tokens.token_pair import TokenPair


def claims_of(user: str, scopes: Iterable[str], client: Client | None) -> dict[str, Any]:
	"""Return the claims about a user for these scopes (OpenID Connect Core §5.4), with those of other apps."""
	known = {name: value for name, value in users.profile(user).items() if value is not None} | {
		"sub": subjects.for_client(user, client),
		"iss": site_issuer.issuer(),
	}
	if client and client_policy.policy_for(client).gate(Hardening.SCOPE) is Gate.ENFORCE:
		known = claims.given(known, scopes)
	if client and client.sign_on.groups_claim:
		known = claims.with_groups(known, client.sign_on.groups_claim)
	for added in claim_hooks.of(user, scopes, client.client_id if client else ""):
		known = claims.joined(known, added)
	return known


def userinfo(pair: TokenPair) -> dict[str, Any]:
	"""Return the answer of the userinfo endpoint for a valid access token (OpenID Connect Core §5.3.2).
	Raises InsufficientScope."""
	client = client_lookup.find(pair.client_id)
	scopes = still_allowed(pair.scopes, client, pair.user) if client else pair.scopes
	if client and OPENID not in scopes:
		with refusal_events.noted(pair), gate(client, Hardening.USERINFO_SCOPE, pair.user):
			raise InsufficientScope(
				OPENID,
				kept=tuple(scopes),
				cause="A token without the scope openid was used at the userinfo endpoint",
				fix="Request the scope openid",
			)
	return claims_of(pair.user, scopes, client)


def with_id_token(
	response: TokenResponse, grant: Grant, sender: AuthenticatedClient, now: datetime
) -> TokenResponse:
	"""Return the response with an ID token (OpenID Connect Core §3.1.3.3). If it cannot be signed, a refresh
	continues without it (§12.2), with an event. Raises ServerError for a new grant."""
	client, proven_by = sender.client, sender.proven_by or ""
	begun = id_token.claims(client.public_id, int(now.timestamp()), response.access_token, grant.nonce)
	whole = completed(begun, grant.user, response.scopes, client, grant.sign_in, lifetime=response.expires_in)
	try:
		return replace(response, id_token=signing.sign(whole, client, now, grant.user, proven_by))
	except ServerError as refusal:
		if grant.issuance is Issuance.NEW:
			raise
		events.record_refusal("id_token_unsigned", refusal, client.client_id, grant.user)
		return response


def completed(
	begun: dict[str, Any],
	user: str,
	scopes: Iterable[str],
	client: Client,
	sign_in: SignIn,
	*,
	lifetime: int,
) -> dict[str, Any]:
	"""Return the claims of an ID token with those of the user and its expiry (OpenID Connect Core §2).

	Of the sign-in, a refresh knows the session alone (§12.2). `lifetime` in seconds.
	"""
	whole = begun | claims_of(user, scopes, client) | {"exp": begun["iat"] + lifetime}
	session = sessions.sid_for(sign_in.session, client.client_id)
	return whole | id_token.of_sign_in(sign_in, session)

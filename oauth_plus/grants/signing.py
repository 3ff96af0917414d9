"""ID tokens as JWS (OpenID Connect Core §2, §10.1), signed with the site's key, or with the secret of a client that
verifies so. They are verified with the key that we choose, never with one that the header names (RFC 8725 §3.1)."""

from datetime import datetime
from typing import Any

import jwt

from oauth_plus.exceptions import InvalidClient, ServerError
from oauth_plus.grants.gate import gate
from oauth_plus.platform import clock
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.signing import HS256
from oauth_plus.rules.storable import is_storable
from oauth_plus.store.client_secrets import signing_secrets
from oauth_plus.store.clients import capabilities
from oauth_plus.store.clients.client import Client
from oauth_plus.store.signing import key_rotation, signing_keys
from oauth_plus.store.site import settings

HEADER = {"alg", "typ", "kid"}
"""Members of our headers. `crit`, `jwk`, `jku` and others are never ours (RFC 7515 §4.1.11)."""

TYPE = "JWT"


def sign(
	claims: dict[str, Any],
	client: Client,
	now: datetime,
	user: str | None = None,
	proven_by: str = "",
	*,
	kind: str = TYPE,
) -> str:
	"""Return a signed token. Its header names the site's key, so that clients find it in the JWK Set (RFC 7515
	§4.1.4). `proven_by` names the secret that authenticated the client. `kind` is the `typ` of the header. Raises
	ServerError if no secret is stored."""
	if uses_secret(client, user):
		return jwt.encode(claims, _secret_of(client, proven_by), HS256, headers={"typ": kind})
	return by_site_key(claims, now, kind)


def by_site_key(claims: dict[str, Any], now: datetime, kind: str) -> str:
	"""Return a token that is signed with the site's key, which is made if there is none. `kind` is the `typ` of the
	header."""
	key = key_rotation.active_signer(now)
	return jwt.encode(claims, key.private_key, key.algorithm.value, headers={"kid": key.kid, "typ": kind})


def believed(token: str, client: Client, user: str | None = None) -> dict[str, Any] | None:
	"""Return the claims of a token that we signed for this client, also of an expired one; None for any other token
	(OpenID Connect Core §3.1.3.7)."""
	try:
		header = jwt.get_unverified_header(token)
		if not header.keys() <= HEADER or header.get("typ", TYPE) != TYPE:
			return None
	except (jwt.InvalidTokenError, RecursionError):  # the latter for JSON that is nested too deep
		return None
	readings = (_read(token, *key, client) for key in _keys_for(header.get("kid"), client, user))
	return next(filter(None, readings), None)


def audience_of(token: str) -> str | None:
	"""Return the client that a token says it is for, before anything of it is believed: it only says whose keys to try."""
	try:
		audience = jwt.decode(token, options={"verify_signature": False}).get("aud")
	except (jwt.InvalidTokenError, RecursionError):
		return None
	return audience if isinstance(audience, str) and is_storable(audience) else None


def uses_secret(client: Client, user: str | None = None) -> bool:
	"""Return whether the client verifies with its secret, and has one (OpenID Connect Core §10.1). An old public
	client does, unless its gate enforces the site's key."""
	if not client.verifies_with_secret:
		return False
	try:
		with gate(client, Hardening.ID_TOKEN_KEY, user):
			require_kept_secret(client)
	except InvalidClient:
		return False
	return True


def require_kept_secret(client: Client) -> None:
	"""Raises InvalidClient for a public client, whose secret everybody can read (OpenID Connect Core §10.1:
	MUST NOT)."""
	if client.is_public:
		raise InvalidClient(
			"A public client keeps no secret",
			cause="ID tokens of a public client are signed with its secret, which everybody can read",
			fix="Let the app verify ID tokens with the keys at jwks_uri. Then set ID Token Signing to Site Key",
		)


def algorithms() -> list[str]:
	"""Return the algorithms that this site signs ID tokens with. Discovery §3 requires RS256; it is missing only if
	Settings chose ES256."""
	own = own_algorithms()
	return [*own, HS256] if capabilities.includes(capabilities.SYMMETRIC_KEYS) else own


def own_algorithms() -> list[str]:
	"""Return the algorithms of the site's own keys, with which it signs from now on: one."""
	signs_first = signing_keys.published(clock.now())[:1]
	return [(signs_first[0].algorithm if signs_first else settings.id_token_algorithm()).value]


def key_set() -> dict[str, Any]:
	"""Return the JWK Set (RFC 7517 §5): public halves of the active key, and of those whose ID tokens may be valid."""
	return {"keys": [dict(key.public_jwk) for key in signing_keys.published(clock.now())]}


def _secret_of(client: Client, proven_by: str) -> str:
	"""Return the secret that the app sent, or the one that it most likely uses."""
	key = signing_secrets.signing_secret(client.client_id, proven_by)
	if key is None:
		raise ServerError(
			"The ID token cannot be signed",
			cause="The client has no secret to sign its ID tokens with",
			fix="On the OAuth Client, create a secret with New Secret, or set ID Token Signing to Site Key",
		)
	return key


def _keys_for(kid: str | None, client: Client, user: str | None) -> list[tuple[Any, str]]:
	"""Return the keys, each with its one algorithm, so that a key cannot be used with another one."""
	if kid is not None:
		key = next((each for each in signing_keys.published(clock.now()) if each.kid == kid), None)
		return [(jwt.PyJWK(dict(key.public_jwk)).key, key.algorithm.value)] if key else []
	known = signing_secrets.signing_secrets(client.client_id) if uses_secret(client, user) else []
	return [(value, HS256) for value in known]


def _read(token: str, key: Any, algorithm: str, client: Client) -> dict[str, Any] | None:
	try:
		options = {"verify_exp": False}
		claims: dict[str, Any] = jwt.decode(
			token, key, algorithms=[algorithm], audience=client.public_id, options=options
		)
		return claims
	except (jwt.InvalidTokenError, RecursionError):
		return None

"""Claims about the user that scopes give (OpenID Connect Core §5.4)."""

from collections.abc import Iterable, Mapping
from typing import Any

from oauth_plus.rules.scope_definition import ALL

BY_SCOPE = {"email": {"email", "email_verified"}, "roles": {"roles"}}
"""Claims by scope; every other claim about the user belongs to `profile`."""

PROTECTED = frozenset(
	(
		"iss",
		"sub",
		"aud",
		"exp",
		"iat",
		"nbf",
		"jti",
		"nonce",
		"azp",
		"acr",
		"amr",
		"auth_time",
		"at_hash",
		"c_hash",
	)
)
"""Claims that identify the token itself (RFC 7519 §4.1, OpenID Connect Core §2): no app changes them."""


def given(claims: Mapping[str, Any], scopes: Iterable[str]) -> dict[str, Any]:
	"""Return the claims that the scopes give (OpenID Connect Core §5.4); `all` gives every one, as stock
	Frappe does."""
	held = set(scopes)
	if ALL in held:
		return dict(claims)
	return {name: value for name, value in claims.items() if name in PROTECTED or _scope_of(name) in held}


def joined(claims: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
	"""Return the claims with those that an app adds, except protected ones (RFC 7519 §4.1)."""
	return {**claims, **{name: value for name, value in added.items() if name not in PROTECTED}}


def _scope_of(claim: str) -> str:
	return next((scope for scope, claims in BY_SCOPE.items() if claim in claims), "profile")

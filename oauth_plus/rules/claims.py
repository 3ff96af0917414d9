"""Which claims about a person a scope gives (OpenID Connect Core §5.4)."""

from collections.abc import Iterable, Mapping
from typing import Any

from oauth_plus.rules.scope_definition import ALL

BY_SCOPE = {"email": {"email", "email_verified"}, "roles": {"roles"}}
"""Any other claim about the person is of the scope `profile`."""

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
"""What makes the token what it is: no app changes it."""


def given(claims: Mapping[str, Any], scopes: Iterable[str]) -> dict[str, Any]:
	"""Those claims that the scopes give; `all` gives every one, as before this app."""
	held = set(scopes)
	if ALL in held:
		return dict(claims)
	return {name: value for name, value in claims.items() if name in PROTECTED or _scope_of(name) in held}


def joined(claims: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
	"""The claims, and those that an app adds."""
	return {**claims, **{name: value for name, value in added.items() if name not in PROTECTED}}


def _scope_of(claim: str) -> str:
	return next((scope for scope, claims in BY_SCOPE.items() if claim in claims), "profile")

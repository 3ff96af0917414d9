"""Claims about the user that scopes give (OpenID Connect Core §5.4)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from oauth_plus.rules.scope_definition import ALL
from oauth_plus.rules.sentence import Sentence

ROLES = "roles"
"""Claim, and the scope that gives it."""

BY_SCOPE = {"email": {"email", "email_verified"}, ROLES: {ROLES}}
"""Claims by scope; every other claim about the user belongs to `profile`."""

OF_PROFILE = (
	"name",
	"given_name",
	"family_name",
	"preferred_username",
	"picture",
	"locale",
	"zoneinfo",
	"updated_at",
)
"""Claims that `profile` gives (OpenID Connect Core §5.4)."""

KNOWN = (*OF_PROFILE, "email", "email_verified", ROLES)
"""Claims about a user that this server has (OpenID Connect Core §5.1)."""

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
		"sid",
		"events",
	)
)
"""Claims that identify the token itself (RFC 7519 §4.1, OpenID Connect Core §2): no app changes them."""

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:/~#-]{0,139}")
"""Name of a claim: a word, or a URI that its owner makes unique (RFC 7519 §4.2)."""


def given(claims: Mapping[str, Any], scopes: Iterable[str]) -> dict[str, Any]:
	"""Return the claims that the scopes give (OpenID Connect Core §5.4); `all` gives every one, as stock
	Frappe does."""
	held = set(scopes)
	if ALL in held:
		return dict(claims)
	return {name: value for name, value in claims.items() if name in PROTECTED or scope_of(name) in held}


def joined(claims: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
	"""Return the claims with those that an app adds, except protected ones (RFC 7519 §4.1)."""
	return {**claims, **{name: value for name, value in added.items() if name not in PROTECTED}}


def with_groups(claims: Mapping[str, Any], name: str) -> dict[str, Any]:
	"""Return the claims with the roles under a second name as well, where they are given at all."""
	return {**claims, name: claims[ROLES]} if ROLES in claims else dict(claims)


def scope_of(claim: str) -> str:
	"""Return the scope that gives a claim (OpenID Connect Core §5.4)."""
	return next((scope for scope, claims in BY_SCOPE.items() if claim in claims), "profile")


def unfit_groups_claim(name: str) -> str:
	"""Return why the roles may not have this name, as the end of a sentence; empty where they may, and for no name."""
	if not name or name == ROLES:
		return ""
	if name in PROTECTED:
		return Sentence("identifies the token itself")
	if name in KNOWN:
		return Sentence("says something else about the user")
	if not NAME.fullmatch(name):
		return Sentence("is not a word of letters, digits and _ . : / ~ # -, of at most 140 characters")
	return ""


def language_tag(language: str | None) -> str | None:
	"""Return a language of Frappe as BCP 47 writes it (OpenID Connect Core §5.1: locale); None for none."""
	return language.strip().replace("_", "-") if language and language.strip() else None

"""Access tokens that are signed JWTs (RFC 9068), for gateways that verify them by themselves."""

from collections.abc import Iterable
from typing import Any

from oauth_plus.rules import jws
from oauth_plus.rules.jws import UnfitToken

TYPE = "at+jwt"
"""`typ` of the header, so that nobody takes one for an ID token (RFC 9068 §2.1)."""

LONGEST = 4_096
"""Characters: as long as a parameter of a request may be, and within what web servers accept in a header."""


def claims(
	*,
	issuer: str,
	subject: str,
	resources: tuple[str, ...],
	client_id: str,
	scopes: Iterable[str],
	issued_at: int,
	lifetime: int,
	token_id: str,
) -> dict[str, Any]:
	"""Return the claims of RFC 9068 §2.2. A token that names no resource is for the site (§3). `issued_at` in seconds since
	1970, `lifetime` in seconds."""
	bound = resources or (issuer,)
	return {
		"iss": issuer,
		"sub": subject,
		"aud": bound[0] if len(bound) == 1 else list(bound),
		"client_id": client_id,
		"scope": " ".join(scopes),
		"iat": issued_at,
		"exp": issued_at + lifetime,
		"jti": token_id,
	}


def unverified(token: str) -> dict[str, Any]:
	"""Return what a token of this type says, not verified; empty for any other text."""
	if len(token) > LONGEST or "." not in token:  # an opaque one, mostly
		return {}
	try:
		return jws.part(token, 1) if jws.part(token, 0).get("typ") == TYPE else {}
	except UnfitToken:
		return {}

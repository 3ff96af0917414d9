"""Access tokens that are signed JWTs (RFC 9068), for gateways that verify them by themselves."""

import base64
import json
from collections.abc import Iterable
from typing import Any

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
	if len(token) > LONGEST or token.count(".") != 2:
		return {}
	header, payload, _signature = token.split(".")
	return _read(payload) if _read(header).get("typ") == TYPE else {}


def _read(part: str) -> dict[str, Any]:
	try:
		said = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
	except (ValueError, RecursionError):
		return {}
	return said if isinstance(said, dict) else {}

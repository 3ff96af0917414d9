"""Signatures of others, verified with their public keys (RFC 7515 §5.2)."""

from typing import Any

import jwt

UNVERIFIED = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
"""The signature alone is PyJWT's to verify: the claims are judged by rules."""


def verified(token: str, key: dict[str, Any], algorithm: str) -> dict[str, Any] | None:
	"""Return the claims of a JWT that this key has signed; None for any other. The caller chooses the algorithm: it fits
	the key (RFC 8725 §3.1)."""
	try:
		public = jwt.PyJWK(key, algorithm).key
		claims: dict[str, Any] = jwt.decode(token, public, [algorithm], options=UNVERIFIED)
	except (jwt.PyJWTError, ValueError, RecursionError):  # ValueError: a point that is not on the curve
		return None
	return claims

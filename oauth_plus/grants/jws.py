"""Signatures of others, verified with their public keys (RFC 7515 §5.2)."""

import contextlib
import json
from typing import Any

import jwt
from jwt.algorithms import OKPAlgorithm

ED25519 = "Ed25519"
"""Name of EdDSA with the curve Ed25519 (RFC 9864 §2.2), which PyJWT does not know yet."""

_JWS = jwt.PyJWS()
with contextlib.suppress(ValueError):  # a later PyJWT knows it
	_JWS.register_algorithm(ED25519, OKPAlgorithm())


def verified(token: str, key: dict[str, Any], algorithm: str) -> dict[str, Any] | None:
	"""Return the claims of a JWT that this key has signed; None for any other. The caller chooses the algorithm: it fits
	the key (RFC 8725 §3.1). The signature alone is verified: the claims are judged by rules."""
	try:
		public = jwt.PyJWK(key, "EdDSA" if algorithm == ED25519 else algorithm).key
		claims = json.loads(_JWS.decode(token, public, [algorithm]))
	except (jwt.PyJWTError, ValueError, RecursionError):  # ValueError: no point of the curve, or no JSON
		return None
	return claims if isinstance(claims, dict) else None

"""Claims of the assertion by which a client proves itself (RFC 7523 §3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oauth_plus.rules import jws
from oauth_plus.rules.jws import SKEW, UnfitToken
from oauth_plus.rules.sentence import Sentence
from oauth_plus.rules.storable import is_storable

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
"""The one value of `client_assertion_type` (RFC 7523 §2.2)."""

ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP", "Ed25519": "OKP"}
"""Algorithms that are accepted, with the type of their keys: none of them is symmetric (RFC 8725 §3.1).
"Ed25519" is the newer name of what "EdDSA" does with the curve Ed25519 (RFC 9864 §2.2)."""

EDWARDS = {"EdDSA", "Ed25519"}
"""Two names of one algorithm."""

FAPI_ALGORITHMS = ("PS256", "ES256", "EdDSA", "Ed25519")
"""Those of the FAPI 2.0 Security Profile (§5.4.1, item 1)."""

TYPES = (None, "JWT", "client-authentication+jwt")
"""Values of the header `typ`; another stands for another kind of token (RFC 8725 §3.11)."""

LONGEST_LIFE = 3600
"""Seconds from now to `exp`, for which its `jti` has to be remembered."""


def header_of(assertion: str, *, is_fapi: bool = False) -> dict[str, Any]:
	"""Return the header, not verified. Raises UnfitToken for one that is not accepted (RFC 8725 §3.1, §3.11)."""
	header, accepted = jws.part(assertion, 0), FAPI_ALGORITHMS if is_fapi else tuple(ALGORITHMS)
	if str(header.get("alg")) not in accepted:
		raise UnfitToken(Sentence("Its alg is none of {0}", ", ".join(accepted)))
	if header.get("typ") not in TYPES or "crit" in header:
		raise UnfitToken(Sentence("Its typ is not {0}, or its header holds crit", "JWT"))
	return header


def is_for(key: Mapping[str, Any], algorithm: str) -> bool:
	"""Return whether a key is for this algorithm: by its type, and by its own `alg` if it has one (RFC 7517 §4.4)."""
	named = key.get("alg", algorithm)
	return key["kty"] == ALGORITHMS[algorithm] and (named == algorithm or {named, algorithm} == EDWARDS)


def subject_of(assertion: str) -> str | None:
	"""Return the client that an assertion speaks of, not verified; None where it can't be read, or is no name that a
	client has (RFC 7521 §4.2)."""
	try:
		subject = jws.part(assertion, 1).get("sub")
	except UnfitToken:
		return None
	return subject if isinstance(subject, str) and subject and is_storable(subject) else None


def require_fit(
	claims: Mapping[str, Any], client_id: str, issuer: str, now: datetime, *, is_fapi: bool = False
) -> str:
	"""Return the `jti` of verified claims that are made for this server, now (RFC 7523 §3). `issuer` alone is their
	audience: another server must not be able to use them here. A client of FAPI 2.0 sends it as a string (§5.3.2.1, item
	8). Raises UnfitToken."""
	if claims.get("iss") != client_id or claims.get("sub") != client_id:
		raise UnfitToken("Its iss and sub are not both the client_id")
	if claims.get("aud") not in ((issuer,) if is_fapi else (issuer, [issuer])):
		raise UnfitToken(Sentence("Its aud is not {0} alone", issuer))
	here = now.timestamp()
	if not here - SKEW < jws.time(claims, "exp") <= here + LONGEST_LIFE + SKEW:
		raise UnfitToken("It has expired, or is valid for more than an hour")
	if jws.time(claims, "nbf", here) > here + SKEW or jws.time(claims, "iat", here) > here + SKEW:
		raise UnfitToken("It is made for a time that has not come: compare the clocks")
	return jws.identifier(claims)


def seconds_left(claims: Mapping[str, Any], now: datetime) -> int:
	"""Return the seconds for which the assertion could be used again."""
	return max(1, int(jws.time(claims, "exp") - now.timestamp()) + SKEW + 1)

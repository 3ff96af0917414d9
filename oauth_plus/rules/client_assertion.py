"""Claims of the assertion by which a client proves itself (RFC 7523 §3)."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
"""The one value of `client_assertion_type` (RFC 7523 §2.2)."""

ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
"""Algorithms that are accepted, with the type of their keys: none of them is symmetric (RFC 8725 §3.1)."""

TYPES = (None, "JWT", "client-authentication+jwt")
"""Values of the header `typ`; another stands for another kind of token (RFC 8725 §3.11)."""

SKEW = 60
"""Seconds by which clocks may differ."""

LONGEST_LIFE = 3600
"""Seconds from now to `exp`, for which its `jti` has to be remembered."""

LONGEST_ID = 256
"""Characters of `jti`."""


class UnfitAssertion(ValueError):
	"""Assertion that proves nothing; the message says why, as a sentence without its full stop."""


def header_of(assertion: str) -> dict[str, Any]:
	"""Return the header, not verified. Raises UnfitAssertion for one that is not accepted (RFC 8725 §3.1, §3.11)."""
	header = _part(assertion, 0)
	if header.get("alg") not in ALGORITHMS:
		raise UnfitAssertion(f"Its alg is none of {', '.join(ALGORITHMS)}")
	if header.get("typ") not in TYPES or "crit" in header:
		raise UnfitAssertion("Its typ is not JWT, or its header holds crit")
	return header


def subject_of(assertion: str) -> str | None:
	"""Return the client that an assertion speaks of, not verified; None where it can't be read (RFC 7521 §4.2)."""
	try:
		subject = _part(assertion, 1).get("sub")
	except UnfitAssertion:
		return None
	return subject if isinstance(subject, str) and subject else None


def require_fit(claims: Mapping[str, Any], client_id: str, issuer: str, now: datetime) -> str:
	"""Return the `jti` of verified claims that are made for this server, now (RFC 7523 §3). `issuer` alone is their
	audience: another server must not be able to use them here. Raises UnfitAssertion."""
	if claims.get("iss") != client_id or claims.get("sub") != client_id:
		raise UnfitAssertion("Its iss and sub are not both the client_id")
	if claims.get("aud") not in (issuer, [issuer]):
		raise UnfitAssertion(f"Its aud is not {issuer} alone")
	here = now.timestamp()
	if not here - SKEW < _time(claims, "exp") <= here + LONGEST_LIFE + SKEW:
		raise UnfitAssertion("It has expired, or is valid for more than an hour")
	if _time(claims, "nbf", here) > here + SKEW or _time(claims, "iat", here) > here + SKEW:
		raise UnfitAssertion("It is made for a time that has not come: compare the clocks")
	name = claims.get("jti")
	if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
		raise UnfitAssertion("It has no jti")
	return name


def seconds_left(claims: Mapping[str, Any], now: datetime) -> int:
	"""Return the seconds for which the assertion could be used again."""
	return max(1, int(_time(claims, "exp") - now.timestamp()) + SKEW + 1)


def _time(claims: Mapping[str, Any], name: str, default: float | None = None) -> float:
	value = claims.get(name, default)
	if isinstance(value, bool) or not isinstance(value, int | float):
		raise UnfitAssertion(f"Its {name} is missing, or no number")
	return float(value)


def _part(assertion: str, number: int) -> dict[str, Any]:
	parts = assertion.split(".")
	try:
		said = json.loads(base64.urlsafe_b64decode(parts[number] + "=" * (-len(parts[number]) % 4)))
	except (IndexError, ValueError, RecursionError) as error:
		raise UnfitAssertion("It is no JWT") from error
	if len(parts) != 3 or not isinstance(said, dict):
		raise UnfitAssertion("It is no JWT")
	return said

"""DPoP: proofs that the sender of a request has a key (RFC 9449)."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from oauth_plus.rules import client_keys, jwk, jws, pkce, web_address
from oauth_plus.rules.client_assertion import ALGORITHMS, is_for
from oauth_plus.rules.client_keys import UnfitKeys
from oauth_plus.rules.jws import SKEW, UnfitToken
from oauth_plus.rules.sentence import Sentence

SCHEME = "DPoP"
"""Type of a bound access token, and the scheme of requests with one (RFC 9449 §5, §7.1)."""

TYPE = "dpop+jwt"
"""The one value of the header `typ` (RFC 9449 §4.2)."""

LONGEST = 4_096
"""Characters of a proof; one with an RSA key of 4096 bits has about 2,400."""

MOST_RSA_BITS, MOST_EXPONENT_BITS = 4_096, 32
"""Largest RSA key of a proof: whoever asks chooses the key, and a large one takes long to verify with."""

THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
"""Base64url of SHA-256 (RFC 7638 §3)."""


@dataclass(frozen=True)
class SentProof:
	"""Header `DPoP` of a request, with its method and its path as sent, percent-encoded."""

	text: str = field(repr=False)
	method: str
	path: str


def header_of(proof: str, accepted: Collection[str] = tuple(ALGORITHMS)) -> dict[str, Any]:
	"""Return the header of a proof, not verified, whose `jwk` is a public key that fits its `alg` (RFC 9449 §4.3, 1 to 7).
	Raises UnfitToken."""
	if "," in proof:
		raise UnfitToken("The request has more than one header DPoP")
	if len(proof) > LONGEST:
		raise UnfitToken(Sentence("It is longer than {0} characters", LONGEST))
	header = jws.part(proof, 0)
	if header.get("typ") != TYPE or "crit" in header:
		raise UnfitToken(Sentence("Its typ is not {0}, or its header holds crit", TYPE))
	algorithm, key = header.get("alg"), header.get("jwk")
	if not isinstance(algorithm, str) or algorithm not in accepted:
		raise UnfitToken(Sentence("Its alg is none of {0}", ", ".join(accepted)))
	try:
		client_keys.require_fit(key)
	except UnfitKeys as error:
		raise UnfitToken(Sentence("Its jwk cannot be used. {0}", error.sentence)) from error
	if not isinstance(key, dict) or not _fits(key, algorithm):
		raise UnfitToken(Sentence("Its jwk is no key for {0}, or is very large", algorithm))
	return header


def _fits(key: Mapping[str, Any], algorithm: str) -> bool:
	if not is_for(key, algorithm):
		return False
	if key["kty"] != "RSA":
		return True
	modulus, exponent = client_keys.bits(key["n"]), client_keys.bits(key["e"])
	return modulus <= MOST_RSA_BITS and exponent <= MOST_EXPONENT_BITS


def require_fit(
	claims: Mapping[str, Any], sent: SentProof, sites: Iterable[str], access_token: str | None, now: datetime
) -> str:
	"""Return the `jti` of verified claims that were made for this request, now (RFC 9449 §4.3, 8 to 12). `sites` are the
	addresses of this site, without a path. At a resource, the proof is made for the access token. Raises UnfitToken."""
	if claims.get("htm") != sent.method:
		raise UnfitToken(Sentence("Its htm is not {0}", sent.method))
	if not _is_for(claims.get("htu"), sent.path, sites):
		raise UnfitToken("Its htu is not the address of the request")
	here = now.timestamp()
	if abs(jws.time(claims, "iat") - here) > SKEW:
		raise UnfitToken(Sentence("Its iat is more than {0} seconds away: compare the clocks", SKEW))
	if jws.time(claims, "exp", here) < here - SKEW or jws.time(claims, "nbf", here) > here + SKEW:
		raise UnfitToken("It has expired, or is made for a time that has not come")
	if access_token is not None and claims.get("ath") != pkce.s256(access_token):
		raise UnfitToken("Its ath is not the hash of the access token")
	return jws.identifier(claims)


def seconds_left(claims: Mapping[str, Any], now: datetime) -> int:
	"""Return the seconds for which the proof could be used again."""
	return max(1, int(jws.time(claims, "iat") - now.timestamp()) + SKEW + 1)


def is_thumbprint(value: str) -> bool:
	"""Return whether a value has the form of `dpop_jkt` (RFC 9449 §10)."""
	return bool(THUMBPRINT.fullmatch(value))


def thumbprint(header: Mapping[str, Any]) -> str:
	"""Return the thumbprint of a proof's key, by which tokens are bound to it (RFC 9449 §6.1, RFC 7638)."""
	return jwk.thumbprint(header["jwk"])


def confirmation(key: str) -> dict[str, Any]:
	"""Return the member `cnf` of a token that is bound to the key of this thumbprint, in introspection and in a JWT (RFC
	9449 §6); nothing for a token that is bound to none."""
	return {"cnf": {"jkt": key}} if key else {}


def _is_for(address: Any, path: str, sites: Iterable[str]) -> bool:
	named = web_address.normalised(address) if isinstance(address, str) else None
	return named is not None and any(named == web_address.normalised(f"{site}{path}") for site in sites)

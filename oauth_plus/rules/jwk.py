"""Public keys as JSON (RFC 7517, RFC 7518 §6), and their thumbprints (RFC 7638)."""

import base64
import hashlib
import json
from collections.abc import Mapping

NAMED_BY = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y"), "OKP": ("crv", "kty", "x")}
"""Members that a thumbprint covers, by key type (RFC 7638 §3.2, RFC 8037 §2); none is private."""

P256_BYTES = 32
"""Bytes of a coordinate on the curve P-256."""


def rsa(modulus: int, exponent: int) -> dict[str, str]:
	"""Return a public RSA key (RFC 7518 §6.3.1); integers are big-endian, without leading zeros."""
	return {"kty": "RSA", "n": _base64url(_shortest(modulus)), "e": _base64url(_shortest(exponent))}


def p256(x: int, y: int) -> dict[str, str]:
	"""Return a public key on the curve P-256 (RFC 7518 §6.2.1); each coordinate has 32 bytes."""
	point = {"x": x.to_bytes(P256_BYTES, "big"), "y": y.to_bytes(P256_BYTES, "big")}
	return {"kty": "EC", "crv": "P-256", **{name: _base64url(value) for name, value in point.items()}}


def thumbprint(jwk: Mapping[str, str]) -> str:
	"""Return the base64url SHA-256 of the key's members, sorted and without spaces (RFC 7638 §3)."""
	members = {name: jwk[name] for name in NAMED_BY[jwk["kty"]]}
	canonical = json.dumps(members, sort_keys=True, separators=(",", ":"))
	return _base64url(hashlib.sha256(canonical.encode()).digest())


def _shortest(value: int) -> bytes:
	return value.to_bytes((value.bit_length() + 7) // 8, "big")


def _base64url(value: bytes) -> str:
	return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

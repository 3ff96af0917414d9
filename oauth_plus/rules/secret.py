"""Random values, their digests, and seals that bind a form to a session."""

import hashlib
import hmac
import re
import secrets

HINT = 15
"""Characters; names of OAuth Clients have ten, and 60 bits of 256 help nobody."""

DIGEST = re.compile(r"[0-9a-f]{64}")


def new_secret() -> str:
	"""256 random bits as 64 hex characters, so that Basic authentication needs no escaping."""
	return secrets.token_hex(32)


def new_token() -> str:
	"""256 random bits, URL-safe: 43 characters (RFC 6749 §10.10 asks for 2^-160 at least)."""
	return secrets.token_urlsafe(32)


def new_family() -> str:
	"""128 random bits that name one grant; no credential."""
	return secrets.token_hex(16)


def digest(value: str) -> str:
	"""SHA-256 as hex. Unsalted: what is digested here carries 256 random bits of its own."""
	return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def is_digest(value: str) -> bool:
	"""Does the value look like what `digest` returns?"""
	return bool(DIGEST.fullmatch(value))


def same(presented: str, expected: str) -> bool:
	"""Compare in constant time; nothing equals an empty expectation."""
	presented_bytes = presented.encode("utf-8", "surrogatepass")
	return bool(expected) and hmac.compare_digest(presented_bytes, expected.encode("utf-8"))


def hint(value: str) -> str:
	"""Enough to recognise a name by, too little to be of use if it was a secret in the wrong place."""
	return value if len(value) <= HINT else f"{value[:HINT]}…"


def seal(key: str, *parts: str) -> str:
	"""HMAC-SHA-256 over the parts, length-prefixed so that no two lists of parts collide."""
	message = b"".join(b"%d:%b" % (len(part), part) for part in (p.encode() for p in parts))
	return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()

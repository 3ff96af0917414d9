"""Random values, their digests, and seals that bind a form to a session."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

HINT, SHARE = 15, 3
"""Characters that are shown of a wrong value at most, and never more than a third of it: a secret of stock's has ten,
and 60 bits of 256 help nobody."""

DIGEST = re.compile(r"[0-9a-f]{64}")

MASK = "*" * 16
"""What stands where a client's secret once stood."""

TAIL, LONG_ENOUGH = 4, 32
"""Characters. The last four tell two secrets apart and cost 16 bits; a short secret cannot spare them."""

TOLD_BEFORE = (1, 7, 30)
"""Days before a secret's end on which people hear of it."""


class ShownOnce(str):
	"""A secret on its way to the one person who is to see it: a trace or a job's pickle holds the mask."""

	def __repr__(self) -> str:
		return repr(MASK)

	def __reduce__(self) -> tuple[type[str], tuple[str]]:
		return str, (MASK,)


def new_secret() -> str:
	"""256 random bits as 64 hex characters, so that Basic authentication needs no escaping."""
	return secrets.token_hex(32)


def new_token() -> str:
	"""256 random bits, URL-safe: 43 characters (RFC 6749 §10.10 asks for 2^-160 at least)."""
	return secrets.token_urlsafe(32)


def key_from(token: str, purpose: str) -> bytes:
	"""A key of 256 bits that only the holder of the token can compute: HMAC-SHA-256 (NIST SP 800-108 §4.1)."""
	return hmac.digest(token.encode("utf-8", "surrogatepass"), purpose.encode(), "sha256")


def new_identifier() -> str:
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


def is_mask(value: str | None) -> bool:
	"""Nothing, or what stands in place of a secret."""
	return not value or value == MASK


def keyed_digest(key: str, value: str) -> str:
	"""HMAC-SHA-256 as hex: without the key, a short secret of old cannot be guessed from its digest."""
	return hmac.new(key.encode(), value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def place_of(value: str, among: Sequence[str]) -> int | None:
	"""Where the digest stands, compared in constant time with every one of them, whichever it is."""
	equal = [hmac.compare_digest(value, other) for other in among]
	return equal.index(True) if any(equal) else None


def tail(value: str) -> str:
	"""The last characters of a long secret, for a person to recognise it by."""
	return value[-TAIL:] if len(value) >= LONG_ENOUGH else ""


def due_to_tell(ends_at: datetime, now: datetime) -> int | None:
	"""Of how many days before the end it is time to tell: the fewest that fit. 0 when it has ended."""
	left = ends_at - now
	if left <= timedelta():
		return 0
	return next((days for days in TOLD_BEFORE if left <= timedelta(days=days)), None)


def hint(value: str) -> str:
	"""Enough to recognise a name by, too little to be of use if it was a secret in the wrong place."""
	return f"{value[: min(HINT, len(value) // SHARE)]}…" if value else ""


def named(value: str, known: Iterable[str]) -> str:
	"""A word that is known, whole; a hint of any other."""
	return value if value in known else hint(value)


def seal(key: str, *parts: str) -> str:
	"""HMAC-SHA-256 over the parts, length-prefixed so that no two lists of parts collide."""
	message = b"".join(b"%d:%b" % (len(part), part) for part in (p.encode() for p in parts))
	return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()

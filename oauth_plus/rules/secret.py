"""Random values, digests, constant-time comparisons, and seals that bind a form to a session."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

HINT, SHARE = 15, 3
"""Characters of a wrong value that are shown at most, and the share of it: a third. A secret of stock Frappe
has ten characters, and 60 bits of 256 help nobody."""

DIGEST = re.compile(r"[0-9a-f]{64}")
"""SHA-256 as hex."""

MASK = "*" * 16
"""Characters that replace a client's secret where it is no longer stored."""

TAIL, LONG_ENOUGH = 4, 32
"""Characters. The last four distinguish two secrets and reveal 16 bits; one below 32 characters cannot spare
them."""

NOTICE_DAYS = (1, 7, 30)
"""Days before the end of a secret on which people are notified."""


class ShownOnce(str):
	"""Secret that is shown once to one user. Its repr and its pickle have a mask, so that a traceback or a job does
	not show it."""

	def __repr__(self) -> str:
		return repr(MASK)

	def __reduce__(self) -> tuple[type[str], tuple[str]]:
		return str, (MASK,)


def new_secret() -> str:
	"""Return 256 random bits as 64 hex characters, so that Basic authentication needs no escaping (RFC 6749
	§2.3.1)."""
	return secrets.token_hex(32)


def new_token() -> str:
	"""Return 256 random bits, URL-safe: 43 characters (RFC 6749 §10.10 recommends 160 bits at least)."""
	return secrets.token_urlsafe(32)


def key_from(token: str, purpose: str) -> bytes:
	"""Return a key of 32 bytes that only a holder of the token can derive: HMAC-SHA-256 (NIST SP 800-108
	§4.1)."""
	return hmac.digest(token.encode("utf-8", "surrogatepass"), purpose.encode(), "sha256")


def new_identifier() -> str:
	"""Return 128 random bits as 32 hex characters, to name a grant or a mark in the cache; no credential."""
	return secrets.token_hex(16)


def digest(value: str) -> str:
	"""Return the SHA-256 of a value as 64 hex characters. It needs no salt: the value holds 256 random
	bits."""
	return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def is_digest(value: str) -> bool:
	"""Return whether a value has the form of `digest`: 64 hex characters."""
	return bool(DIGEST.fullmatch(value))


def same(presented: str, expected: str) -> bool:
	"""Compare two values in constant time; an empty `expected` equals nothing."""
	presented_bytes = presented.encode("utf-8", "surrogatepass")
	return bool(expected) and hmac.compare_digest(presented_bytes, expected.encode("utf-8"))


def is_mask(value: str | None) -> bool:
	"""Return whether a value is None, empty, or the mask of 16 asterisks that stands for a secret."""
	return not value or value == MASK


def keyed_digest(key: str, value: str) -> str:
	"""Return the HMAC-SHA-256 of a value as 64 hex characters.

	Without the key, a short secret from before installation cannot be guessed from its digest.
	"""
	return hmac.new(key.encode(), value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def place_of(value: str, among: Sequence[str]) -> int | None:
	"""Return the index of a digest among others; None where it is not there.

	It is compared with every one of them, each in constant time, so that the time does not show the index.
	"""
	equal = [hmac.compare_digest(value, other) for other in among]
	return equal.index(True) if any(equal) else None


def tail(value: str) -> str:
	"""Return the last 4 characters of a secret, for a user to recognize it; empty below 32 characters."""
	return value[-TAIL:] if len(value) >= LONG_ENOUGH else ""


def due_notice(ends_at: datetime, now: datetime) -> int | None:
	"""Return the days before expiry of the notification that is due: the fewest that fit. 0 after the expiry, None if
	it is far."""
	left = ends_at - now
	if left <= timedelta():
		return 0
	return next((days for days in NOTICE_DAYS if left <= timedelta(days=days)), None)


def hint(value: str) -> str:
	"""Return the first 15 characters of a value at most, and no more than a third of it; it may be a
	secret."""
	return f"{value[: min(HINT, len(value) // SHARE)]}…" if value else ""


def named(value: str, known: Iterable[str]) -> str:
	"""Return a known word as it is, and a hint of at most 15 characters of any other."""
	return value if value in known else hint(value)


def seal(key: str, *parts: str) -> str:
	"""Return HMAC-SHA-256 over the parts, as 64 hex characters; each is prefixed by its length in bytes."""
	message = b"".join(b"%d:%b" % (len(part), part) for part in (p.encode() for p in parts))
	return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()

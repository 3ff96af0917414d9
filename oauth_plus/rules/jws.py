"""JSON Web Signatures as they are sent, before anybody has verified them (RFC 7515 §3.1)."""

import base64
import json
import math
from collections.abc import Mapping
from typing import Any

from oauth_plus.rules.sentence import Explained, Sentence

SKEW = 60
"""Seconds by which clocks may differ."""

LONGEST_ID = 256
"""Characters of `jti`."""


class UnfitToken(Explained, ValueError):
	"""JWT that proves nothing; the message says why, as a sentence without its full stop."""


def part(token: str, number: int) -> dict[str, Any]:
	"""Return the header (0) or the claims (1) of a JWT, not verified. Raises UnfitToken for any other text."""
	parts = token.split(".")
	try:
		said = json.loads(base64.urlsafe_b64decode(parts[number] + "=" * (-len(parts[number]) % 4)))
	except (IndexError, ValueError, RecursionError) as error:
		raise UnfitToken("It is no JWT") from error
	if len(parts) != 3 or not isinstance(said, dict):
		raise UnfitToken("It is no JWT")
	return said


def time(claims: Mapping[str, Any], name: str, default: float | None = None) -> float:
	"""Return a claim that is a time, in seconds since 1970 (RFC 7519 §2). Raises UnfitToken."""
	value = claims.get(name, default)
	try:
		seconds = math.nan if isinstance(value, bool) or not isinstance(value, int | float) else float(value)
	except OverflowError:
		seconds = math.inf
	if not math.isfinite(seconds):  # JSON of Python knows NaN, which is greater and less than nothing
		raise UnfitToken(Sentence("Its {0} is missing, or no number", name))
	return seconds


def identifier(claims: Mapping[str, Any]) -> str:
	"""Return the `jti`, of 256 characters at most (RFC 7519 §4.1.7). Raises UnfitToken."""
	name = claims.get("jti")
	if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
		raise UnfitToken("It has no jti, or a very long one")
	return name

"""Scopes as lists of words (RFC 6749 §3.3)."""

import re
from collections.abc import Iterable

from oauth_plus.exceptions import InvalidScope

WORD = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")


def split(text: str | None) -> tuple[str, ...]:
	"""Words of a stored list, each once: spaces, lines, tabs and commas all part them."""
	return tuple(dict.fromkeys(filter(None, re.split(r"[\s,]+", text or ""))))


def require_covered(asked: Iterable[str], allowed: Iterable[str]) -> None:
	"""Every word that is asked for is allowed, letter by letter."""
	known = set(allowed)
	for word in asked:
		if not WORD.fullmatch(word):
			raise InvalidScope("scope holds a character that no scope may hold")
		if word not in known:
			raise InvalidScope(
				"scope asks for more than this client may have",
				cause=f"scope {word[:140]} is not one of the client's",
				fix="Add the scope to the OAuth Client, or do not ask for it",
			)

"""TODO."""

import re
from collections.abc import Iterable

from oauth_plus.exceptions import InvalidScope
from oauth_plus.rules import secret
from oauth_plus.rules.doctype_scope import by_pattern
from oauth_plus.rules.scope_definition import LONGEST

WORD = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")


NAME = re.compile(r"(?=.{1,60}$)[A-Za-z]{1,20}(?:[:._/*-]{1,3}[A-Za-z]{1,20})*")
"""Words with signs between them: `User.Read`, `read:org`, `https://www.example.com/auth/calendar`."""


OFFLINE_ACCESS, OPENID = "offline_access", "openid"


def split(text: str | None) -> tuple[str, ...]:
	"""Words of a stored list, each once: spaces, lines, tabs and commas all part them."""
	return tuple(dict.fromkeys(filter(None, re.split(r"[\s,]+", text or ""))))


def together(lists: Iterable[str | None]) -> tuple[str, ...]:
	"""The words of several stored lists, each once."""
	return split(" ".join(text or "" for text in lists))


def required(asked: Iterable[str], *, all_of_them: bool = False) -> tuple[str, ...]:
	"""Those that a person cannot leave out of a consent: to sign in is what `openid` asks for at all, and a single
	scope is the whole question. All of them, for a client that cannot do with less."""
	words = tuple(asked)
	return words if all_of_them or len(words) == 1 else tuple(word for word in words if word == OPENID)


def narrowed(asked: Iterable[str], allowed: Iterable[str], *, all_of_them: bool = False) -> tuple[str, ...]:
	"""Of what was asked for: what was allowed, and what is required."""
	words = tuple(asked)
	left = {*allowed, *required(words, all_of_them=all_of_them)}
	return tuple(word for word in words if word in left)


def is_word(text: str) -> bool:
	"""May it be a scope (RFC 6749 §3.3)? A comma parts two of them on forms."""
	return bool(WORD.fullmatch(text)) and "," not in text and len(text) <= LONGEST


def shown(word: str) -> str:
	"""For the audit trail: a name that an administrator has to read, whole; a hint of what may be a secret in the
	wrong place, such as a word with figures in it."""
	return word if by_pattern(word) or NAME.fullmatch(word) else secret.hint(word)


def requested(text: str | None) -> list[str]:
	"""Those of a request, each once (RFC 6749 §3.3); more blanks than one between them mean nothing."""
	return list(dict.fromkeys(filter(None, (text or "").split(" "))))


def covered(asked: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
	"""Of the words that are asked for, those that are allowed, letter by letter: what an app asks for by habit is left
	out (RFC 6749 §3.3, OpenID Connect Core §3.1.2.1). Raises InvalidScope where nothing is left."""
	named, known = tuple(asked), set(allowed)
	left = tuple(word for word in named if word in known and WORD.fullmatch(word))
	if named and not left:
		parted = " Scopes are parted by blanks." if any("," in word for word in named) else ""
		raise InvalidScope(
			f"This client may have none of the scopes that it asks for.{parted}",
			cause=f"scope {' '.join(map(shown, named))[:300]}: nothing of it is the client's",
			fix="Add what the app needs to the Scopes of the OAuth Client, or have it ask for what is there",
		)
	return left


def require_known(asked: Iterable[str], known: Iterable[str]) -> None:
	"""Every word means something on this site."""
	there = set(known)
	for word in asked:
		if word not in there:
			raise InvalidScope(
				"scope is unknown",
				cause=f"scope {shown(word)} is none that this site knows",
				fix="Make an OAuth Plus Scope of that name, or take it off the OAuth Client",
			)

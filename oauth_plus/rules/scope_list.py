"""Lists of scopes: as requests send them (RFC 6749 §3.3), and as forms and rows store them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from oauth_plus.exceptions import InvalidScope
from oauth_plus.rules import secret
from oauth_plus.rules.doctype_scope import by_pattern
from oauth_plus.rules.scope_definition import ALL, LONGEST
from oauth_plus.rules.sentence import Sentence

WORD = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
"""Characters of a scope-token (RFC 6749 §3.3)."""

NAME = re.compile(r"(?=.{1,60}$)[A-Za-z]{1,20}(?:[:._/*-]{1,3}[A-Za-z]{1,20})*")
"""Words with signs between them, which are no secrets: `User.Read`, `read:org`,
`https://www.example.com/auth/calendar`."""

OFFLINE_ACCESS, OPENID = "offline_access", "openid"


@lru_cache(maxsize=1_024)
def split(text: str | None) -> tuple[str, ...]:
	"""Return the scopes of a stored list, each once: spaces, lines, tabs and commas separate them; None is
	empty."""
	return tuple(dict.fromkeys(filter(None, re.split(r"[\s,]+", text or ""))))


def together(lists: Iterable[str | None]) -> tuple[str, ...]:
	"""Return the scopes of several stored lists, each once and in order; None counts as an empty list."""
	return split(" ".join(text or "" for text in lists))


def required(asked: Iterable[str], *, all_of_them: bool = False) -> tuple[str, ...]:
	"""Return the scopes that a user cannot leave out of a consent (RFC 6749 §3.3): `openid`, without which there is
	no sign-in, and a single scope. With `all_of_them`, for clients that need every scope, all."""
	words = tuple(asked)
	return words if all_of_them or len(words) == 1 else tuple(word for word in words if word == OPENID)


def narrowed(asked: Iterable[str], allowed: Iterable[str], *, all_of_them: bool = False) -> tuple[str, ...]:
	"""Return, of the requested scopes, those that the user allowed and those that are required (RFC 6749 §3.3)."""
	words = tuple(asked)
	left = {*allowed, *required(words, all_of_them=all_of_them)}
	return tuple(word for word in words if word in left)


def with_wanted(asked: tuple[str, ...], wanted: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
	"""Return the requested scopes with those that are wanted for their claims and are allowed (OpenID Connect Core
	§5.5). `all` gives every claim already."""
	if ALL in asked:
		return asked
	may_have = set(allowed)
	return (*asked, *(word for word in wanted if word in may_have and word not in asked))


def is_word(text: str) -> bool:
	"""Return whether the text may be a scope (RFC 6749 §3.3), of at most 140 characters and without a
	comma."""
	return bool(WORD.fullmatch(text)) and "," not in text and len(text) <= LONGEST


def shown(word: str) -> str:
	"""Return a scope as the event log shows it: whole where it is a plain name, else a hint of 15 characters
	at most.

	A word with digits in it may be a secret in the wrong place.
	"""
	return word if by_pattern(word) or NAME.fullmatch(word) else secret.hint(word)


def requested(text: str | None) -> list[str]:
	"""Return the scopes of a request, each once (RFC 6749 §3.3); only spaces separate them, one or more."""
	return list(dict.fromkeys(filter(None, (text or "").split(" "))))


def covered(asked: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
	"""Return, of the requested scopes, those that are allowed, compared letter by letter.

	Others are left out (RFC 6749 §3.3, OpenID Connect Core §3.1.2.1). Raises InvalidScope where nothing is
	left.
	"""
	named, known = tuple(asked), set(allowed)
	left = tuple(word for word in named if word in known and WORD.fullmatch(word))
	if named and not left:
		has_commas = any("," in word for word in named)
		raise InvalidScope(
			"This client may have none of the scopes that it asks for. Scopes are parted by blanks."
			if has_commas
			else "This client may have none of the scopes that it asks for.",
			cause=Sentence(
				"scope {0}: the client has none of these scopes", " ".join(map(shown, named))[:300]
			),
			fix="Add the scopes to the OAuth Client, or let the app request scopes that the client has",
		)
	return left


def require_known(asked: Iterable[str], known: Iterable[str]) -> None:
	"""Refuse a scope that has no meaning on this site (RFC 6749 §5.2). Raises InvalidScope."""
	there = set(known)
	for word in asked:
		if word not in there:
			raise InvalidScope(
				"scope is unknown",
				cause=Sentence("scope {0} is unknown on this site", shown(word)),
				fix="Create an OAuth Plus Scope of that name, or remove the scope from the OAuth Client",
			)

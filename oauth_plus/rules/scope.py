"""Scopes as lists of words (RFC 6749 §3.3), as a hierarchy, and those that name a DocType by their pattern."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from oauth_plus.exceptions import InvalidScope
from oauth_plus.rules import secret, sensitive
from oauth_plus.rules.access import (
	ALL,
	CANCEL,
	CREATE,
	DELETE,
	PRINT,
	READ,
	REPORT,
	SUBMIT,
	WRITE,
	Kind,
	Rule,
	Scope,
)

WORD = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")

NAME = re.compile(r"(?=.{1,60}$)[A-Za-z]{1,20}(?:[:._/*-]{1,3}[A-Za-z]{1,20})*")
"""Words with signs between them: `User.Read`, `read:org`, `https://www.example.com/auth/calendar`."""

LONGEST = 140

OFFLINE_ACCESS, OPENID = "offline_access", "openid"

READING = frozenset((READ, PRINT, REPORT))

ACCESSES = {
	READ: READING,
	WRITE: READING | {WRITE, CREATE},
	DELETE: frozenset((DELETE,)),
	SUBMIT: frozenset((SUBMIT,)),
	CANCEL: frozenset((CANCEL,)),
}
"""What each `doctype:<Name>:<access>` opens. What ends a document, or makes it count, is named by itself."""

PATTERN = re.compile(rf"doctype:([^:]+):({'|'.join(ACCESSES)})")
"""The name is percent-encoded, since no scope may hold a space."""


class Loop(ValueError):
	"""Scopes contain each other; the message names those on the way round."""


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


def words(text: str | None) -> list[str]:
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


def for_doctype(doctype: str, access: str = READ) -> str:
	"""The word that names one DocType."""
	return f"doctype:{quote(doctype, safe='')}:{access}"


def by_pattern(word: str) -> Scope | None:
	"""The scope of one DocType, made from its word; None for any other word, and for one that is not canonical."""
	match = PATTERN.fullmatch(word)
	if not match:
		return None
	doctype, access = unquote(match[1], errors="replace"), match[2]
	if for_doctype(doctype, access) != word or "*" in doctype:
		return None
	return Scope(
		name=word,
		title=doctype,
		is_sensitive=doctype == "User"
		or bool(sensitive.reason_of(doctype) or sensitive.reason_to_see(doctype)),
		rules=(Rule(Kind.DOCTYPE, doctype, ACCESSES[access]),),
	)


def patterns_for(doctype: str, action: str) -> Iterable[Scope]:
	"""The narrowest scope by pattern in which the action is open; none for what only a record can open."""
	access = next((access for access, actions in ACCESSES.items() if action in actions), WRITE)
	word = for_doctype(doctype, access)
	found = by_pattern(word) if len(word) <= LONGEST else None
	return (found,) if found else ()


def access_of(word: str) -> str:
	"""What a word by pattern says that may be done; empty for any other word."""
	match = PATTERN.fullmatch(word)
	return match[2] if match else ""


def parted(words: Iterable[str]) -> tuple[str, ...]:
	"""Words from when `doctype:<Name>:write` opened everything: each such word with those that open the rest."""
	found: dict[str, None] = {}
	for word in words:
		found[word] = None
		if access_of(word) == WRITE and by_pattern(word):
			found |= dict.fromkeys(word.removesuffix(WRITE) + access for access in (DELETE, SUBMIT, CANCEL))
	return tuple(found)


def expanded(names: Iterable[str], contains: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
	"""The names and all that they contain, however deep, each once."""
	found: dict[str, None] = {}
	waiting = list(names)[::-1]
	while waiting:
		name = waiting.pop()
		if name not in found:
			found[name] = None
			waiting.extend(contains.get(name, ()))
	return tuple(found)


def require_no_loop(name: str, contains: Mapping[str, Iterable[str]]) -> None:
	"""The scope does not contain itself, however deep. Raises Loop."""
	for inner in contains.get(name, ()):
		way = _way(inner, name, contains, (name,))
		if way:
			raise Loop(" → ".join(way))


def _way(
	start: str, goal: str, contains: Mapping[str, Iterable[str]], behind: tuple[str, ...]
) -> tuple[str, ...]:
	if start == goal:
		return (*behind, start)
	if start in behind:
		return ()
	ways = (_way(inner, goal, contains, (*behind, start)) for inner in contains.get(start, ()))
	return next(filter(None, ways), ())


def obtainable(
	allowed: Iterable[str], contains: Mapping[str, Iterable[str]], opening: Iterable[str]
) -> set[str]:
	"""What a client that is allowed these may ask for: what they contain too, and under `all` every one that
	opens something, for it takes more away."""
	names = set(expanded(allowed, contains))
	return names | set(opening) if ALL in names else names


def left(
	granted: Iterable[str],
	allowed: Iterable[str],
	contains: Mapping[str, Iterable[str]],
	opening: Iterable[str],
) -> tuple[str, ...]:
	"""What a grant of these may use of a client that is allowed those: the words that the client may still ask for,
	and of the others such parts as it may. To sign in is no part of anything else.

	`opening` are those of all the words that open something.
	"""
	had, has, opens = tuple(granted), tuple(allowed), tuple(opening)
	may_have = obtainable(has, contains, opens)
	kept = [word for word in had if word in may_have]
	parts_of_lost = obtainable((word for word in had if word not in may_have), contains, opens)
	parts = (word for word in expanded(has, contains) if word in parts_of_lost and word != OPENID)
	for part in parts:
		if part not in expanded(kept, contains):
			kept.append(part)
	return tuple(kept)

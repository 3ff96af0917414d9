"""TODO."""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from oauth_plus.rules import sensitive
from oauth_plus.rules.resource_access import CANCEL, CREATE, DELETE, READ, READING, SUBMIT, WRITE, Kind
from oauth_plus.rules.scope_definition import LONGEST, Rule, Scope

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

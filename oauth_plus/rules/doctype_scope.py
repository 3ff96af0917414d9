"""Scopes `doctype:<Name>:<access>`, which exist for every DocType without a record."""

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
"""Actions that each `doctype:<Name>:<access>` opens. Deleting, submitting and cancelling are each opened
alone."""

PATTERN = re.compile(rf"doctype:([^:]+):({'|'.join(ACCESSES)})")
"""The name is percent-encoded (RFC 3986 §2.1), since no scope may hold a space (RFC 6749 §3.3)."""


def for_doctype(doctype: str, access: str = READ) -> str:
	"""Return the scope that names one DocType, percent-encoded (RFC 3986 §2.1)."""
	return f"doctype:{quote(doctype, safe='')}:{access}"


def by_pattern(word: str) -> Scope | None:
	"""Return the scope of one DocType; None for any other word, and for one that is not encoded as
	`for_doctype` does."""
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
	"""Return the narrowest scope of a DocType that opens an action: one, or none where its name is too long
	or holds `*`.

	An action that no such scope opens gives the one for writing.
	"""
	access = next((access for access, actions in ACCESSES.items() if action in actions), WRITE)
	word = for_doctype(doctype, access)
	found = by_pattern(word) if len(word) <= LONGEST else None
	return (found,) if found else ()


def access_of(word: str) -> str:
	"""Return the last part of a scope of one DocType, such as `read`; empty for any other scope."""
	match = PATTERN.fullmatch(word)
	return match[2] if match else ""


def with_former_write(words: Iterable[str]) -> tuple[str, ...]:
	"""Return the scopes, with `delete`, `submit` and `cancel` added after each `doctype:<Name>:write`.

	Before the split of rights, that scope opened them too.
	"""
	found: dict[str, None] = {}
	for word in words:
		found[word] = None
		if access_of(word) == WRITE and by_pattern(word):
			found |= dict.fromkeys(word.removesuffix(WRITE) + access for access in (DELETE, SUBMIT, CANCEL))
	return tuple(found)

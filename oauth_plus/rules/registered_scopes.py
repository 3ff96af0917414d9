"""Scopes of a client that registers itself (RFC 7591 §2)."""

from collections.abc import Iterable, Mapping

from oauth_plus.rules import scope_hierarchy
from oauth_plus.rules.scope_definition import ALL


def without_all(words: Iterable[str], contains: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
	"""Return the scopes without `all` and without those that contain it, at any depth."""
	return tuple(word for word in words if ALL not in scope_hierarchy.expanded((word,), contains))


def merged(asked: Iterable[str], asked_before: Iterable[str], current: Iterable[str]) -> tuple[str, ...]:
	"""Return the scopes of a client that asks anew. What an administrator has taken away or added since stays so.

	An empty `asked` changes nothing.
	"""
	now, before, has = tuple(asked), set(asked_before), tuple(current)
	if not now:
		return has
	kept = [word for word in now if word in has or word not in before]
	added = [word for word in has if word not in before]
	return tuple(dict.fromkeys((*kept, *added)))

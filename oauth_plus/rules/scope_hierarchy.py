"""TODO."""

from collections.abc import Iterable, Mapping

from oauth_plus.rules.scope_definition import ALL
from oauth_plus.rules.scope_list import OPENID


class Loop(ValueError):
	"""Scopes contain each other; the message names those on the way round."""


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

"""Scopes that contain other scopes: what follows from a list of them, and what is left of a grant."""

from collections.abc import Iterable, Mapping

from oauth_plus.rules.scope_definition import ALL
from oauth_plus.rules.scope_list import OPENID


class Loop(ValueError):
	"""Scopes that contain each other; the message names them in order."""


def expanded(names: Iterable[str], contains: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
	"""Return the names and all that they contain, at any depth, each once; a loop raises no error and
	ends."""
	found: dict[str, None] = {}
	waiting = list(names)[::-1]
	while waiting:
		name = waiting.pop()
		if name not in found:
			found[name] = None
			waiting.extend(contains.get(name, ()))
	return tuple(found)


def require_no_loop(name: str, contains: Mapping[str, Iterable[str]]) -> None:
	"""Refuse a scope that contains itself, at any depth. Raises Loop."""
	for inner in contains.get(name, ()):
		path = _path(inner, name, contains, (name,))
		if path:
			raise Loop(" → ".join(path))


def _path(
	start: str, goal: str, contains: Mapping[str, Iterable[str]], before: tuple[str, ...]
) -> tuple[str, ...]:
	if start == goal:
		return (*before, start)
	if start in before:
		return ()
	paths = (_path(inner, goal, contains, (*before, start)) for inner in contains.get(start, ()))
	return next(filter(None, paths), ())


def obtainable(
	allowed: Iterable[str], contains: Mapping[str, Iterable[str]], opening: Iterable[str]
) -> set[str]:
	"""Return the scopes that a client may request: the allowed ones and those that they contain (RFC 6749
	§3.3).

	Under `all`, also every one of `opening`: a scope that opens something is narrower than `all`.
	"""
	names = set(expanded(allowed, contains))
	return names | set(opening) if ALL in names else names


def left(
	granted: Iterable[str],
	allowed: Iterable[str],
	contains: Mapping[str, Iterable[str]],
	opening: Iterable[str],
) -> tuple[str, ...]:
	"""Return the scopes that a grant may still use when its client is allowed `allowed` (RFC 6749 §3.3, §6).

	Those are the granted ones that the client may still request, and of the others the parts that it may.
	`openid` is no part of another scope. `opening` are those of all these scopes that open something.
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

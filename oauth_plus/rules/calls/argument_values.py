"""Arguments of a call, decoded as Frappe decodes them or refused: a value that Frappe decodes again where it
is used is decoded here until no JSON is left."""

import json
from collections.abc import Mapping
from typing import Any

Arguments = Mapping[str, Any]

DEEPEST = 5
"""Levels of JSON within JSON; Frappe decodes a value three times at most."""


class Unreadable(ValueError):
	"""Arguments that do not show what the call accesses; the message names what was not understood."""


def text(arguments: Arguments, *names: str) -> str:
	"""Return the first of these arguments that is not empty. Raises Unreadable when it is no text."""
	value = next((arguments[name] for name in names if arguments.get(name) not in (None, "")), None)
	if not isinstance(value, str):
		raise Unreadable(names[0])
	return value


def parsed(value: Any) -> Any:
	"""Decode JSON in a string, up to DEEPEST levels; return any other value as it is. Raises Unreadable."""
	for _depth in range(DEEPEST):
		if not isinstance(value, str) or value.strip()[:1] not in ("{", "[", '"'):
			return value
		try:
			value = json.loads(value)
		except (ValueError, RecursionError) as error:
			if value.strip()[:1] == '"':  # no JSON for Frappe either: a name in quotes
				return value
			raise Unreadable("JSON") from error
	raise Unreadable("JSON within JSON")


def is_on(value: Any) -> bool:
	"""Read a flag as Frappe does; where its functions differ, as the one that gives access to more.

	None and the texts "", "0" and "false" in any case are off; everything else is on.
	"""
	return str("" if value is None else value).lower() not in ("", "0", "false")


def flat(value: object) -> list[object]:
	"""Return the elements of a list or tuple, one level deep; any other value as a list of one."""
	return list(value) if isinstance(value, list | tuple) else [value]

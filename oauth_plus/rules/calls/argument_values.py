"""TODO."""

import json
from collections.abc import Mapping
from typing import Any

Arguments = Mapping[str, Any]


DEEPEST = 5
"""Times that JSON may stand within JSON; Frappe decodes a value three times at most."""


def text(arguments: Arguments, *names: str) -> str:
	"""The first of these arguments that is there. Raises Unreadable when it is no text."""
	value = next((arguments[name] for name in names if arguments.get(name) not in (None, "")), None)
	if not isinstance(value, str):
		raise Unreadable(names[0])
	return value


def parsed(value: Any) -> Any:
	"""What JSON in a string says, however often it is wrapped, or the value itself. Raises Unreadable."""
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
	"""A flag as Frappe takes it; where its functions differ, the one that says more."""
	return str("" if value is None else value).lower() not in ("", "0", "false")


def flat(value: object) -> list[object]:
	return list(value) if isinstance(value, list | tuple) else [value]


class Unreadable(ValueError):
	"""The arguments do not tell what the call touches; the message names what was not understood."""

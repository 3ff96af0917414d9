"""Filters of a list: which column each looks at, and by which operator."""

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any

from oauth_plus.rules.calls.argument_values import Unreadable

TREE_OPERATORS = frozenset(
	(
		"ancestors of",
		"descendants of",
		"descendants of (inclusive)",
		"not ancestors of",
		"not descendants of",
	)
)
"""Operators that look up their value in the tree of the DocType that the column links to, or of the listed
one."""

OPERATORS = TREE_OPERATORS | frozenset(
	(
		"=",
		"!=",
		"<",
		">",
		"<=",
		">=",
		"like",
		"not like",
		"in",
		"not in",
		"is",
		"between",
		"timespan",
		"previous",
		"next",
		"fiscal year",
	)
)


def conditions_in(value: Any) -> Iterator[tuple[str, str, str]]:
	"""Yield DocType, column and operator of each filter; a text is empty where the filter leaves it out.

	A filter is `[doctype, field, operator, value]`, `[field, operator, value]`, `{field: value}`, or a list
	of these. Raises Unreadable for any other form.
	"""
	if isinstance(value, Mapping):
		for column, sought in value.items():
			_require_plain(sought)
			operator = str(sought[0]).lower() if isinstance(sought, list | tuple) and sought else ""
			yield "", str(column), operator
	elif isinstance(value, list | tuple) and value and isinstance(value[0], str):
		yield from _one_condition(list(value))
	elif isinstance(value, list | tuple):
		for inner in value:
			if isinstance(inner, list | tuple | Mapping):
				yield from conditions_in(inner)
			elif str(inner).lower() not in ("and", "or"):
				raise Unreadable("filters")
	elif not isinstance(value, str | int | float | NoneType):
		raise Unreadable("filters")


def _one_condition(parts: list[Any]) -> Iterator[tuple[str, str, str]]:
	named = len(parts) >= 4
	if len(parts) < 3 or not all(isinstance(part, str) for part in parts[: 3 if named else 2]):
		raise Unreadable("filters")  # v15 takes a list of words for columns
	_require_plain(parts[2:])
	operator = parts[2 if named else 1].lower()
	if operator not in OPERATORS:
		raise Unreadable("filters")
	yield parts[0] if named else "", parts[1 if named else 0], operator


def _require_plain(sought: Any) -> None:
	"""Refuse a value that is a query or a column. Raises Unreadable."""
	if isinstance(sought, Mapping):
		raise Unreadable("filters")
	if isinstance(sought, list | tuple):
		for each in sought:
			_require_plain(each)

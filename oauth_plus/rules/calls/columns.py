"""Columns as lists and filters name them: of the DocType itself, of a named table, or through a link.

Any other expression is unreadable. Frappe reads more of them, and how it reads one differs by version.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oauth_plus.rules.calls.argument_values import Unreadable


@dataclass(frozen=True)
class Column:
	"""Column with the DocType that was named with it (`table`), and the field that leads to it
	(`through`)."""

	name: str
	table: str = ""
	through: str = ""


FUNCTIONS = frozenset(
	(
		"abs",
		"avg",
		"coalesce",
		"concat",
		"count",
		"date",
		"ifnull",
		"max",
		"min",
		"month",
		"round",
		"sum",
		"year",
	)
)
"""Functions that read nothing but the columns they are given."""

NAME = re.compile(r"\w+")

LITERAL = re.compile(r"-?\d+(?:\.\d+)?|'[^'\"`\\\\]*'|\"[^'\"`\\\\]*\"")

QUOTED_TABLE = re.compile(r"""([`"])tab([^`"'\\;()]+)\1\s*\.\s*(?:([`"])(\w+)\3|(\w+|\*))""")
"""`tabToDo`.`name`, and the same in double quotes."""

BARE_TABLE = re.compile(r"tab(\w+(?: \w+)+)\s*\.\s*(?:`(\w+)`|(\w+|\*))")
"""tabHas Role.role; a name without a space may be a field as well."""

THROUGH = re.compile(r"(`?)(\w+)\1\s*\.\s*(?:`(\w+)`|(\w+|\*))")

OWN = re.compile(r"(`?)(\w+)\1|(\*)")

EXPRESSION = re.compile(
	r"(?:distinct\s+)?(?:(?P<function>\w+)\s*\(\s*(?:distinct\s+)?(?P<inner>[^()]*)\)|(?P<plain>[^()]+?))"
	r"(?:\s+as\s+(?P<quote>[`'\"]?)\w+(?P=quote))?(?:\s+(?:asc|desc))?",
	re.IGNORECASE,
)

COMMAS = re.compile(r",(?![^(]*\))")


def read(text: str) -> Iterator[Column]:
	"""Yield the columns of one expression, or of several with commas between. Raises Unreadable."""
	for part in COMMAS.split(text):
		match = EXPRESSION.fullmatch(part.strip())
		if not match:
			raise Unreadable("a column")
		if match["function"] is None:
			yield _column(match["plain"])
		elif match["function"].lower() not in FUNCTIONS:
			raise Unreadable("a function")
		else:
			yield from map(_column, _not_literal(match["inner"]))


def plain_name(value: Any) -> str:
	"""Return the name of one column of the DocType itself. Raises Unreadable for anything else."""
	if not isinstance(value, str) or not NAME.fullmatch(value):
		raise Unreadable("a column")
	return value


def _not_literal(inner: str) -> Iterator[str]:
	parts = (part.strip() for part in inner.split(","))
	return (part for part in parts if not LITERAL.fullmatch(part))


def _column(text: str) -> Column:
	text = text.strip()
	if match := QUOTED_TABLE.fullmatch(text):
		return Column(match[4] or match[5], table=match[2])
	if match := BARE_TABLE.fullmatch(text):
		return Column(match[2] or match[3], table=match[1])
	if match := THROUGH.fullmatch(text):
		return Column(match[3] or match[4], through=match[2])
	if match := OWN.fullmatch(text):
		return Column(match[2] or match[3])
	raise Unreadable("a column")

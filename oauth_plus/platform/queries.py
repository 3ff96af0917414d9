"""Additions to Frappe's query builder: exact comparison, locks, optional conditions, and long lists of names."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Function

from oauth_plus.platform import clock

AT_ONCE = 1_000
"""Largest number of names in one statement."""


def exact(column: Any) -> Any:
	"""Return the column for a comparison byte for byte. MariaDB's comparison ignores letter case and trailing blanks.
	Add a plain comparison, which uses the index."""
	return Function("BINARY", column) if frappe.db.db_type == "mariadb" else column


def as_text(value: str | bytes | None) -> str:
	"""Return the text of a column that was read as bytes; empty for none."""
	return value.decode() if isinstance(value, bytes) else value or ""


def narrowed(
	query: Any,
	table: Any,
	*,
	user: str | None,
	client_id: str | None,
	before: datetime | None,
	moment: str = "creation",
) -> Any:
	"""Return the query for the rows that meet all given conditions. Names are compared byte for byte."""
	for column, value in (("user", user), ("client", client_id)):
		if value is not None:
			query = query.where(table[column] == value).where(exact(table[column]) == value)
	return query if before is None else query.where(table[moment] < clock.to_column(before))


def locking(query: Any, *, skip_locked: bool = False) -> Any:
	"""Return the query with a lock on the rows that it finds, as they are committed now. `skip_locked` leaves out
	rows that others have locked, without waiting. SQLite locks no rows."""
	return query if frappe.db.db_type == "sqlite" else query.for_update(skip_locked=skip_locked)


def chunks(names: Sequence[str]) -> Iterator[list[str]]:
	"""Return the names in lists short enough for one statement."""
	return (list(names[start : start + AT_ONCE]) for start in range(0, len(names), AT_ONCE))

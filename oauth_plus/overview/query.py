"""Statements of the reports: optional conditions, a limit of rows, and the names of clients."""

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate, nowdate

from oauth_plus.platform import queries

MOST, DEFAULT_MOST = 100_000, 1_000
"""Largest number of rows that a report may be asked for, and the number where nobody says one."""

DEFAULT_DAYS = 30

Row = dict[str, Any]


@dataclass(frozen=True)
class Period:
	"""Days of a report, in the site's time zone. `until` is the day after the last one."""

	since: datetime
	until: datetime


@dataclass
class Where:
	"""Conditions of a statement, with the values in it. Conditions are constants of ours."""

	conditions: list[str] = field(default_factory=list)
	values: list[Any] = field(default_factory=list)

	def add(self, condition: str, *values: Any) -> None:
		"""Add a condition that always applies."""
		self.conditions.append(condition)
		self.values.extend(values)

	def add_if(self, condition: str, value: Any) -> None:
		"""Add a condition that applies if the filter has a value. Throws ValidationError for what is no text."""
		if said := text_of(value):
			self.add(condition, said)

	def text(self) -> str:
		"""Return the conditions as SQL."""
		return " AND ".join(self.conditions) or "1 = 1"


def text_of(value: Any) -> str:
	"""Return the value of a filter; empty where it has none. Throws ValidationError for what is no text."""
	if value in (None, "", []):
		return ""
	if not isinstance(value, str):
		frappe.throw(_("A filter of this report is one text."))
	return str(value)


def days_of(filters: Mapping[str, Any], default: int) -> int:
	"""Return the days of a filter: a hundred years at most."""
	return min(max(cint(filters.get("days")) or default, 1), 36_500)


def period_of(filters: Mapping[str, Any]) -> Period:
	"""Return the days from `from_date` to `to_date`; the last thirty, where they are not given."""
	last = _day_of(filters, "to_date") or get_datetime(nowdate())
	return Period(_day_of(filters, "from_date") or _moved(last, -DEFAULT_DAYS), _moved(last, 1))


def _day_of(filters: Mapping[str, Any], name: str) -> datetime | None:
	"""Return the beginning of a day; None where there is none. Throws ValidationError for what is no day."""
	said = text_of(filters.get(name))
	try:
		day = getdate(said) if said else None
	except OverflowError:
		frappe.throw(_("A filter of this report is no day."))
	return datetime.combine(day, time()) if day else None


def _moved(day: datetime, days: int) -> datetime:
	"""Return another day; the last or the first one of the calendar, where it would be outside of it."""
	try:
		return day + timedelta(days=days)
	except OverflowError:
		return datetime.max if days > 0 else datetime.min


def most_of(filters: Mapping[str, Any]) -> int:
	"""Return how many rows the report has at most."""
	return min(max(cint(filters.get("most")) or DEFAULT_MOST, 1), MOST)


def run(statement: str, values: Iterable[Any]) -> list[Row]:
	"""Return the rows of a statement. Its text is ours, its values are parameters."""
	return list(frappe.db.sql(statement, tuple(values), as_dict=True))


def tuples(statement: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
	"""Return the rows of a statement as tuples, which is quicker for many rows."""
	return list(frappe.db.sql(statement, tuple(values)))


def marks(values: Sized) -> str:
	"""Return a placeholder for each of these values, for a condition with IN."""
	return ", ".join(["%s"] * len(values))


def titles_of(client_ids: Iterable[str]) -> dict[str, str]:
	"""Return the names of apps by the id of their client, in one statement for each thousand of them."""
	found: dict[str, str] = {}
	for chunk in queries.chunks(sorted(set(filter(None, client_ids)))):
		rows = frappe.db.sql(
			f"SELECT name, app_name FROM `tabOAuth Client` WHERE name IN ({marks(chunk)})",  # noqa: S608
			chunk,
		)
		found |= {name: title or "" for name, title in rows}
	return found


def with_titles(rows: list[Row]) -> list[Row]:
	"""Return the rows with the name of the app of each client; empty for a client that is deleted."""
	titles = titles_of(row["client"] for row in rows)
	return [row | {"app": titles.get(row["client"] or "", "")} for row in rows]

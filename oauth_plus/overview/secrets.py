"""Client secrets and when they end, without their values and hints."""

from collections.abc import Mapping
from typing import Any

from frappe.utils import add_days, nowdate

from oauth_plus.overview import query
from oauth_plus.overview.query import Row, Where

DAYS = 30


def rows(filters: Mapping[str, Any]) -> list[Row]:
	"""Return a row for each secret that ends within so many days, today included, the first one first. Two statements, and
	one more for each further thousand of rows."""
	where = ending(query.days_of(filters, DAYS))
	where.add_if("client = %s", filters.get("client"))
	found = query.run(
		f"""SELECT client, label, creation, ends, last_used FROM `tabOAuth Plus Client Secret`
		WHERE {where.text()} ORDER BY ends, client LIMIT %s""",  # noqa: S608
		[*where.values, query.most_of(filters)],
	)
	return query.with_titles(found)


def count(days: int = DAYS) -> int:
	"""Return the number of secrets that end within so many days, today included. One statement."""
	where = ending(days)
	statement = f"SELECT COUNT(*) FROM `tabOAuth Plus Client Secret` WHERE {where.text()}"  # noqa: S608
	return int(query.tuples(statement, where.values)[0][0])


def ending(days: int) -> Where:
	"""Return the conditions of the secrets that end within so many days."""
	where = Where()
	where.add("ends >= %s AND ends < %s", nowdate(), add_days(nowdate(), days + 1))
	return where

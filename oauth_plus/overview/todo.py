"""Counts on the workspace, each of something to do, with the list that it counts.

A count and its list have the same conditions, so that the list has as many rows as the card says.
"""

from dataclasses import dataclass, field
from typing import Any

from frappe.utils import add_days, nowdate

from oauth_plus.overview import query, secrets, unused
from oauth_plus.overview.query import Where

EVENT, GRANT, CLIENT = "OAuth Plus Event", "OAuth Plus Grant", "OAuth Client"


@dataclass(frozen=True)
class ToDo:
	"""Number of things to do. `route` and `options` open the list of them."""

	count: int
	route: tuple[str, ...]
	options: dict[str, Any] = field(default_factory=dict)


def replays() -> ToDo:
	"""Return the grants that ended within a week because a token or a code was used twice (RFC 9700 §4.14.2)."""
	where = Where(["state = 'Replayed'"])
	_within(where, "ended_at", add_days(nowdate(), -7), nowdate())
	return _listed(GRANT, where, {"state": "Replayed", "ended_at": ["Timespan", "last 7 days"]})


def refused_today() -> ToDo:
	"""Return the refusals that were recorded today, in the site's time zone."""
	where = Where(["outcome = 'Refused'"])
	_within(where, "creation", nowdate(), nowdate())
	return _listed(EVENT, where, {"outcome": "Refused", "creation": ["Timespan", "today"]})


def ending_secrets() -> ToDo:
	"""Return the client secrets that end within thirty days."""
	return ToDo(secrets.count(), ("query-report", "OAuth Ending Secrets"), {"days": secrets.DAYS})


def below_enforce() -> ToDo:
	"""Return the enabled clients that are still at Warn or Off."""
	where = Where(["oauth_plus_enforcement != 'Enforce'", "oauth_plus_enabled = 1"])
	return _listed(CLIENT, where, {"oauth_plus_enforcement": ["!=", "Enforce"], "oauth_plus_enabled": 1})


def unused_clients() -> ToDo:
	"""Return the enabled clients that nobody has used for ninety days."""
	return ToDo(len(unused.names()), ("query-report", "OAuth Unused Clients"), {"days": unused.DAYS})


def _within(where: Where, column: str, first: str, last: str) -> None:
	"""Add the condition of Frappe's lists for a period of days: both are part of it."""
	where.add(f"{column} >= %s AND {column} < %s", first, add_days(last, 1))


def _listed(doctype: str, where: Where, options: dict[str, Any]) -> ToDo:
	"""Count the rows of the list that these options open."""
	[row] = query.run(f"SELECT COUNT(*) AS count FROM `tab{doctype}` WHERE {where.text()}", where.values)  # noqa: S608
	return ToDo(row["count"], ("List", doctype, "List"), options)

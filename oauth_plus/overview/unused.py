"""Clients that nobody has used for some days."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from oauth_plus.overview import query
from oauth_plus.overview.query import Row
from oauth_plus.platform import clock, queries
from oauth_plus.store.clients import client_lists

DAYS = 90


def names(days: int = DAYS) -> list[str]:
	"""Return the ids of the enabled clients that nobody has used for so many days. One statement."""
	return client_lists.unused_since(clock.now() - timedelta(days=days))


def rows(filters: Mapping[str, Any]) -> tuple[list[Row], int]:
	"""Return a row for each unused client, the one that was used the longest ago first, and the number of all. Three
	statements, and two more for each further thousand of rows."""
	found = names(query.days_of(filters, DAYS))
	shown = found[: query.most_of(filters)]
	rows: list[Row] = []
	for chunk in queries.chunks(shown):
		uses = _last_uses(chunk)
		nothing = {"last_used": None, "grants": 0}
		rows += [row | uses.get(row["client"], nothing) for row in _clients(chunk)]
	return sorted(rows, key=_weight), len(found)


def _clients(chunk: list[str]) -> list[Row]:
	return query.run(
		f"""SELECT name AS client, app_name AS app, owner, creation, oauth_plus_client_type AS type,
			oauth_plus_enforcement AS enforcement, oauth_plus_registration AS registration
		FROM `tabOAuth Client` WHERE name IN ({query.marks(chunk)})""",  # noqa: S608
		chunk,
	)


def _last_uses(chunk: list[str]) -> dict[str, Row]:
	found = query.run(
		f"""SELECT client, MAX(creation) AS given, MAX(last_refreshed) AS refreshed, MAX(last_used) AS used,
			SUM(state = 'Active') AS grants
		FROM `tabOAuth Plus Grant` WHERE client IN ({query.marks(chunk)}) GROUP BY client""",  # noqa: S608
		chunk,
	)
	return {
		row["client"]: {
			"last_used": max(filter(None, (row["given"], row["refreshed"], row["used"])), default=None),
			"grants": row["grants"],
		}
		for row in found
	}


def _weight(row: Row) -> tuple[str, str]:
	return str(row["last_used"] or ""), str(row["creation"])

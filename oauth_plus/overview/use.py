"""Use by client and user: what was issued and refused in a period, and the grants that are live now."""

from collections.abc import Mapping
from typing import Any

from oauth_plus.overview import query
from oauth_plus.overview.query import Row, Where
from oauth_plus.platform import queries

NO_GRANT: Row = {"grants": 0, "last_used": None}


def rows(filters: Mapping[str, Any]) -> list[Row]:
	"""Return a row for each client and user with events in the period: the busiest clients first, and of each client the
	busiest users. Four statements, and three more for each further thousand of clients.

	There are far more pairs of clients and users than clients. So the busiest clients are chosen first, as many as there
	can be rows.
	"""
	period, where, most = query.period_of(filters), Where(), query.most_of(filters)
	where.add("creation >= %s AND creation < %s", period.since, period.until)
	where.add("client IS NOT NULL AND client != ''")
	where.add_if("client = %s", filters.get("client"))
	where.add_if("user = %s", filters.get("user"))
	busiest = _busiest(where, most)
	found = [row for chunk in queries.chunks(list(busiest)) for row in _by_user(where, chunk)]
	found.sort(key=lambda row: (busiest[row["client"]], -row["issued"] - row["refreshed"], -row["refused"]))
	shown = found[:most]
	live = _live_grants(list(dict.fromkeys(row["client"] for row in shown)), filters.get("user"))
	return query.with_titles([row | live.get((row["client"], row["user"]), NO_GRANT) for row in shown])


def _busiest(where: Where, most: int) -> dict[str, int]:
	"""Return the place of each of the busiest clients, by its id."""
	found = query.tuples(
		f"""SELECT client, SUM(event = 'token_issued') AS issued, SUM(times) AS events
		FROM `tabOAuth Plus Event` WHERE {where.text()}
		GROUP BY client ORDER BY issued DESC, events DESC, client LIMIT %s""",  # noqa: S608
		[*where.values, most],
	)
	return {client: place for place, (client, _issued, _events) in enumerate(found)}


def _by_user(where: Where, client_ids: list[str]) -> list[Row]:
	return query.run(
		f"""SELECT client, user,
			SUM(event = 'token_issued' AND COALESCE(reason, '') != 'refresh_token') AS issued,
			SUM(event = 'token_issued' AND reason = 'refresh_token') AS refreshed,
			SUM(CASE WHEN outcome = 'Refused' THEN times ELSE 0 END) AS refused,
			MAX(creation) AS last_event
		FROM `tabOAuth Plus Event` WHERE client IN ({query.marks(client_ids)}) AND {where.text()} GROUP BY client, user""",  # noqa: S608
		[*client_ids, *where.values],
	)


def _live_grants(client_ids: list[str], user: str | None) -> dict[tuple[str, str], Row]:
	"""Return the number of live grants and their last use, by client and user."""
	found: dict[tuple[str, str], Row] = {}
	for chunk in queries.chunks(client_ids):
		where = Where()
		where.add(f"client IN ({query.marks(chunk)})", *chunk)
		where.add("state = 'Active'")
		where.add_if("user = %s", user)
		grants = query.tuples(
			f"""SELECT client, user, COUNT(*), MAX(last_used) FROM `tabOAuth Plus Grant`
			WHERE {where.text()} GROUP BY client, user""",  # noqa: S608
			where.values,
		)
		found |= {
			(client, user): {"grants": count, "last_used": last} for client, user, count, last in grants
		}
	return found

"""Use by client and user: what was issued and refused in a period, and the grants that are live now."""

from collections.abc import Mapping
from typing import Any

from oauth_plus.overview import query
from oauth_plus.overview.query import Row, Where
from oauth_plus.platform import queries


def rows(filters: Mapping[str, Any]) -> list[Row]:
	"""Return a row for each client and user with events in the period, the busiest first. Three statements, and two more
	for each further thousand of clients."""
	period, where = query.period_of(filters), Where()
	where.add("creation >= %s AND creation < %s", period.since, period.until)
	where.add("client IS NOT NULL AND client != ''")
	where.add_if("client = %s", filters.get("client"))
	where.add_if("user = %s", filters.get("user"))
	found = query.run(
		f"""SELECT client, user,
			SUM(event = 'token_issued' AND COALESCE(reason, '') != 'refresh_token') AS issued,
			SUM(event = 'token_issued' AND reason = 'refresh_token') AS refreshed,
			SUM(CASE WHEN outcome = 'Refused' THEN times ELSE 0 END) AS refused,
			MAX(creation) AS last_event
		FROM `tabOAuth Plus Event` WHERE {where.text()}
		GROUP BY client, user ORDER BY SUM(event = 'token_issued') DESC, refused DESC, client, user LIMIT %s""",  # noqa: S608
		[*where.values, query.most_of(filters)],
	)
	live = _live_grants({row["client"] for row in found}, filters.get("user"))
	nothing = {"grants": 0, "last_used": None}
	return query.with_titles([row | live.get((row["client"], row["user"]), nothing) for row in found])


def _live_grants(client_ids: set[str], user: str | None) -> dict[tuple[str, str], Row]:
	"""Return the number of live grants and their last use, by client and user."""
	found: dict[tuple[str, str], Row] = {}
	for chunk in queries.chunks(sorted(client_ids)):
		where = Where()
		where.add(f"client IN ({', '.join(['%s'] * len(chunk))})", *chunk)
		where.add("state = 'Active'")
		where.add_if("user = %s", user)
		grants = query.run(
			f"""SELECT client, user, COUNT(*) AS grants, MAX(last_used) AS last_used
			FROM `tabOAuth Plus Grant` WHERE {where.text()} GROUP BY client, user""",  # noqa: S608
			where.values,
		)
		found |= {
			(row["client"], row["user"]): {"grants": row["grants"], "last_used": row["last_used"]}
			for row in grants
		}
	return found

"""Who has access to what, for an audit: live grants, and clients that act as a Service User."""

from collections.abc import Mapping
from typing import Any

from frappe import _

from oauth_plus.overview import query
from oauth_plus.overview.query import Row, Where
from oauth_plus.platform import clock, queries
from oauth_plus.rules import scope_list
from oauth_plus.rules.scope_definition import ALL
from oauth_plus.store.scopes import scope_lookup


def rows(filters: Mapping[str, Any]) -> list[Row]:
	"""Return a row for each client that may act as a user: each live grant, and each Service User. Four statements, and two
	more for each further thousand of users."""
	most = query.most_of(filters)
	found = [*_service_users(filters), *_grants(filters, most)]
	wanted = query.text_of(filters.get("scope"))
	fitting = [row for row in found if not wanted or wanted in scope_list.split(row["scopes"])][:most]
	names = _full_names({row["user"] for row in fitting})
	meanings = {text: _meaning(text) for text in {row["scopes"] or "" for row in fitting}}
	return query.with_titles(
		[
			_shown(row) | {"full_name": names.get(row["user"], ""), "meaning": meanings[row["scopes"] or ""]}
			for row in fitting
		]
	)


def _meaning(scopes: str) -> str:
	return " ".join(scope_lookup.sentences(scope_list.split(scopes)))


def _grants(filters: Mapping[str, Any], most: int) -> list[Row]:
	"""Return the live grants that users gave. Those of Service Users follow from the client."""
	where = Where(["state = 'Active'", "(secret IS NULL OR secret = '')"])
	now = clock.to_column(clock.now())
	where.add(
		"(idle_ends IS NULL OR idle_ends > %s) AND (absolute_ends IS NULL OR absolute_ends > %s)", now, now
	)
	where.add_if("client = %s", filters.get("client"))
	where.add_if("user = %s", filters.get("user"))
	if filters.get("scope"):
		where.add("scopes LIKE %s", f"%{filters['scope']}%")
	return query.run(
		f"""SELECT client, user, scopes, resource, creation AS since, last_used, idle_ends, absolute_ends,
			name AS grant_name
		FROM `tabOAuth Plus Grant` WHERE {where.text()} ORDER BY client LIMIT %s""",  # noqa: S608
		[*where.values, most],
	)


def _service_users(filters: Mapping[str, Any]) -> list[Row]:
	where = Where(
		["oauth_plus_enabled = 1", "oauth_plus_service_user IS NOT NULL", "oauth_plus_service_user != ''"]
	)
	where.add_if("name = %s", filters.get("client"))
	where.add_if("oauth_plus_service_user = %s", filters.get("user"))
	found = query.run(
		f"""SELECT name AS client, oauth_plus_service_user AS user, scopes, creation AS since
		FROM `tabOAuth Client` WHERE {where.text()} ORDER BY name""",  # noqa: S608
		where.values,
	)
	return [row | {"is_service_user": True} for row in found]


def _shown(row: Row) -> Row:
	scopes = scope_list.split(row["scopes"])
	is_machine = bool(row.get("is_service_user"))
	return {
		"client": row["client"],
		"user": row["user"],
		"scopes": " ".join(scopes),
		"is_everything": int(ALL in scopes),
		"by": _("Service User") if is_machine else _("Consent"),
		"resource": row.get("resource") or "",
		"since": row["since"],
		"last_used": row.get("last_used"),
		"ends": min(filter(None, (row.get("idle_ends"), row.get("absolute_ends"))), default=None),
		"grant_name": row.get("grant_name") or "",
	}


def _full_names(users: set[str]) -> dict[str, str]:
	found: dict[str, str] = {}
	for chunk in queries.chunks(sorted(users)):
		rows = query.run(f"SELECT name, full_name FROM `tabUser` WHERE name IN ({query.marks(chunk)})", chunk)  # noqa: S608
		found |= {row["name"]: row["full_name"] or "" for row in rows}
	return found

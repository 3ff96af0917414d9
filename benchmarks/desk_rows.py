"""Rows that Desk counts and lists: clients, grants, events and accesses, made by the database from a sequence of numbers."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.database import Database

EVENTS, CLIENTS, GRANTS, USES = 100_000, 10_000, 100_000, 50_000

USERS = 2_000

APPS_OF_ONE = 200
"""Apps of the person who opens their own page."""

CLIENT = "CONCAT('desk', LPAD({number}, 6, '0'))"
"""Names of the clients, by which all rows are deleted again."""

SPREAD = "(seq * 7919)"
"""A number that goes through all remainders in no order that a table has."""

SCOPES = "ELT(1 + seq MOD 4, 'openid doctype:ToDo:read', 'all openid', 'openid email', 'openid doctype:Contact:read')"

OF_CLIENTS = {"tabOAuth Client": "name", "tabOAuth Client Role": "parent"}
OF_CLIENTS |= {f"tabOAuth Plus {name}": "client" for name in ("Grant", "Event", "Scope Use")}


@contextmanager
def filled(database: Database, user: str) -> Iterator[None]:
	"""The rows are there while the block lasts; APPS_OF_ONE clients have a grant of this user."""
	_empty(database)
	try:
		_insert(database, "OAuth Client", CLIENTS, _clients())
		_insert(database, "OAuth Client Role", CLIENTS, _roles())
		_insert(database, "OAuth Plus Grant", GRANTS, _grants(), user)
		_insert(database, "OAuth Plus Event", EVENTS, _events())
		_insert(database, "OAuth Plus Scope Use", USES, _uses())
		for table in OF_CLIENTS:
			database.run(f"ANALYZE TABLE `{table}`")
		yield
	finally:
		_empty(database)


def _empty(database: Database) -> None:
	for table, column in OF_CLIENTS.items():
		database.run(f"DELETE FROM `{table}` WHERE `{column}` LIKE 'desk%'")


def _insert(database: Database, doctype: str, count: int, columns: dict[str, str], *values: str) -> None:
	made = {"modified": "NOW(6)", "owner": "'Administrator'", "modified_by": "'Administrator'", **columns}
	names = ", ".join(f"`{name}`" for name in made)
	statement = (
		f"INSERT INTO `tab{doctype}` ({names}) SELECT {', '.join(made.values())} FROM seq_1_to_{count}"
	)
	database.run(statement, *values)


def _client(most: int) -> str:
	return CLIENT.format(number=f"1 + {SPREAD} MOD {most}")


def _ago(days: int) -> str:
	return f"NOW(6) - INTERVAL {SPREAD} MOD {days * 86_400} SECOND"


def _clients() -> dict[str, str]:
	return {
		"name": CLIENT.format(number="seq"),
		"client_id": CLIENT.format(number="seq"),
		"creation": _ago(700),
		"app_name": "CONCAT('Desk App ', seq)",
		"client_secret": "'********'",
		"scopes": SCOPES,
		"redirect_uris": "'https://app.example.com/callback'",
		"grant_type": "'Authorization Code'",
		"response_type": "'Code'",
		"oauth_plus_enabled": "1",
		"oauth_plus_client_type": "'Confidential'",
		"oauth_plus_enforcement": "IF(seq MOD 3, 'Enforce', 'Warn')",
	}


def _roles() -> dict[str, str]:
	of_client = {"parenttype": "'OAuth Client'", "parentfield": "'allowed_roles'", "role": "'Desk User'"}
	name = CLIENT.format(number="seq")
	return {"name": name, "parent": name, "creation": "NOW(6)", **of_client}


def _grants() -> dict[str, str]:
	"""The columns of the grants; the first ones are those of one user, and a fifth of them are those of one client."""
	return {
		"user": f"IF(seq <= {APPS_OF_ONE}, %s, CONCAT('desk', {SPREAD} MOD {USERS}, '@example.com'))",
		"name": "MD5(CONCAT('desk grant', seq))",
		"creation": _ago(300),
		"client": f"IF(seq <= {APPS_OF_ONE}, {CLIENT.format(number='seq')}, IF(seq MOD 5, {_client(6_000)}, 'desk000001'))",
		"scopes": SCOPES,
		"state": f"IF(seq <= {APPS_OF_ONE} OR seq MOD 10 < 7, 'Active', IF(seq MOD 50, 'Revoked', 'Replayed'))",
		"ended_at": f"IF(seq MOD 10 < 7, NULL, {_ago(60)})",
		"generation": "1",
		"last_refreshed": _ago(60),
		"last_used": f"IF(seq MOD 5, {_ago(120)}, NULL)",
		"idle_ends": "NOW(6) + INTERVAL 30 DAY",
		"absolute_ends": "NOW(6) + INTERVAL 60 DAY",
	}


def _events() -> dict[str, str]:
	reasons = "'invalid_grant', 'invalid_client', 'invalid_scope', 'invalid_request', 'unauthorized_client'"
	return {
		"name": "LEFT(MD5(CONCAT('desk event', seq)), 16)",
		"creation": _ago(60),
		"last_time": _ago(60),
		"times": "1",
		"event": "IF(seq MOD 4, 'token_issued', 'token_refused')",
		"outcome": "IF(seq MOD 4, 'Allowed', 'Refused')",
		"reason": f"IF(seq MOD 4, IF(seq MOD 3, 'refresh_token', 'authorization_code'), ELT(1 + seq MOD 5, {reasons}))",
		"cause": "IF(seq MOD 4, '', 'The refresh token is unknown')",
		"client": _client(CLIENTS),
		"user": f"CONCAT('desk', {SPREAD} MOD {USERS}, '@example.com')",
		"address": "CONCAT('192.0.2.', seq MOD 250)",
	}


def _uses() -> dict[str, str]:
	return {
		"name": "LEFT(MD5(CONCAT('desk use', seq)), 32)",
		"creation": "NOW(6)",
		"client": _client(6_000),
		"kind": "'DocType'",
		"target": "ELT(1 + seq MOD 5, 'ToDo', 'Contact', 'Note', 'Event', 'Address')",
		"action": "'read'",
		"last_used": _ago(80),
		"way": "'Asked'",
	}

"""Filling a table with tokens: by the database itself, from a sequence of numbers, in one statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.database import Database, administrator, server_set
from benchmarks.shelf import FAMILIES
from benchmarks.tokens import ACCESS_SQL, AGE_SQL, CLIENT_SQL, DAY, REFRESH_SQL, REVOKED_SQL, age, is_revoked

FAMILY_SQL = "MD5(CONCAT('family:', seq))"

USERS = 100
"""As many as a near-empty table has rows, so that what Frappe caches about people is the same for both."""

MANY = 10_000
"""Rows from which on indexes are better made afterwards than row by row."""

GROWN = 69
"""Percent of a page that is filled where rows came in no order, one by one: ln 2 (Yao, On Random 2-3 Trees, 1978). A
table that was filled in one go is packed so that each further row splits a page, which no site's table does."""


@dataclass(frozen=True)
class Filling:
	"""Which rows lie in a table. Ages in seconds, evenly spread; `revoked` of ten are."""

	count: int
	first: int = 1
	youngest: int = 0
	spread: int = 90 * DAY
	revoked: int = 2
	digested: bool = True
	"""Whether the app has been at work here; stock's rows are as they came."""

	@property
	def numbers(self) -> range:
		"""What the rows are numbered with: two fillings that meet in one table must not share any."""
		return range(self.first, self.first + self.count)

	def live(self, row: int, idle: int = 29 * DAY) -> bool:
		"""The refresh token still works, under the app's own limit of thirty unused days too."""
		return not is_revoked(row, self.revoked) and self.youngest + age(row, self.spread) < idle


@dataclass(frozen=True)
class Clock:
	"""The site's time of day, and the same moment since 1970."""

	now: str
	epoch: float


def fill(
	database: Database, kind: str, table: str, filling: Filling, clients: list[str], clock: Clock
) -> None:
	"""Add the rows of a filling, tokens or their grants; what was not digested yet has no grants."""
	if kind == FAMILIES and not filling.digested:
		return
	chosen = family_columns(filling, clients, clock) if kind == FAMILIES else columns(filling, clients)
	present = database.columns(table)
	if filling.digested and kind != FAMILIES:
		chosen |= {name: how for name, how in app_columns(clock).items() if name in present}
	names = ", ".join(f"`{name}`" for name in chosen)
	statement = (
		f"INSERT INTO `{table}` ({names}) SELECT {', '.join(chosen.values())} "
		f"FROM ({_numbers(filling, clock)}) AS numbered ORDER BY 1"
	)
	if filling.count < MANY:
		database.run(statement)
		return
	with _as_grown(database, table):
		database.run(statement)


@contextmanager
def _as_grown(database: Database, table: str) -> Iterator[None]:
	"""All indexes but the unique ones are away while the block lasts, and then the table is made anew, its pages as
	full as they would have become."""
	indexes: dict[str, list[str]] = {}
	for row in database.rows(f"SHOW INDEX FROM `{table}` WHERE non_unique = 1"):
		indexes.setdefault(row[2], []).append(f"`{row[4]}`")
	if indexes:
		database.run(f"ALTER TABLE `{table}` {', '.join(f'DROP INDEX `{name}`' for name in indexes)}")
	yield
	added = [f"ADD INDEX `{name}` ({', '.join(columns)})" for name, columns in indexes.items()]
	server = administrator()
	with server_set(server, innodb_fill_factor=GROWN):
		database.run(f"ALTER TABLE `{table}` {', '.join([*added, 'FORCE'])}")
	server.close()


def _numbers(filling: Filling, clock: Clock) -> str:
	"""What all columns are made of."""
	wrap = "SHA2({}, 256)" if filling.digested else "{}"
	aged = AGE_SQL.format(oldest=filling.spread, youngest=filling.youngest)
	return (
		f"SELECT {wrap.format(ACCESS_SQL)} AS access, {wrap.format(REFRESH_SQL)} AS refresh, seq, {aged} AS age, "
		f"CAST('{clock.now}' AS DATETIME(6)) - INTERVAL {aged} SECOND AS made "
		f"FROM seq_{filling.numbers[0]}_to_{filling.numbers[-1]}"
	)


def columns(filling: Filling, clients: list[str]) -> dict[str, str]:
	"""Column by column, as stock writes a row."""
	client_ids = ", ".join(f"'{client}'" for client in clients)
	return {
		"name": "access",
		"access_token": "access",
		"refresh_token": "refresh",
		"creation": "made",
		"modified": "made",
		"owner": "'Guest'",
		"modified_by": "'Guest'",
		"client": f"ELT(1 + {CLIENT_SQL.format(clients=len(clients))}, {client_ids})",
		"user": f"CONCAT('bench', seq MOD {USERS}, '@example.com')",
		"scopes": "'all openid'",
		"expires_in": "3600",
		"expiration_time": "made + INTERVAL 3600 SECOND",
		"status": f"IF({REVOKED_SQL.format(of_ten=filling.revoked)}, 'Revoked', 'Active')",
	}


def app_columns(clock: Clock) -> dict[str, str]:
	"""What the app adds to a row that it wrote itself."""
	return {
		"oauth_plus_expires_at": f"{clock.epoch} - age + 3600",
		"oauth_plus_granted_scopes": "'all openid'",
		"oauth_plus_family": FAMILY_SQL,
		"oauth_plus_generation": "1",
		"oauth_plus_purge_at": f"{clock.epoch} - age + 30 * 86400",
		"oauth_plus_refresh_expires_at": "made + INTERVAL 30 DAY",
		"oauth_plus_grant_expires_at": "made + INTERVAL 90 DAY",
	}


def family_columns(filling: Filling, clients: list[str], clock: Clock) -> dict[str, str]:
	"""The grant of a row, as the app writes it; `access` is all that the rows are sorted by."""
	same = columns(filling, clients)
	return {
		"name": FAMILY_SQL,
		**{
			name: same[name]
			for name in ("creation", "modified", "owner", "modified_by", "client", "user", "scopes")
		},
		"generation": "1",
		"state": f"IF({REVOKED_SQL.format(of_ten=filling.revoked)}, 'Revoked', 'Active')",
		"ended_at": f"IF({REVOKED_SQL.format(of_ten=filling.revoked)}, made, NULL)",
		"rotated_at": f"{clock.epoch} - age",
		"idle_ends": "made + INTERVAL 30 DAY",
		"absolute_ends": "made + INTERVAL 90 DAY",
	}


def add_users(database: Database, like: str) -> None:
	"""The people of the rows: copies of one who was made by Frappe, each with Frappe's stable id."""
	database.run("DELETE FROM `tabUser` WHERE name RLIKE '^bench[0-9]+@example.com$'")
	database.run("DELETE FROM `tabUser Social Login` WHERE parent RLIKE '^bench[0-9]+@example.com$'")
	_copy(database, "tabUser", {"name": "{who}", "email": "{who}", "username": "{id}"}, "name = %s", like)
	links = {"name": "MD5({who})", "parent": "{who}", "userid": "MD5(CONCAT('sub', {who}))"}
	_copy(database, "tabUser Social Login", links, "parent = %s AND provider = 'frappe'", like)


def _copy(database: Database, table: str, changed: dict[str, str], where: str, like: str) -> None:
	who, short = "CONCAT('bench', seq, '@example.com')", "CONCAT('bench', seq)"
	values = {name: f"`{name}`" for name in sorted(database.columns(table))}
	values |= {name: how.format(who=who, id=short) for name, how in changed.items()}
	values |= {name: "NULL" for name in ("api_key", "reset_password_key", "mobile_no") if name in values}
	database.run(
		f"INSERT INTO `{table}` ({', '.join(f'`{name}`' for name in values)}) SELECT {', '.join(values.values())} "
		f"FROM `{table}` JOIN seq_0_to_{USERS - 1} WHERE {where}",
		like,
	)

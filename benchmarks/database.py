"""A site's database, past Frappe: with the site's own account, and with an administrator's where it must be."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymysql

from dev.standin.console import Stop


class Database:
	"""One connection that commits every statement."""

	def __init__(self, **account: Any) -> None:
		self._connection = pymysql.connect(**account, autocommit=True, charset="utf8mb4")

	def run(self, statement: str, *values: Any) -> int:
		"""Returns how many rows were touched."""
		with self._connection.cursor() as cursor:
			return cursor.execute(statement, values or None)

	def rows(self, statement: str, *values: Any) -> list[tuple]:
		with self._connection.cursor() as cursor:
			cursor.execute(statement, values or None)
			return list(cursor.fetchall())

	def value(self, statement: str, *values: Any) -> Any:
		"""The first column of the first row."""
		return self.rows(statement, *values)[0][0]

	def columns(self, table: str) -> set[str]:
		return {row[0] for row in self.rows(f"SHOW COLUMNS FROM `{table}`")}

	def close(self) -> None:
		self._connection.close()


def account_of(settings: dict[str, Any]) -> dict[str, Any]:
	"""What `Database` wants, from a site's configuration."""
	if settings.get("db_type", "mariadb") != "mariadb":
		raise Stop(f"The benchmarks need MariaDB; this site is on {settings['db_type']}.")
	name = settings["db_name"]
	account = {"database": name, "user": settings.get("db_user", name), "password": settings["db_password"]}
	if socket := settings.get("db_socket"):
		return account | {"unix_socket": socket}
	return account | {
		"host": settings.get("db_host", "127.0.0.1"),
		"port": int(settings.get("db_port", 3306)),
	}


def administrator() -> Database:
	"""Who may switch the general log on. Raises pymysql.Error."""
	return Database(
		host=os.environ.get("OAUTH_PLUS_DB_HOST") or "127.0.0.1",
		port=int(os.environ.get("OAUTH_PLUS_DB_PORT") or 3306),
		user=os.environ.get("OAUTH_PLUS_DB_ROOT_USER") or "root",
		password=os.environ.get("OAUTH_PLUS_DB_ROOT_PASSWORD") or "",
	)


@contextmanager
def server_set(database: Database, **variables: Any) -> Iterator[dict[str, Any]]:
	"""The server's variables have these values while the block lasts, which is given those before."""
	before = {name: database.value(f"SELECT @@GLOBAL.{name}") for name in variables}
	try:
		for name, value in variables.items():
			database.run(f"SET GLOBAL {name} = %s", value)
		yield before
	finally:
		for name in reversed(variables):
			database.run(f"SET GLOBAL {name} = %s", before[name])


LOGGING = {"log_output": "TABLE", "general_log": 1}
KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE")


@contextmanager
def statements_of(user: str) -> Iterator[list[str]]:
	"""The list fills, when the block ends, with what that database account has said meanwhile.

	By the server's general log, so that other people's statements are told apart; Frappe's SET, START and COMMIT
	are left out.
	"""
	database = administrator()
	begun = database.value("SELECT NOW(6)")
	said: list[str] = []
	with server_set(database, **LOGGING) as before:
		yield said
		time.sleep(0.2)
	query = "SELECT argument FROM mysql.general_log WHERE command_type = 'Query' AND event_time >= %s AND user_host LIKE %s"
	spoken = (row[0] for row in database.rows(query, begun, f"{user}[%"))
	texts = (text.decode() if isinstance(text, bytes) else text for text in spoken)
	said += [text for text in texts if text.lstrip().upper().startswith(KINDS)]
	if "TABLE" not in before["log_output"]:
		database.run("TRUNCATE mysql.general_log")
	database.close()


QUIET, PATIENCE = 200, 30.0
"""Deleted rows that the server has yet to clear away, and the seconds that it may take for all but so many."""


def settled() -> None:
	"""Wait until the server has cleared away what was deleted before: it does so in the background."""
	database, begun = administrator(), time.monotonic()
	query = "SELECT count FROM information_schema.innodb_metrics WHERE name = 'trx_rseg_history_len'"
	while database.value(query) > QUIET and time.monotonic() < begun + PATIENCE:
		time.sleep(0.2)
	database.close()


class Longest:
	"""The longest that a statement of one database account was seen at work, in seconds, while the block lasted.

	The list of threads is looked at every 20 ms with the account itself, which sees its own.
	"""

	EVERY = 0.02

	def __init__(self, account: dict[str, Any]) -> None:
		self.seconds, self.statement = 0.0, ""
		self._database = Database(**account)
		self._over = threading.Event()
		self._thread = threading.Thread(target=self._look)

	def __enter__(self) -> "Longest":
		self._thread.start()
		return self

	def __exit__(self, *_: object) -> None:
		self._over.set()
		self._thread.join()
		self._database.close()

	def _look(self) -> None:
		query = (
			"SELECT time_ms / 1000, info FROM information_schema.processlist "
			"WHERE command = 'Query' AND id <> CONNECTION_ID() ORDER BY time_ms DESC LIMIT 1"
		)
		while not self._over.wait(self.EVERY):
			for seconds, statement in self._database.rows(query):
				if seconds > self.seconds:
					self.seconds, self.statement = float(seconds), (statement or "")[:80]

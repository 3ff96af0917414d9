"""Which database a site gets: MariaDB where it is reachable or asked for, else SQLite, a file of the site."""

import os
import secrets
from dataclasses import dataclass, field

import pymysql

from dev.standin.console import Stop
from dev.standin.paths import Home


@dataclass(frozen=True)
class SQLite:
	"""One file in the site's folder. No row locks, and "database is locked" under load."""

	kind = "sqlite"

	def __str__(self) -> str:
		return "SQLite"

	def make(self, home: Home, purpose: str) -> dict:
		"""What `_new_site` is told. The file itself comes with the site."""
		return {"db_type": self.kind, "db_name": "site"}

	def drop(self, home: Home, purpose: str) -> None:
		"""The file goes with the site's folder."""


@dataclass(frozen=True)
class MariaDB:
	"""A server, and an account on it that may create databases and users."""

	host: str = "127.0.0.1"
	port: int = 3306
	root_user: str = "root"
	root_password: str = field(default="", repr=False)
	kind = "mariadb"

	def __str__(self) -> str:
		return f"MariaDB on {self.host}:{self.port}"

	def make(self, home: Home, purpose: str) -> dict:
		"""An empty database and its user, both named after the checkout."""
		name, password = self._name(home, purpose), secrets.token_hex(16)
		self._run(
			f"DROP DATABASE IF EXISTS `{name}`",
			f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
			f"CREATE OR REPLACE USER '{name}'@'%' IDENTIFIED BY '{password}'",
			f"GRANT ALL PRIVILEGES ON `{name}`.* TO '{name}'@'%'",
		)
		return {
			"db_type": self.kind,
			"db_name": name,
			"db_user": name,
			"db_password": password,
			"db_host": self.host,
			"db_port": self.port,
			"setup_db": False,
		}

	def drop(self, home: Home, purpose: str) -> None:
		name = self._name(home, purpose)
		self._run(f"DROP DATABASE IF EXISTS `{name}`", f"DROP USER IF EXISTS '{name}'@'%'")

	def answers(self) -> str:
		"""Empty when the account can log in, else the reason why not."""
		try:
			self._run("SELECT 1")
		except pymysql.MySQLError as error:
			return str(error)
		return ""

	def _name(self, home: Home, purpose: str) -> str:
		return f"oauth_plus_{home.mark}_{purpose}"

	def _run(self, *statements: str) -> None:
		connection = pymysql.connect(
			host=self.host,
			port=self.port,
			user=self.root_user,
			password=self.root_password,
			connect_timeout=3,
		)
		with connection, connection.cursor() as cursor:
			for statement in statements:
				cursor.execute(statement)


def choose() -> SQLite | MariaDB:
	"""What OAUTH_PLUS_DB asks for; without it, MariaDB if it lets us in, else SQLite."""
	wanted = os.environ.get("OAUTH_PLUS_DB", "").lower()
	if wanted not in ("", "sqlite", "mariadb"):
		raise Stop(f"OAUTH_PLUS_DB is {wanted!r}; it may be sqlite or mariadb.")
	if wanted == "sqlite":
		return SQLite()
	server = _server_from_environment()
	reason = server.answers()
	if not reason:
		return server
	if wanted == "mariadb":
		raise Stop(
			f"{server} does not let {server.root_user} in: {reason}\n"
			"Set OAUTH_PLUS_DB_HOST, OAUTH_PLUS_DB_PORT, OAUTH_PLUS_DB_ROOT_USER and "
			"OAUTH_PLUS_DB_ROOT_PASSWORD, or OAUTH_PLUS_DB=sqlite.\n"
			"On Debian and Ubuntu: apt install mariadb-server"
		)
	return SQLite()


def _server_from_environment() -> MariaDB:
	settings = os.environ
	return MariaDB(
		host=settings.get("OAUTH_PLUS_DB_HOST") or "127.0.0.1",
		port=int(settings.get("OAUTH_PLUS_DB_PORT") or 3306),
		root_user=settings.get("OAUTH_PLUS_DB_ROOT_USER") or "root",
		root_password=settings.get("OAUTH_PLUS_DB_ROOT_PASSWORD") or "",
	)

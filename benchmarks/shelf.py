"""Tables with different fillings that take the place of a site's tokens in turn: a renaming, done in no time.

So a near-empty table and a full one are compared in slices of the same minutes, on the same site.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.database import Database

TABLE = "tabOAuth Bearer Token"
FAMILIES = "tabOAuth Plus Grant"
"""The grants of the tokens, where the app is; they change places with them."""

AS_FOUND = "as found"


class Shelf:
	"""The fillings of one site. `fill` is called with TABLE or FAMILIES, the name of the table that is to be
	filled as one of these, and the name of the filling."""

	def __init__(self, database: Database, fill: Callable[[str, str, str], None]) -> None:
		self._database, self._fill = database, fill
		self._tables = [table for table in (TABLE, FAMILIES) if database.rows("SHOW TABLES LIKE %s", table)]
		self._here, self._made = AS_FOUND, {AS_FOUND}

	def put(self, filling: str) -> None:
		"""The site has these tokens now, made first if they are not there yet."""
		if filling == self._here:
			return
		if filling not in self._made:
			self._make(filling)
		changes = [
			f"`{table}` TO `{aside(table, self._here)}`, `{aside(table, filling)}` TO `{table}`"
			for table in self._tables
		]
		self._database.run(f"RENAME TABLE {', '.join(changes)}")
		self._here = filling

	def renew(self, filling: str) -> None:
		"""The same, as on the first day: what was issued since then is gone."""
		if filling in self._made:
			self.put(filling)
			for table in self._tables:
				self._database.run(f"TRUNCATE `{table}`")
				self._fill(table, table, filling)
		else:
			self.put(filling)

	def drop(self, filling: str) -> None:
		"""Make room on the disk."""
		self.put(AS_FOUND)
		for table in self._tables:
			self._database.run(f"DROP TABLE IF EXISTS `{aside(table, filling)}`")
		self._made.discard(filling)

	def _make(self, filling: str) -> None:
		for table in self._tables:
			made = aside(table, filling)
			self._database.run(f"DROP TABLE IF EXISTS `{made}`")
			self._database.run(f"CREATE TABLE `{made}` LIKE `{table}`")
			self._fill(table, made, filling)
			self._database.run(f"ANALYZE TABLE `{made}`")
		self._made.add(filling)

	def _tidy(self) -> None:
		for filling in self._made - {AS_FOUND}:
			self.drop(filling)


@contextmanager
def shelf(database: Database, fill: Callable[[str, str, str], None]) -> Iterator[Shelf]:
	"""A shelf whose site has its own tokens back when the block ends, even where the last run was killed."""
	for table in (TABLE, FAMILIES):
		if database.rows("SHOW TABLES LIKE %s", aside(table, AS_FOUND)):
			database.run(f"DROP TABLE IF EXISTS `{table}`")
			database.run(f"RENAME TABLE `{aside(table, AS_FOUND)}` TO `{table}`")
	made = Shelf(database, fill)
	try:
		yield made
	finally:
		made._tidy()


def aside(table: str, filling: str) -> str:
	"""The name of a table while it waits for its turn."""
	return f"benchmark {filling}" if table == TABLE else f"benchmark {filling}, grants"

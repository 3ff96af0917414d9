"""SQLite as Frappe speaks it. Frappe keeps a fork of pypika for this; the published one lacks three things."""

from pypika.dialects import QueryBuilder, SQLLiteQuery, SQLLiteQueryBuilder
from pypika.enums import Dialects
from pypika.utils import builder


class SQLiteQueryBuilder(SQLLiteQueryBuilder):
	"""Takes a wrapper for values, ignores row locks (SQLite has none), and spells INSERT OR IGNORE its way."""

	QUERY_CLS = SQLLiteQuery

	def __init__(self, **kwargs) -> None:
		QueryBuilder.__init__(self, dialect=Dialects.SQLLITE, **kwargs)
		self._insert_or_replace = False

	@builder
	def for_update(self, nowait: bool = False, skip_locked: bool = False, of: tuple[str, ...] = ()):
		"""The whole database is locked by the first write of a transaction, and no row before."""

	def _for_update_sql(self, **kwargs) -> str:
		return ""

	def _insert_sql(self, **kwargs) -> str:
		return f"INSERT {'OR IGNORE ' if self._ignore else ''}INTO {self._insert_table.get_sql(**kwargs)}"

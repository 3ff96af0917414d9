"""Rows read and written without a Document: no hooks, no version, one plain statement.

Frappe's query builder takes longer to build such a statement than the database takes to run it. Names of tables and
columns are constants of ours, values are always parameters. Aware times are stored in the site's time zone, as Frappe
stores its own.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.platform.frappe_private import affected_rows


def insert(doctype: str, name: str, values: dict[str, Any]) -> None:
	"""Insert a row, owned by the session's user. Raises the database's IntegrityError where its name is
	taken."""
	row = clock.to_columns(_row(name, values))
	frappe.db.sql(_insert_statement(doctype, tuple(row)), tuple(row.values()))


def insert_unless_taken(doctype: str, name: str, values: dict[str, Any]) -> bool:
	"""Insert a row unless another one has its name or one of its unique values. Returns False in that case."""
	row, table = clock.to_columns(_row(name, values)), frappe.qb.DocType(doctype)
	frappe.qb.into(table).columns(*row).insert(*row.values()).ignore().run()
	return affected_rows() == 1


def first(doctype: str, columns: Iterable[str], *, for_update: bool = False, **where: Any) -> Any | None:
	"""Return these columns of the first row that matches `where` exactly; None without one. `for_update` locks the
	row."""
	asked = dict.fromkeys((*columns, *where))
	lock = " FOR UPDATE" if for_update and frappe.db.db_type != "sqlite" else ""
	query = f"SELECT {_quoted(asked)} FROM `tab{doctype}` WHERE {_equal(where, ' AND ')} LIMIT 1{lock}"  # noqa: S608
	row = next(iter(frappe.db.sql(query, tuple(where.values()), as_dict=True)), None)
	return row if row and all(row[column] == value for column, value in where.items()) else None


def update(
	doctype: str,
	values: dict[str, Any],
	*,
	empty: Iterable[str] = (),
	update_modified: bool = True,
	**where: Any,
) -> int:
	"""Set values on each row that matches `where`, and in which the columns in `empty` are NULL. Returns the number of
	rows.

	`update_modified` is False on the hot path: `modified` is indexed.
	"""
	changed = clock.to_columns({"modified": clock.now(), **values} if update_modified else values)
	query = _update_statement(doctype, tuple(changed), tuple(where), tuple(empty))
	frappe.db.sql(query, (*changed.values(), *where.values()))
	return affected_rows()


def update_named(doctype: str, values: dict[str, Any], column: str, names: list[str], **where: Any) -> int:
	"""Set values on the rows whose column has exactly one of these names, byte for byte. Returns the number
	of rows."""
	changed = clock.to_columns({"modified": clock.now(), **values})
	marks = ", ".join(["%s"] * len(names))
	named = f"`{column}` IN ({marks})"
	if frappe.db.db_type == "mariadb":  # see queries.exact
		named, names = f"{named} AND BINARY `{column}` IN ({marks})", [*names, *names]
	query = f"UPDATE `tab{doctype}` SET {_equal(changed, ', ')} WHERE {named} AND {_equal(where, ' AND ')}"  # noqa: S608
	frappe.db.sql(query, (*changed.values(), *names, *where.values()))
	return affected_rows()


def lock_shared(doctype: str, name: str, column: str) -> Any | None:
	"""Return the value of a column as it is now, and lock its row shared until the request ends; None without
	a row."""
	shared = "" if frappe.db.db_type == "sqlite" else " LOCK IN SHARE MODE"
	query = f"SELECT `name`, `{column}` FROM `tab{doctype}` WHERE `name` = %s{shared}"  # noqa: S608 our own words
	row = next(iter(frappe.db.sql(query, (name,))), None)
	return row[1] if row and row[0] == name else None  # the database's comparison ignores letter case


def exists(doctype: str, name: str) -> bool:
	"""Return whether a row of exactly this name exists. The database is asked once a request."""
	return frappe.db.exists(doctype, name, cache=True) == name


def lock_exclusive(doctype: str, name: str) -> None:
	"""Lock a row exclusively, after all other locks on it are released. Does nothing without a row."""
	first(doctype, ["name"], for_update=True, name=name)


def delete(doctype: str, names: list[str]) -> int:
	"""Delete the rows of these names. Returns the number of rows."""
	if not names:
		return 0
	marks = ", ".join(["%s"] * len(names))
	frappe.db.sql(f"DELETE FROM `tab{doctype}` WHERE `name` IN ({marks})", tuple(sorted(names)))  # noqa: S608
	return affected_rows()


def session_user() -> str:
	"""Return the user of the session; Administrator where there is none."""
	return frappe.session.user if getattr(frappe.local, "session", None) else "Administrator"


def _row(name: str, values: dict[str, Any]) -> dict[str, Any]:
	written, user = clock.now(), session_user()
	row = {"name": name, "creation": written, "modified": written, "owner": user, "modified_by": user}
	return row | {"docstatus": 0, "idx": 0, **values}


@lru_cache(maxsize=256)
def _insert_statement(doctype: str, columns: tuple[str, ...]) -> str:
	marks = ", ".join(["%s"] * len(columns))
	return f"INSERT INTO `tab{doctype}` ({_quoted(columns)}) VALUES ({marks})"  # noqa: S608


@lru_cache(maxsize=256)
def _update_statement(
	doctype: str, changed: tuple[str, ...], where: tuple[str, ...], empty: tuple[str, ...]
) -> str:
	conditions = _equal(where, " AND ") + "".join(f" AND `{column}` IS NULL" for column in empty)
	return f"UPDATE `tab{doctype}` SET {_equal(changed, ', ')} WHERE {conditions}"  # noqa: S608


def _quoted(columns: Iterable[str]) -> str:
	return ", ".join(f"`{column}`" for column in columns)


def _equal(columns: Iterable[str], between: str) -> str:
	return between.join(f"`{column}` = %s" for column in columns)

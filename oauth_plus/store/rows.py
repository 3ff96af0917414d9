"""Rows written without a Document: no hooks, no version, one statement."""

from typing import Any

import frappe

from oauth_plus.store import moments


def insert(doctype: str, name: str, values: dict[str, Any]) -> None:
	"""One new row, owned by the session's user."""
	_insertion(doctype, name, values).run()


def insert_unless_taken(doctype: str, name: str, values: dict[str, Any]) -> bool:
	"""The same, where no row has its name or another of its unique values. True if it was inserted."""
	_insertion(doctype, name, values).ignore().run()
	return affected() == 1


def first(doctype: str, column: str, value: str, *, for_update: bool = False) -> Any | None:
	"""The row in which an indexed column has this value; `get_value` would sort what it finds."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.star).where(table[column] == value).limit(1)
	found = (query.for_update() if for_update else query).run(as_dict=True)
	return found[0] if found else None


def update(doctype: str, values: dict[str, Any], **where: Any) -> int:
	"""Set values on the rows where every column equals; returns how many rows were met."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.update(table)
	for column, value in {"modified": moments.to_column(moments.now()), **values}.items():
		query = query.set(column, value)
	for column, value in where.items():
		query = query.where(table[column] == value)
	query.run()
	return affected()


def hold(doctype: str, name: str, column: str) -> Any | None:
	"""The value as it stands now, and stays until the request ends; others may hold it too. None without a row."""
	shared = "" if frappe.db.db_type == "sqlite" else " LOCK IN SHARE MODE"
	query = f"SELECT `name`, `{column}` FROM `tab{doctype}` WHERE `name` = %s{shared}"  # noqa: S608 our own words
	row = next(iter(frappe.db.sql(query, (name,))), None)
	return row[1] if row and row[0] == name else None  # the database's comparison knows no letter case


def exists(doctype: str, name: str) -> bool:
	"""A row of exactly that name, letter by letter, is there; asked once a request."""
	return frappe.db.exists(doctype, name, cache=True) == name


def take(doctype: str, name: str) -> None:
	"""Lock a row, if it is there, once everybody who holds it has ended."""
	frappe.db.get_value(doctype, name, "name", for_update=True)


def delete(doctype: str, names: list[str]) -> int:
	"""Remove the rows of these names; returns how many were there."""
	if not names:
		return 0
	table = frappe.qb.DocType(doctype)
	frappe.qb.from_(table).delete().where(table.name.isin(sorted(names))).run()
	return affected()


def session_user() -> str:
	"""Who does this."""
	return frappe.session.user if getattr(frappe.local, "session", None) else "Administrator"


def affected() -> int:
	"""Rows that the last statement touched."""
	return max(frappe.db._cursor.rowcount, 0)


def _insertion(doctype: str, name: str, values: dict[str, Any]) -> Any:
	written = moments.to_column(moments.now())
	user = session_user()
	row = {"name": name, "creation": written, "modified": written, "owner": user, "modified_by": user}
	row |= {"docstatus": 0, "idx": 0, **values}
	table = frappe.qb.DocType(doctype)
	return frappe.qb.into(table).columns(*row).insert(*row.values())

"""Rows written without a Document: no hooks, no version, one statement."""

from typing import Any

import frappe

from oauth_plus.store import moments


def insert(doctype: str, name: str, values: dict[str, Any]) -> None:
	"""One new row, owned by the session's user."""
	written = moments.to_column(moments.now())
	user = frappe.session.user if getattr(frappe.local, "session", None) else "Administrator"
	row = {"name": name, "creation": written, "modified": written, "owner": user, "modified_by": user}
	row |= {"docstatus": 0, "idx": 0, **values}
	table = frappe.qb.DocType(doctype)
	frappe.qb.into(table).columns(*row).insert(*row.values()).run()


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


def affected() -> int:
	"""Rows that the last statement touched."""
	return max(frappe.db._cursor.rowcount, 0)

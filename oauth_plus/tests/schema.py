"""The database as it stands: every column and index of every table, and every row that speaks of somebody."""

from collections.abc import Iterable
from typing import Any

import frappe

DEFINITIONS = (
	"Client Script",
	"Custom DocPerm",
	"Custom Field",
	"Dashboard Chart",
	"Dashboard Chart Source",
	"Desktop Icon",
	"DocField",
	"DocPerm",
	"DocType",
	"DocType Action",
	"DocType Link",
	"DocType State",
	"Module Def",
	"Notification",
	"Number Card",
	"Page",
	"Patch Log",
	"Property Setter",
	"Report",
	"Role",
	"Scheduled Job Type",
	"Server Script",
	"Workspace",
	"Workspace Sidebar",
)
"""DocTypes whose rows say what a site is like."""

DIARY = (
	"__UserSettings",
	"tabAccess Log",
	"tabActivity Log",
	"tabDeleted Document",
	"tabError Log",
	"tabPersonal Data Deletion Step",
	"tabRoute History",
	"tabUser.last_known_versions",
	"tabVersion",
	"tabView Log",
)
"""Where Frappe itself writes down what happened on a site and what people looked at: an app came and went."""


def structure() -> set[tuple[Any, ...]]:
	"""Every column and every index."""
	frappe.db.rollback()
	if frappe.db.db_type == "sqlite":
		return set(_of_sqlite(tables()))
	columns = frappe.db.sql(
		"""SELECT 'column', table_name, column_name, column_type, is_nullable, column_default, collation_name
		FROM information_schema.columns WHERE table_schema = DATABASE()"""
	)
	indexes = frappe.db.sql(
		"""SELECT 'index', table_name, index_name, seq_in_index, column_name, non_unique
		FROM information_schema.statistics WHERE table_schema = DATABASE()"""
	)
	return {*columns, *indexes}


def _of_sqlite(names: Iterable[str]) -> Iterable[tuple[Any, ...]]:
	for name in names:
		for column in frappe.db.sql(f"PRAGMA table_info(`{name}`)"):
			yield ("column", name, *column[1:])
		for index in frappe.db.sql(f"PRAGMA index_list(`{name}`)", as_dict=True):
			for part in frappe.db.sql(f"PRAGMA index_info(`{index.name}`)"):
				yield ("index", name, index.name, part[0], part[2], index.unique)


def tables() -> list[str]:
	"""All of them."""
	if frappe.db.db_type == "sqlite":
		return [row[0] for row in frappe.db.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
	return [
		row[0]
		for row in frappe.db.sql(
			"SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
		)
	]


def definitions() -> set[tuple[str, str]]:
	"""The names of all rows of DEFINITIONS, and the fields of all Singles."""
	frappe.db.rollback()
	there = [doctype for doctype in DEFINITIONS if f"tab{doctype}" in tables()]
	rows = {(doctype, name) for doctype in there for name in frappe.get_all(doctype, pluck="name")}
	return rows | {
		(single, field) for single, field in frappe.db.sql("SELECT doctype, field FROM tabSingles")
	}


def traces(*words: str, beyond_the_diary: bool = False) -> dict[str, list[Any]]:
	"""Rows of any table in which one of the words stands, by table and column; of DIARY only if asked for."""
	frappe.db.rollback()
	found = {}
	for table in set(tables()) - set(() if beyond_the_diary else DIARY):
		columns = [entry[0] for entry in frappe.db.sql(_columns_of(table))]
		for column in columns:
			either = " OR ".join([f"LOWER(`{column}`) LIKE %s"] * len(words))
			said = frappe.db.sql(
				f"SELECT `{column}` FROM `{table}` WHERE {either}", [f"%{w}%" for w in words]
			)
			if said and (beyond_the_diary or f"{table}.{column}" not in DIARY):
				found[f"{table}.{column}"] = [row[0] for row in said]
	return found


def _columns_of(table: str) -> str:
	if frappe.db.db_type == "sqlite":
		return f"SELECT name FROM pragma_table_info('{table}')"
	return f"""SELECT column_name FROM information_schema.columns
		WHERE table_schema = DATABASE() AND table_name = '{table}'
		AND data_type IN ('varchar', 'text', 'mediumtext', 'longtext', 'json', 'char', 'tinytext')"""

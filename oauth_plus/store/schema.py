"""Columns, indexes and bulk changes: what setup and patches ask of the database."""

import frappe


def add_index(doctype: str, columns: list[str]) -> None:
	"""Add an index; nothing happens where it is there."""
	frappe.db.add_index(doctype, columns, _index_name(columns))


def drop_index(doctype: str, columns: list[str]) -> None:
	"""Remove an index of ours, if it is there."""
	name = _index_name(columns)
	if not frappe.db.has_index(f"tab{doctype}", name):
		return
	on_table = "" if frappe.db.db_type == "sqlite" else f" ON `tab{doctype}`"
	frappe.db.sql_ddl(f"DROP INDEX `{name}`{on_table}")


def drop_columns(doctype: str, columns: list[str]) -> list[str]:
	"""Remove columns with what they hold; returns those that were there."""
	present = [column for column in columns if column in frappe.db.get_table_columns(doctype)]
	for column in present:
		_drop_indexes_of(doctype, column)
		frappe.db.sql_ddl(f"ALTER TABLE `tab{doctype}` DROP COLUMN `{column}`")
	frappe.client_cache.delete_value(f"table_columns::tab{doctype}") if hasattr(
		frappe, "client_cache"
	) else None
	frappe.cache.hdel("table_columns", f"tab{doctype}")
	return present


def _drop_indexes_of(doctype: str, column: str) -> None:
	"""SQLite drops no column that an index needs; MariaDB does both at once."""
	if frappe.db.db_type != "sqlite":
		return
	for index in frappe.db.sql(f"PRAGMA index_list(`tab{doctype}`)", as_dict=True):
		covered = frappe.db.sql(f"PRAGMA index_info(`{index.name}`)", as_dict=True)
		if any(part.name == column for part in covered):
			frappe.db.sql_ddl(f"DROP INDEX `{index.name}`")


def _index_name(columns: list[str]) -> str:
	return f"oauth_plus_{'_'.join(columns)}_index"

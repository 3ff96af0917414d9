"""DocTypes, fields, columns and indexes that setup changes in the tables."""

import contextlib
import time
from typing import Any

import frappe
from frappe.database.schema import get_definition

from oauth_plus.platform import frappe_private

ATTEMPTS = 500
"""Number of attempts to change a table without waiting, ten milliseconds apart. After them, requests must wait."""


def has_doctype(doctype: str) -> bool:
	"""Return whether the DocType exists on this site."""
	return bool(frappe.db.exists("DocType", doctype))


def rename_doctype(old: str, new: str) -> None:
	"""Rename a DocType with its table, and every field that links to it. Commits, as every change of a table
	does."""
	frappe.rename_doc("DocType", old, new, force=True, show_alert=False)


def has_custom_field(doctype: str, fieldname: str) -> bool:
	"""Return whether the Custom Field exists."""
	return bool(frappe.db.exists("Custom Field", {"dt": doctype, "fieldname": fieldname}))


def has_all_columns(doctype: str, fields: list[str]) -> bool:
	"""Return whether the table has a column for each of these fields."""
	columns = frappe.db.get_table_columns(doctype)
	return set(fields) <= set(columns)


def add_columns(doctype: str, fields: list[dict[str, Any]]) -> None:
	"""Add the columns of these fields to a table in use, before Frappe knows the fields.

	A request that has read from a table and then writes to it loses a deadlock, if another connection waits in
	between to change the table. So nobody waits here: the change takes place when no request uses the table. On other
	databases than MariaDB, this does nothing: Frappe adds the columns with the fields.
	"""
	present = frappe.db.get_table_columns_description(f"tab{doctype}")
	missing = [field for field in fields if field["fieldname"] not in {column.name for column in present}]
	added = ", ".join(f"ADD COLUMN {column}" for column in filter(None, map(_column, missing)))
	if not added or frappe.db.db_type != "mariadb":
		return
	_between_requests(f"ALTER TABLE `tab{doctype}` {added}")


def _column(field: dict[str, Any]) -> str:
	"""Return the definition of a column, as in Frappe; empty for a field without a column."""
	kind, default = get_definition(field["fieldtype"]), field.get("default")
	if not kind:
		return ""
	if field["fieldtype"] in ("Check", "Int", "Float"):
		kind += f" NOT NULL DEFAULT {int(default or 0)}"
	elif default:
		kind += f" DEFAULT {frappe.db.escape(default)}"
	return f"`{field['fieldname']}` {kind}"


def _between_requests(statement: str) -> None:
	frappe.db.sql("SET SESSION lock_wait_timeout = 0")
	try:
		for _attempt in range(ATTEMPTS):
			with contextlib.suppress(frappe.QueryTimeoutError):
				frappe.db.sql_ddl(statement)
				return
			time.sleep(0.01)
	finally:
		frappe.db.sql("SET SESSION lock_wait_timeout = @@GLOBAL.lock_wait_timeout")
	frappe.db.sql_ddl(statement)


def drop_fields(doctype: str, names: list[str]) -> list[str]:
	"""Delete custom fields, their Property Setters, and their columns. Returns the columns that existed."""
	frappe.db.delete("Custom Field", {"dt": doctype, "fieldname": ("in", names)})
	frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": ("in", names)})
	frappe.clear_cache(doctype=doctype)
	return _drop_columns(doctype, names)


def add_index(doctype: str, columns: list[str]) -> None:
	"""Add an index. Changes nothing if it exists. Frappe's own `add_index` leaves a Property Setter; every migration
	adds ours again."""
	name = _index_name(doctype, columns)
	if not frappe.db.has_index(f"tab{doctype}", name):
		quoted = ", ".join(f"`{column}`" for column in columns)
		frappe.db.sql_ddl(f"CREATE INDEX `{name}` ON `tab{doctype}` ({quoted})")


def drop_index(doctype: str, columns: list[str]) -> None:
	"""Drop an index of ours. Changes nothing if there is none."""
	name = _index_name(doctype, columns)
	if not frappe.db.has_index(f"tab{doctype}", name):
		return
	on_table = "" if frappe.db.db_type == "sqlite" else f" ON `tab{doctype}`"
	frappe.db.sql_ddl(f"DROP INDEX `{name}`{on_table}")


def _drop_columns(doctype: str, columns: list[str]) -> list[str]:
	present = [column for column in columns if column in frappe.db.get_table_columns(doctype)]
	for column in present:
		_drop_indexes_of(doctype, column)
		frappe.db.sql_ddl(f"ALTER TABLE `tab{doctype}` DROP COLUMN `{column}`")
	frappe_private.forget_table_columns(doctype)
	return present


def _drop_indexes_of(doctype: str, column: str) -> None:
	"""Drop the indexes of this column, because SQLite cannot drop an indexed column. MariaDB does both at once."""
	if frappe.db.db_type != "sqlite":
		return
	for index in frappe.db.sql(f"PRAGMA index_list(`tab{doctype}`)", as_dict=True):
		covered = frappe.db.sql(f"PRAGMA index_info(`{index.name}`)", as_dict=True)
		if any(part.name == column for part in covered):
			frappe.db.sql_ddl(f"DROP INDEX `{index.name}`")


def _index_name(doctype: str, columns: list[str]) -> str:
	"""Return the name of an index of ours. On SQLite, all tables share the names of indexes."""
	place = f"{frappe.scrub(doctype)}_" if frappe.db.db_type == "sqlite" else ""
	return f"oauth_plus_{place}{'_'.join(columns)}_index"

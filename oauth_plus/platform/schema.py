"""DocTypes, fields, properties and indexes: what setup changes in the database."""

import contextlib
import json
import time
from typing import Any

import frappe
from frappe.cache_manager import clear_defaults_cache
from frappe.database.schema import get_definition

from oauth_plus.platform import frappe_private
from oauth_plus.platform.readiness import GLOBAL

ATTEMPTS = 500
"""A site that leaves a table alone at none of so many moments, ten milliseconds apart, is made to wait."""


def has_doctype(doctype: str) -> bool:
	"""The DocType has a row on this site."""
	return bool(frappe.db.exists("DocType", doctype))


def rename_doctype(old: str, new: str) -> None:
	"""Rename a DocType with its table, and every field that links to it. Commits, as every change of a table
	does."""
	frappe.rename_doc("DocType", old, new, force=True, show_alert=False)


def has_custom_field(doctype: str, fieldname: str) -> bool:
	"""The field has a row of Custom Field."""
	return bool(frappe.db.exists("Custom Field", {"dt": doctype, "fieldname": fieldname}))


def has_all_columns(doctype: str, fields: list[str]) -> bool:
	"""The table has a column for each of these fields; False where one is missing."""
	columns = frappe.db.get_table_columns(doctype)
	return set(fields) <= set(columns)


def add_columns(doctype: str, fields: list[dict[str, Any]]) -> None:
	"""Give a table that is in use the columns of these fields, before Frappe hears of the fields.

	A request that has read from a table and then writes to it loses a deadlock against whoever waits to change the table
	in between. So nobody waits here: the change takes place when no request holds the table. Elsewhere than on MariaDB
	Frappe adds the columns with the fields.
	"""
	present = frappe.db.get_table_columns_description(f"tab{doctype}")
	missing = [field for field in fields if field["fieldname"] not in {column.name for column in present}]
	added = ", ".join(f"ADD COLUMN {column}" for column in filter(None, map(_column, missing)))
	if not added or frappe.db.db_type != "mariadb":
		return
	_between_requests(f"ALTER TABLE `tab{doctype}` {added}")


def _column(field: dict[str, Any]) -> str:
	"""As Frappe defines it; nothing for what is a mere matter of the form."""
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


def set_property(doctype: str, field: str, name: str, kind: str, value: str, module: str) -> None:
	"""Set a property of a field of Frappe's own; changes no row where `module` has set it."""
	setter = {"doc_type": doctype, "field_name": field, "property": name, "module": module}
	if not frappe.db.exists("Property Setter", setter):
		more = {"doctype_or_field": "DocField", "property_type": kind, "value": value}
		frappe.get_doc({"doctype": "Property Setter", **setter, **more}).insert(ignore_permissions=True)


def drop_property(doctype: str, field: str, name: str) -> None:
	"""Delete the row of a property, so that Frappe's own value counts."""
	frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": field, "property": name})
	frappe.clear_cache(doctype=doctype)


def arrange(doctype: str, order: list[str], module: str) -> None:
	"""Put the fields of a form into this order; changes no row where somebody else has chosen one."""
	value = json.dumps(order)
	found = frappe.get_all("Property Setter", filters=_order_of(doctype), fields=["module", "value"])
	if any(row.module != module or row.value == value for row in found):
		return
	more = {"doctype_or_field": "DocType", "property_type": "Data", "value": value, "module": module}
	frappe.get_doc({"doctype": "Property Setter", **_order_of(doctype), **more}).insert(
		ignore_permissions=True
	)


def let_go_of_order(doctype: str, module: str) -> None:
	"""Delete the row of the order of a form, where it is ours."""
	frappe.db.delete("Property Setter", {**_order_of(doctype), "module": module})
	frappe.clear_cache(doctype=doctype)


def _order_of(doctype: str) -> dict[str, str]:
	return {"doc_type": doctype, "property": "field_order"}


def drop_fields(doctype: str, names: list[str]) -> list[str]:
	"""Delete custom fields, the rows of what was set on them, and their columns. Returns the columns that
	were there."""
	frappe.db.delete("Custom Field", {"dt": doctype, "fieldname": ("in", names)})
	frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": ("in", names)})
	frappe.clear_cache(doctype=doctype)
	return _drop_columns(doctype, names)


def take_off_the_list(app: str, settled_after: float) -> None:
	"""Remove the app from Frappe's list of installed apps, so that no request fails meanwhile. Commits.

	Frappe refuses every request whose hooks name an app that is not on the list. So workers are told of the hooks first,
	and of the list when those that had read the hooks before have called them.
	"""
	others = [each for each in frappe.get_installed_apps() if each != app]
	where = {"parent": GLOBAL, "defkey": "installed_apps"}
	frappe.db.set_value("DefaultValue", where, "defvalue", json.dumps(others), update_modified=False)
	frappe.db.commit()
	store = frappe_private.hooks_cache()
	store.set_value("app_hooks", _hooks_of(others))
	time.sleep(settled_after)
	clear_defaults_cache(GLOBAL)
	frappe.clear_cache()


def _hooks_of(apps: list[str]) -> dict[str, Any]:
	"""As Frappe gathers them."""
	hooks: dict[str, Any] = {}
	for app in apps:
		for name, value in frappe.get_hooks(app_name=app).items():
			frappe.append_hook(hooks, name, value)
	return hooks


def delete_single(doctype: str) -> None:
	"""Delete the rows of a Single whose DocType is gone."""
	frappe.db.delete("Singles", {"doctype": doctype})


def delete_comments(doctypes: str) -> int:
	"""Delete comments on documents whose DocType begins so. Returns the number of rows."""
	where = {"reference_doctype": ("like", f"{doctypes} %")}
	count = frappe.db.count("Comment", where)
	frappe.db.delete("Comment", where)
	return count


def delete_jobs(app: str) -> list[str]:
	"""Delete the rows of the scheduled jobs of an app that is gone, as Frappe would at the next migration.
	Returns the methods that they called."""
	mine = {"method": ("like", f"{app}.%")}
	jobs = dict(frappe.get_all("Scheduled Job Type", filters=mine, fields=["name", "method"], as_list=True))
	if jobs:
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ("in", list(jobs))})
		frappe.db.delete("Scheduled Job Type", {"name": ("in", list(jobs))})
	return list(jobs.values())


def delete_patches(app: str) -> None:
	"""Delete the rows of an app's patches, so that they run again should the app come back. Commits."""
	frappe.db.delete("Patch Log", {"patch": ("like", f"{app}.%")})
	frappe.db.commit()


def add_index(doctype: str, columns: list[str]) -> None:
	"""Add an index; changes nothing where it is there.

	Frappe's own `add_index` leaves a row of Property Setter; every migration adds ours again.
	"""
	name = _index_name(columns)
	if not frappe.db.has_index(f"tab{doctype}", name):
		quoted = ", ".join(f"`{column}`" for column in columns)
		frappe.db.sql_ddl(f"CREATE INDEX `{name}` ON `tab{doctype}` ({quoted})")


def drop_index(doctype: str, columns: list[str]) -> None:
	"""Drop an index of ours; changes nothing where there is none."""
	name = _index_name(columns)
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
	"""SQLite drops no column that an index needs; MariaDB does both at once."""
	if frappe.db.db_type != "sqlite":
		return
	for index in frappe.db.sql(f"PRAGMA index_list(`tab{doctype}`)", as_dict=True):
		covered = frappe.db.sql(f"PRAGMA index_info(`{index.name}`)", as_dict=True)
		if any(part.name == column for part in covered):
			frappe.db.sql_ddl(f"DROP INDEX `{index.name}`")


def _index_name(columns: list[str]) -> str:
	return f"oauth_plus_{'_'.join(columns)}_index"


def set_order_of_apps(apps: list[str]) -> None:
	"""Set the order in which Frappe calls the hooks of the site's apps (a row of DefaultValue)."""
	frappe.db.set_global("installed_apps", json.dumps(apps))
	frappe.clear_cache()

"""What a run of the suite makes on a site and takes away at its end: people, clients, tokens and what hangs on them.

The site is looked at before the first test and after the last one. Documents that were not there before are deleted,
but for those of DEFINITIONS; after that, no table may have more rows than before, and no file may be new.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import frappe

from oauth_plus.tests import schema
from oauth_plus.tests.inventory import KEYS, Inventory, Row, files, inventory, key_columns, rows_of
from oauth_plus.tests.site import forget_all_that_redis_knows

DEFAULTS, SIGNING_KEYS = "tabDefaultValue", "OAuth Plus Signing Key"

AT_ONCE = 500
"""Rows that one statement deletes."""

PASSING = ("__global_search", "tabSeries")
"""Tables that a site fills as it runs, whoever uses it."""


@contextlib.contextmanager
def taken_away() -> Iterator[None]:
	"""What is made in the block is gone after it. Raises AssertionError that names what is not."""
	before = inventory()
	yield
	sweep(before)
	left = left_behind(before)
	assert not left, f"The suite left on {frappe.local.site}: {left}"


@contextlib.contextmanager
def temporary_folder() -> Iterator[None]:
	"""A folder of this run's own in place of /tmp, for the programs that it starts as well."""
	with tempfile.TemporaryDirectory(prefix="oauth_plus_tests_", ignore_cleanup_errors=True) as folder:
		before, os.environ["TMPDIR"] = os.environ.get("TMPDIR"), folder
		tempfile.tempdir = folder
		try:
			yield
		finally:
			tempfile.tempdir = None
			os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)


def sweep(before: Inventory) -> None:
	"""Delete what the run has made, row by row past every hook but those of files, and all that Redis knows of it."""
	frappe.db.rollback()
	for (file,) in rows_of("tabFile", ("name",)) - before.rows["tabFile"]:
		frappe.delete_doc("File", file, force=True, ignore_permissions=True)  # from the disk as well
	for file in map(Path, files() - before.files):
		if file.is_file() and any(file.is_relative_to(folder) for folder in _uploads()):
			file.unlink()  # its row was rolled back
	keys, there = key_columns(), set(schema.tables())
	for table in there & set(keys) & set(before.rows):
		new = rows_of(table, keys[table]) - before.rows[table]
		_delete(table, keys[table], new - _in_use(table))
	for child in frappe.get_all("DocType", {"istable": 1, "is_virtual": 0}, pluck="name"):
		if f"tab{child}" in there:
			_delete_orphans(child, there & set(keys))
	frappe.db.commit()
	forget_all_that_redis_knows()


def left_behind(before: Inventory) -> dict[str, list[str]]:
	"""What is there and was not, by table or place; at most ten of each are named."""
	now = inventory()
	left: dict[str, list[str]] = {}
	for table, rows in now.rows.items():
		if new := rows - before.rows.get(table, set()) - _in_use(table):
			left[table] = [" ".join(row) for row in sorted(new)[:10]]
	for table in set(now.counts) - set(now.rows) - set(PASSING):
		if (more := now.counts[table] - before.counts.get(table, 0)) > 0:
			left[table] = [f"{more} more rows than before"]
	left |= {table: ["a new table"] for table in set(now.counts) - set(before.counts)}
	if new_files := now.files - before.files:
		left["files"] = sorted(new_files)[:10]
	return left


def _in_use(table: str) -> set[Row]:
	"""Rows that the site needs, whenever they were made: the key that signs, its private half, and the
	defaults that are nobody's, among them the list of installed apps."""
	if table == DEFAULTS:
		rows = frappe.get_all("DefaultValue", fields=["name", "parent"])
		return {(row.name,) for row in rows if row.parent.startswith("__")}
	keys = frappe.get_all(SIGNING_KEYS, {"status": "Active"}, pluck="name")
	if table == f"tab{SIGNING_KEYS}":
		return {(key,) for key in keys}
	if table == "__Auth":
		return {row for row in rows_of(table, KEYS[table]) if row[0] == SIGNING_KEYS and row[1] in keys}
	return set()


def _delete(table: str, columns: tuple[str, ...], rows: set[Row]) -> None:
	if len(columns) == 1:
		names = [name for (name,) in rows]
		for start in range(0, len(names), AT_ONCE):
			some = names[start : start + AT_ONCE]
			frappe.db.delete(table.removeprefix("tab"), {columns[0]: ("in", some)})
		return
	same = " AND ".join(f"`{column}` = %s" for column in columns)
	for row in rows:
		frappe.db.sql(f"DELETE FROM `{table}` WHERE {same}", row)


def _delete_orphans(child: str, parents: set[str]) -> None:
	"""Rows of a table inside documents, where the document is gone."""
	for (kind,) in frappe.db.sql(f"SELECT DISTINCT parenttype FROM `tab{child}`"):
		if f"tab{kind}" in parents:
			frappe.db.sql(
				f"""DELETE FROM `tab{child}` WHERE parenttype = %s
				AND NOT EXISTS (SELECT 1 FROM `tab{kind}` WHERE `tab{kind}`.name = `tab{child}`.parent)""",
				kind,
			)


def _uploads() -> list[str]:
	return [frappe.get_site_path(kind, "files") for kind in ("private", "public")]

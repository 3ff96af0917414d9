"""A site as it stands: its documents by name, how many rows each table has, and its files."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import frappe

from oauth_plus.tests import schema

Row = tuple[str, ...]

DEFINITIONS = tuple(set(schema.DEFINITIONS) - {"Role"})
"""What a site is like, which tests put back themselves. Role: its names are the same after the app came again."""

KEYS = {
	"__Auth": ("doctype", "name", "fieldname"),
	"__UserSettings": ("user", "doctype"),
	"tabDefaultValue": ("name",),
	"tabFile": ("name",),
	"tabSessions": ("sid",),
	"tabOAuth Plus Signing Key": ("name",),
}
"""Tables that are no DocType's, or whose rows do not go with a document, with the columns that name a row."""

NOISE = ("locks", "logs", "touched_tables.json", "site.db", "pytest-of-", "pulse-")
"""Beginnings of names of what Frappe writes in a site's folder, and pytest and Chromium in the temporary one, which
goes as a whole."""


@dataclass(frozen=True)
class Inventory:
	"""The rows of the tables that tests write to, the number of rows of every table, and every file."""

	rows: dict[str, set[Row]]
	counts: dict[str, int]
	files: set[str]


def inventory() -> Inventory:
	"""Take stock of the site, after a rollback."""
	frappe.db.rollback()
	there = set(schema.tables())
	keys = {table: columns for table, columns in key_columns().items() if table in there}
	return Inventory(
		rows={table: rows_of(table, columns) for table, columns in keys.items()},
		counts={table: _count(table) for table in there},
		files=files(),
	)


def key_columns() -> dict[str, tuple[str, ...]]:
	"""Return, by table, the columns that name a row, for all documents but those of DEFINITIONS."""
	kinds = {"istable": 0, "issingle": 0, "is_virtual": 0, "name": ("not in", DEFINITIONS)}
	doctypes = frappe.get_all("DocType", kinds, pluck="name")
	return {f"tab{doctype}": ("name",) for doctype in doctypes} | KEYS


def rows_of(table: str, columns: tuple[str, ...]) -> set[Row]:
	"""Return the names of all rows of a table, by these columns."""
	named = ", ".join(f"`{column}`" for column in columns)
	return {tuple(map(str, row)) for row in frappe.db.sql(f"SELECT {named} FROM `{table}`")}


def _count(table: str) -> int:
	return frappe.db.sql(f"SELECT COUNT(*) FROM `{table}`")[0][0]


def files() -> set[str]:
	"""Return the paths of what is in the site's folder and at the top of the temporary one, but for NOISE."""
	site, temporary = Path(frappe.get_site_path()), Path(tempfile.gettempdir())
	found = [
		*((site, path) for path in site.rglob("*")),
		*((temporary, path) for path in temporary.iterdir()),
	]
	return {str(path) for root, path in found if not path.relative_to(root).parts[0].startswith(NOISE)}

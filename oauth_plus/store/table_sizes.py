"""Sizes of the tables of the app that grow with use, and the number of live grants."""

import json
from typing import Any

import frappe

from oauth_plus.platform import cache

GRANT = "OAuth Plus Grant"

DOCTYPES = (
	"OAuth Bearer Token",
	"OAuth Authorization Code",
	"OAuth Client",
	GRANT,
	"OAuth Plus Consent",
	"OAuth Plus Device Request",
	"OAuth Plus Event",
	"OAuth Plus Scope Use",
	"OAuth Plus Client Secret",
	"OAuth Plus Webhook Delivery",
)

LARGE = 2_000_000
"""Rows above which a table is large, unless the site says another number."""

LARGE_KEY = "oauth_plus_large_table"
"""Setting in site_config.json: rows above which the doctor calls a table too large."""


def read() -> dict[str, Any]:
	"""Return rows and bytes by DocType, and the number of live grants, read once a minute, however often a monitor asks.
	MariaDB estimates rows and bytes."""
	key = cache.key_of("table_sizes")
	known: dict[str, Any] = json.loads(cache.load(key) or cache.store(key, _ask))
	return known


def limit() -> int:
	"""Return the rows above which a table is too large."""
	return int(frappe.conf.get(LARGE_KEY) or LARGE)


def above(rows: int) -> list[str]:
	"""Return the DocTypes with more rows than that, which are counted no further."""
	return [doctype for doctype in DOCTYPES if _has_more(doctype, rows)]


def _has_more(doctype: str, rows: int) -> bool:
	query = f"SELECT COUNT(*) FROM (SELECT 1 FROM `tab{doctype}` LIMIT %s) counted"  # noqa: S608 our own words
	[[count]] = frappe.db.sql(query, (rows + 1,))
	return count > rows


def _ask() -> dict[str, Any]:
	live = frappe.db.count(GRANT, {"state": "Active"})
	sizes = (
		_estimated()
		if frappe.db.db_type == "mariadb"
		else {each: [frappe.db.count(each), 0] for each in DOCTYPES}
	)
	return {"live_grants": live, "tables": sizes}


def _estimated() -> dict[str, list[int]]:
	tables = [f"tab{each}" for each in DOCTYPES]
	rows = frappe.db.sql(
		"SELECT TABLE_NAME, TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH FROM information_schema.TABLES "
		"WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN %s",
		(tables,),
	)
	return {name.removeprefix("tab"): [int(count or 0), int(size or 0)] for name, count, size in rows}

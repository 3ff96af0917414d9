"""Sizes of the tables of the app, and grants that are live: read once a minute, however often a monitor asks."""

import json
from typing import Any

import frappe

from oauth_plus.platform import cache

DOCTYPES = (
	"OAuth Bearer Token",
	"OAuth Authorization Code",
	"OAuth Client",
	"OAuth Plus Grant",
	"OAuth Plus Consent",
	"OAuth Plus Event",
	"OAuth Plus Scope Use",
	"OAuth Plus Webhook Delivery",
)

GRANT = "OAuth Plus Grant"


def read() -> dict[str, Any]:
	"""Return `rows` and `bytes` by DocType, and the number of live grants. MariaDB estimates rows and bytes."""
	key = cache.key_of("table_sizes")
	known: dict[str, Any] = json.loads(cache.load(key) or cache.store(key, _ask))
	return known


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

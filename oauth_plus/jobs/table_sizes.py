"""Sizes of the tables that grow with use."""

import frappe

from oauth_plus.store import events, scope_uses
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.clients import client_fields
from oauth_plus.store.grants import codes, consents, device_requests
from oauth_plus.store.grants.family import GRANT
from oauth_plus.store.tokens import token_pair

GROWING = (
	token_pair.DOCTYPE,
	codes.DOCTYPE,
	GRANT,
	consents.DOCTYPE,
	device_requests.DOCTYPE,
	events.DOCTYPE,
	scope_uses.DOCTYPE,
	secret_rows.DOCTYPE,
	client_fields.DOCTYPE,
)

LARGE = 2_000_000
"""Rows above which a table is large, unless the site says another number."""

LARGE_KEY = "oauth_plus_large_table"
"""Setting in site_config.json: rows above which the doctor calls a table too large."""


def limit() -> int:
	"""Return the rows above which a table is too large."""
	return int(frappe.conf.get(LARGE_KEY) or LARGE)


def above(rows: int) -> list[str]:
	"""Return the DocTypes of this app with more rows than that, which is counted no further."""
	return [doctype for doctype in GROWING if _has_more(doctype, rows)]


def _has_more(doctype: str, rows: int) -> bool:
	query = f"SELECT COUNT(*) FROM (SELECT 1 FROM `tab{doctype}` LIMIT %s) counted"  # noqa: S608 our own words
	[[count]] = frappe.db.sql(query, (rows + 1,))
	return count > rows

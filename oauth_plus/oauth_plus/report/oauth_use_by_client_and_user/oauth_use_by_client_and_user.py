"""Report: use by client and user."""

from typing import Any

from frappe import _

from oauth_plus.oauth_plus.report_parts import Report, column, finished, link
from oauth_plus.overview import use


def execute(filters: dict[str, Any] | None = None) -> Report:
	"""Return a row for each client and user. The role of the report is checked by Frappe."""
	columns = [
		link(_("Client"), "client", "OAuth Client"),
		column(_("App"), "app", width=180),
		link(_("User"), "user", "User"),
		column(_("Tokens Issued"), "issued", "Int"),
		column(_("Refreshes"), "refreshed", "Int"),
		column(_("Refused"), "refused", "Int"),
		column(_("Last Event"), "last_event", "Datetime", 170),
		column(_("Live Grants"), "grants", "Int"),
		column(_("Last Used"), "last_used", "Datetime", 170),
	]
	return finished(columns, use.rows(filters or {}), filters)

"""Report: client secrets that end soon."""

from typing import Any

from frappe import _

from oauth_plus.oauth_plus.report_parts import Report, column, finished, link
from oauth_plus.overview import secrets


def execute(filters: dict[str, Any] | None = None) -> Report:
	"""Return a row for each ending secret, without its value and hint. The role of the report is checked by Frappe."""
	columns = [
		link(_("Client"), "client", "OAuth Client"),
		column(_("App"), "app", width=200),
		column(_("Label"), "label", width=200),
		column(_("Created On"), "creation", "Datetime", 170),
		column(_("Expires"), "ends", "Datetime", 170),
		column(_("Last Used"), "last_used", "Datetime", 170),
	]
	return finished(columns, secrets.rows(filters or {}), filters)

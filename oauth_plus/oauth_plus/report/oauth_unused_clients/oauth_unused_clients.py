"""Report: clients that nobody uses."""

from typing import Any

from frappe import _

from oauth_plus.oauth_plus.report_parts import Report, column, finished, link
from oauth_plus.overview import unused


def execute(filters: dict[str, Any] | None = None) -> Report:
	"""Return a row for each unused client. The role of the report is checked by Frappe."""
	columns = [
		link(_("Client"), "client", "OAuth Client"),
		column(_("App"), "app", width=200),
		column(_("Client Type"), "type", width=120),
		column(_("Enforcement"), "enforcement", width=110),
		column(_("Registered By"), "registration", width=140),
		link(_("Created By"), "owner", "User"),
		column(_("Created On"), "creation", "Datetime", 170),
		column(_("Last Used"), "last_used", "Datetime", 170),
		column(_("Live Grants"), "grants", "Int"),
	]
	rows, count = unused.rows(filters or {})
	return finished(columns, rows, filters, count=count)

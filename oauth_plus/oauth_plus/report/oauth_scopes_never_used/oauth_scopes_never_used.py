"""Report: scopes that were granted and never used."""

from typing import Any

from frappe import _

from oauth_plus.oauth_plus.report_parts import Report, column, finished, link
from oauth_plus.overview import idle_scopes


def execute(filters: dict[str, Any] | None = None) -> Report:
	"""Return a row for each client and idle scope. The role of the report is checked by Frappe."""
	columns = [
		link(_("Client"), "client", "OAuth Client"),
		column(_("App"), "app", width=200),
		column(_("Scope"), "scope", width=260),
		column(_("Live Grants"), "grants", "Int"),
		column(_("First Granted"), "since", "Datetime", 170),
		column(_("Recorded Accesses of the Client"), "accesses", "Int", 150),
	]
	message = _("Accesses are recorded for 90 days. A scope that is needed once a year is listed too.")
	return finished(columns, idle_scopes.rows(filters or {}), filters, message=message)

"""Report: what was refused, and what Enforce would have refused."""

from typing import Any

from frappe import _

from oauth_plus.oauth_plus.report_parts import Report, column, finished, link
from oauth_plus.overview import refusals

RED = "#E24C4C"


def execute(filters: dict[str, Any] | None = None) -> Report:
	"""Return a row for each kind of refusal, and a chart of the reasons. The role of the report is checked by Frappe."""
	columns = [
		link(_("Client"), "client", "OAuth Client"),
		column(_("App"), "app", width=180),
		column(_("Event"), "event", width=160),
		column(_("Outcome"), "outcome", width=110),
		column(_("Reason"), "reason", width=180),
		column(_("Count"), "count", "Int"),
		column(_("Users"), "users", "Int"),
		column(_("IP Addresses"), "addresses", "Int"),
		column(_("First"), "first", "Datetime", 170),
		column(_("Last"), "last", "Datetime", 170),
		column(_("Cause of the Last One"), "cause", width=360),
		column(_("Fix"), "fix", width=360),
	]
	rows = refusals.rows(filters or {})
	return finished(columns, rows, filters, _chart(rows))


def _chart(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
	reasons = refusals.by_reason(rows)
	if not reasons:
		return None
	names, counts = zip(*reasons, strict=True)
	values = [{"name": _("Refusals"), "values": list(counts)}]
	return {
		"data": {"labels": list(names), "datasets": values},
		"type": "bar",
		"fieldtype": "Int",
		"colors": [RED],
	}

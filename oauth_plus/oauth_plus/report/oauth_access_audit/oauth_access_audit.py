"""Report: who has access to what."""

from typing import Any

from frappe import _

from oauth_plus.oauth_plus.report_parts import Report, column, finished, link
from oauth_plus.overview import access_audit


def execute(filters: dict[str, Any] | None = None) -> Report:
	"""Return a row for each client that may act as a user. The role of the report is checked by Frappe."""
	columns = [
		link(_("User"), "user", "User"),
		column(_("Full Name"), "full_name", width=160),
		link(_("Client"), "client", "OAuth Client"),
		column(_("App"), "app", width=180),
		column(_("Full Access"), "is_everything", "Check", 90),
		column(_("Scopes"), "scopes", width=260),
		column(_("Meaning"), "meaning", width=360),
		column(_("Allowed By"), "by", width=120),
		column(_("Resource"), "resource", width=160),
		column(_("Since"), "since", "Datetime", 170),
		column(_("Last Used"), "last_used", "Datetime", 170),
		column(_("Ends"), "ends", "Datetime", 170),
		link(_("Grant"), "grant_name", "OAuth Plus Grant"),
	]
	return finished(columns, access_audit.rows(filters or {}), filters)

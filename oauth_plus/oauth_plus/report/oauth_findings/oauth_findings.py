"""Report: what the doctor finds on this site."""

from typing import Any

from frappe import _

from oauth_plus.doctor import examination
from oauth_plus.doctor.finding import Severity
from oauth_plus.oauth_plus.report_parts import Report, column, finished
from oauth_plus.rules.storable import without_markup


def execute(filters: dict[str, Any] | None = None) -> Report:
	"""Return a row for each finding, the most severe first. The role of the report is checked by Frappe. No check sends a
	request: the button Check This Site does that."""
	columns = [
		column(_("Severity"), "severity", width=100),
		column(_("Finding"), "title", width=320),
		column(_("Evidence"), "evidence", width=420),
		column(_("Fix"), "fix", width=420),
	]
	return finished(columns, _rows(), filters)


def _rows() -> list[dict[str, Any]]:
	names = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning"), Severity.NOTE: _("Note")}
	return [
		{
			"severity": names[finding.severity],
			"title": finding.title,
			"evidence": without_markup(finding.evidence),
			"fix": without_markup(finding.fix),
		}
		for finding in examination.examine(with_network=False).findings
	]

"""Number of findings, for a card on the workspace: computed at most once in ten minutes."""

import frappe

from oauth_plus.doctor import examination
from oauth_plus.doctor.finding import Severity

KEY = "oauth_plus:findings"

SECONDS = 600

COUNTED = (Severity.ERROR, Severity.WARNING)
"""Severities that ask somebody to do something."""


def of_findings() -> int:
	"""Return the number of errors and warnings, at most ten minutes old. Checks that send a request are left out."""
	known = frappe.cache.get_value(KEY, expires=True)
	if known is None:
		known = sum(
			finding.severity in COUNTED for finding in examination.examine(with_network=False).findings
		)
		frappe.cache.set_value(KEY, known, expires_in_sec=SECONDS)
	return int(known)


def count_again() -> None:
	"""Compute the number anew when it is next asked for."""
	frappe.cache.delete_value(KEY)

"""Endpoints of Check This Site on OAuth Plus Settings, and of the card on the workspace."""

from dataclasses import asdict
from typing import Any

import frappe
from frappe import _

from oauth_plus.doctor import count, examination
from oauth_plus.doctor.registry import BY_NAME
from oauth_plus.rules.client_delegation import MANAGER as OAUTH_MANAGER

MANAGER = "System Manager"

ROLES = (MANAGER, OAUTH_MANAGER)


@frappe.whitelist(methods=["POST"])
def examine() -> dict[str, Any]:
	"""Return all findings, the most severe first, and the titles of the checks that found nothing. Raises
	PermissionError."""
	frappe.only_for(ROLES)
	count.count_again()
	found = examination.examine()
	may_fix = MANAGER in frappe.get_roles()
	return {
		"findings": [asdict(each) | {"can_fix": each.can_fix and may_fix} for each in found.findings],
		"passed": [_(each.title) for each in found.passed],
	}


@frappe.whitelist(methods=["POST"])
def fix(check: str) -> str:
	"""Fix what a check finds, if that is safe, and return a sentence that names what changed. Raises PermissionError."""
	frappe.only_for(MANAGER)
	if check not in BY_NAME:
		frappe.throw(_("There is no check of this name."), frappe.DoesNotExistError)
	count.count_again()
	return examination.mend(BY_NAME[check]) or _("There was nothing to fix.")


@frappe.whitelist(methods=["GET", "POST"])
def count_findings(filters: str | None = None) -> dict[str, Any]:
	"""Return the number of errors and warnings for the workspace's card, at most ten minutes old. Raises
	PermissionError."""
	frappe.only_for(ROLES)
	where = {"route": ["Form", "OAuth Plus Settings"], "route_options": {"check_this_site": 1}}
	return {"value": count.of_findings(), "fieldtype": "Int", **where}

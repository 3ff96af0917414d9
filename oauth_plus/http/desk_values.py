"""Values that a form or a dialog of Desk sends as JSON."""

from typing import Any

import frappe


def mapping_of(sent: object) -> dict[str, Any]:
	"""Return an object with its values by name; empty for anything else, also for text that is no JSON."""
	try:
		values = frappe.parse_json(sent)
	except (ValueError, RecursionError):
		return {}
	return values if isinstance(values, dict) else {}

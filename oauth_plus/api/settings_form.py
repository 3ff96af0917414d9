"""Endpoint of the form of OAuth Plus Settings: lifetimes that apply where the form sets none."""

from dataclasses import asdict
from typing import Any

import frappe

from oauth_plus.rules.lifetime import NAMES
from oauth_plus.store.site import token_lifetimes
from oauth_plus.store.site.settings import DOCTYPE


@frappe.whitelist(methods=["GET", "POST"])
def lifetimes() -> list[dict[str, Any]]:
	"""Return each lifetime that applies while its field is empty, in seconds, and where it is set. That of the site
	configuration applies in any case. Raises PermissionError for users who may not read the settings."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	found = token_lifetimes.without_settings()
	return [{"field": token_lifetimes.FIELDS[name], **asdict(getattr(found, name))} for name in NAMES]

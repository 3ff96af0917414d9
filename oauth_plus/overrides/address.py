"""Which of Frappe's OAuth methods a request is for, at whichever of their addresses."""

import re

import frappe
from werkzeug.wrappers import Request

MODULE = "frappe.integrations.oauth2"
METHOD = re.compile(r"/api/(?:v[12]/)?method/([^/]+)")

AUTHORIZE, APPROVE, PROFILE = "authorize", "approve", "openid_profile"
CONFIGURATION, REGISTER = "openid_configuration", "register_client"
FOR_PEOPLE = (AUTHORIZE, APPROVE)
FOR_CLIENTS = ("get_token", "revoke_token", "introspect_token")
OURS = (*FOR_PEOPLE, *FOR_CLIENTS, PROFILE, CONFIGURATION, REGISTER)


OVERRIDDEN = frozenset(
	(
		*(f"{MODULE}.{name}" for name in OURS),
		"frappe.core.doctype.user.user.update_password",
		"frappe.www.third_party_apps.delete_client",
	)
)
"""Frappe's own methods that ours stand in for."""

OWN = ("oauth_plus.api.", "oauth_plus.overrides.")
"""How the names of our own methods begin."""

CALLED_BY = ("method", "query", "tree_method")
"""Parameters by which Frappe calls a method of any name, past every override: `upload_file`, searches, trees."""


def asked(request: Request) -> str | None:
	"""The name of one of OURS; None for anything else. Frappe looks at `cmd` first, wherever it stands."""
	method = frappe.local.form_dict.get("cmd")
	if not method:
		if MODULE not in request.path:  # spares all others the pattern
			return None
		path = METHOD.match(request.path)
		method = path and path[1]
	module, _, name = str(method or "").rpartition(".")
	return name if module == MODULE and name in OURS else None


def is_round_about() -> bool:
	"""Does a parameter of the request have Frappe call a method of ours, or one that ours stands in for?"""
	form_dict = frappe.local.form_dict
	return bool(form_dict) and any(_is_guarded(form_dict[key]) for key in CALLED_BY if key in form_dict)


def _is_guarded(name: object) -> bool:
	return isinstance(name, str) and (name in OVERRIDDEN or name.startswith(OWN))

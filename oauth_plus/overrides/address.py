"""Which of Frappe's OAuth methods a request is for, at whichever of their addresses."""

import re

import frappe
from werkzeug.wrappers import Request

MODULE = "frappe.integrations.oauth2"
METHOD = re.compile(r"/api/(?:v[12]/)?method/([^/]+)")

AUTHORIZE, APPROVE, PROFILE = "authorize", "approve", "openid_profile"
FOR_PEOPLE = (AUTHORIZE, APPROVE)
FOR_CLIENTS = ("get_token", "revoke_token", "introspect_token")
OURS = (*FOR_PEOPLE, *FOR_CLIENTS, PROFILE, "openid_configuration")


def asked(request: Request) -> str | None:
	"""The name of one of OURS; None for anything else. Frappe looks at `cmd` first, wherever it stands."""
	path = METHOD.match(request.path)
	module, _, name = str(frappe.local.form_dict.get("cmd") or (path and path[1]) or "").rpartition(".")
	return name if module == MODULE and name in OURS else None

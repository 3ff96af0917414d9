"""Address of a request: which of Frappe's OAuth methods it is for, at whichever of their addresses."""

import re

import frappe
from werkzeug.wrappers import Request

MODULE = "frappe.integrations.oauth2"
METHOD = re.compile(r"/api/(?:v[12]/)?method/([^/]+)")

AUTHORIZE, APPROVE, PROFILE = "authorize", "approve", "openid_profile"
LOGOUT, LOGOUT_METHOD = "end_session", "oauth_plus.api.logout.end_session"
CONFIGURATION, REGISTER = "openid_configuration", "register_client"
FOR_PEOPLE = (AUTHORIZE, APPROVE, LOGOUT)
FOR_CLIENTS = ("get_token", "revoke_token", "introspect_token")
WITHOUT_SESSION = (*FOR_CLIENTS, PROFILE)
OURS = (AUTHORIZE, APPROVE, *FOR_CLIENTS, PROFILE, CONFIGURATION, REGISTER)


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


def functions(name: str) -> tuple[str, str]:
	"""Return the names of Frappe's method and of the function of ours that answers for it."""
	if name == LOGOUT:  # Frappe has no method for it
		return LOGOUT_METHOD, LOGOUT_METHOD
	return f"{MODULE}.{name}", f"oauth_plus.api.{name}.{name}"


def asked(request: Request) -> str | None:
	"""Return the name of one of `OURS`, or LOGOUT; None for anything else. Frappe looks at `cmd` first, wherever it
	stands."""
	if not names_ours(request.path) and not frappe.local.form_dict.get(
		"cmd"
	):  # spares all others the pattern
		return None
	called = method(request)
	if called == LOGOUT_METHOD:
		return LOGOUT
	module, _, name = called.rpartition(".")
	return name if module == MODULE and name in OURS else None


def names_ours(path: str) -> bool:
	"""The path may be that of an endpoint of ours."""
	return MODULE in path or LOGOUT_METHOD in path


def method(request: Request) -> str:
	"""Return the name of the method that Frappe calls; empty where it calls none."""
	named = frappe.local.form_dict.get("cmd")
	if not named:
		path = METHOD.match(request.path)
		named = path and path[1]
	return str(named or "")


def is_round_about() -> bool:
	"""A parameter of the request has Frappe call a method of ours, or one that ours stands in for."""
	form_dict = frappe.local.form_dict
	return bool(form_dict) and any(_is_guarded(form_dict[key]) for key in CALLED_BY if key in form_dict)


def _is_guarded(name: object) -> bool:
	return isinstance(name, str) and (name in OVERRIDDEN or name.startswith(OWN))

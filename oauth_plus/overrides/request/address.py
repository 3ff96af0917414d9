"""Address of a request: which of Frappe's OAuth methods it calls, at any of their addresses."""

import re

import frappe
from werkzeug.wrappers import Request

MODULE = "frappe.integrations.oauth2"
METHOD = re.compile(r"/api/(?:v[12]/)?method/([^/]+)")

AUTHORIZE, APPROVE, PROFILE = "authorize", "approve", "openid_profile"
LOGOUT, LOGOUT_METHOD = "end_session", "oauth_plus.api.logout.end_session"
CONFIGURATION, REGISTER = "openid_configuration", "register_client"
DEVICES = "oauth_plus.api.device"
"""Endpoints that Frappe has no names for (RFC 8628)."""

DEVICE_AUTHORIZATION, DEVICE_CONSENT = OF_DEVICES = ("device_authorization", "device_consent")
FOR_PEOPLE = (AUTHORIZE, APPROVE, DEVICE_CONSENT, LOGOUT)
FOR_CLIENTS = ("get_token", "revoke_token", "introspect_token", DEVICE_AUTHORIZATION)
WITHOUT_SESSION = (*FOR_CLIENTS, PROFILE)
OURS = tuple({AUTHORIZE, APPROVE, *FOR_CLIENTS, PROFILE, CONFIGURATION, REGISTER} - {*OF_DEVICES})


OVERRIDDEN = frozenset(
	(
		*(f"{MODULE}.{name}" for name in OURS),
		"frappe.core.doctype.user.user.update_password",
		"frappe.www.third_party_apps.delete_client",
	)
)
"""Methods of Frappe that our functions replace."""

OWN = ("oauth_plus.api.", "oauth_plus.overrides.")
"""Prefix of the names of our own methods."""

CALLED_BY = ("method", "query", "tree_method")
"""Parameters with which Frappe calls any method, without its overrides: in `upload_file`, searches and trees."""


def functions(name: str) -> tuple[str, str]:
	"""Return the names of Frappe's method and of our function that answers it."""
	if name == LOGOUT:  # Frappe has no method for it
		return LOGOUT_METHOD, LOGOUT_METHOD
	return f"{MODULE}.{name}", f"oauth_plus.api.{name}.{name}"


def asked(request: Request) -> str | None:
	"""Return which of `OURS` or `OF_DEVICES`, or LOGOUT, is called; None for any other method. Frappe reads `cmd` first,
	in the body or in the query."""
	if not is_ours(request.path) and not frappe.local.form_dict.get("cmd"):  # cheap for all others
		return None
	called = method(request)
	if called == LOGOUT_METHOD:
		return LOGOUT
	module, _, name = called.rpartition(".")
	return name if (module == MODULE and name in OURS) or (module == DEVICES and name in OF_DEVICES) else None


def is_ours(path: str) -> bool:
	"""Return whether a path may be of one of our endpoints."""
	return MODULE in path or DEVICES in path or LOGOUT_METHOD in path


def method(request: Request) -> str:
	"""Return the name of the method that Frappe calls; empty if it calls none."""
	named = frappe.local.form_dict.get("cmd")
	if not named:
		path = METHOD.match(request.path)
		named = path and path[1]
	return str(named or "")


def is_round_about() -> bool:
	"""Return whether a parameter of the request makes Frappe call a method of ours, or one that ours replace."""
	form_dict = frappe.local.form_dict
	return bool(form_dict) and any(_is_guarded(form_dict[key]) for key in CALLED_BY if key in form_dict)


def _is_guarded(name: object) -> bool:
	return isinstance(name, str) and (name in OVERRIDDEN or name.startswith(OWN))

"""Address of a request: which of Frappe's OAuth methods it calls, at any of their addresses."""

import re

import frappe
from werkzeug.wrappers import Request

MODULE = "frappe.integrations.oauth2"
METHOD = re.compile(r"/api/(?:v[12]/)?method/([^/]+)")

AUTHORIZE, APPROVE, PROFILE = "authorize", "approve", "openid_profile"
CONFIGURATION, REGISTER, REGISTERED = "openid_configuration", "register_client", "registered_client"
DEVICE_AUTHORIZATION, DEVICE_CONSENT, LOGOUT = "device_authorization", "device_consent", "end_session"
PUSH, METRICS = "pushed_authorization_request", "metrics"
FOR_PEOPLE = (AUTHORIZE, APPROVE, DEVICE_CONSENT, LOGOUT)
OF_STOCK_FOR_CLIENTS = ("get_token", "revoke_token", "introspect_token")
FOR_CLIENTS = (*OF_STOCK_FOR_CLIENTS, DEVICE_AUTHORIZATION, PUSH)
OF_REGISTRATION = (REGISTER, REGISTERED)
WITH_OWN_BEARER = (*OF_REGISTRATION, METRICS)
"""Endpoints whose bearer token is no access token."""

WITHOUT_SESSION = (*FOR_CLIENTS, PROFILE, *OF_REGISTRATION)
OF_STOCK = (AUTHORIZE, APPROVE, *OF_STOCK_FOR_CLIENTS, PROFILE, CONFIGURATION, REGISTER)

METHODS = {
	**{name: f"{MODULE}.{name}" for name in OF_STOCK},
	DEVICE_AUTHORIZATION: f"oauth_plus.api.device.{DEVICE_AUTHORIZATION}",
	DEVICE_CONSENT: f"oauth_plus.api.device.{DEVICE_CONSENT}",
	PUSH: f"oauth_plus.api.par.{PUSH}",
	METRICS: f"oauth_plus.api.metrics.{METRICS}",
	LOGOUT: f"oauth_plus.api.logout.{LOGOUT}",
	REGISTERED: f"oauth_plus.api.register.{REGISTERED}",
}
"""Names by which the endpoints are called: Frappe's own where it has one, else that of our function."""

NAMES = {method: name for name, method in METHODS.items()}

OVERRIDDEN = frozenset(
	(
		*(METHODS[name] for name in OF_STOCK),
		"frappe.core.doctype.user.user.update_password",
		"frappe.www.third_party_apps.delete_client",
	)
)
"""Methods of Frappe that our functions replace."""

OWN = ("oauth_plus.api.", "oauth_plus.overrides.")
"""Prefix of the names of our own methods."""

CALLED_BY = ("method", "query", "tree_method")
"""Parameters with which Frappe calls any method, without its overrides: in `upload_file`, searches and trees."""


def page_function(name: str) -> str:
	"""Return our function that answers an endpoint for users."""
	return f"oauth_plus.api.{name}.{name}" if name in OF_STOCK else METHODS[name]


def asked(request: Request) -> str | None:
	"""Return which endpoint is called, by its name in `METHODS`; None for any other method. Frappe reads `cmd` first, in
	the body or in the query."""
	if not may_be_ours(request.path) and not frappe.local.form_dict.get("cmd"):  # cheap for all others
		return None
	return NAMES.get(method(request))


def may_be_ours(path: str) -> bool:
	"""Return whether a path may be of one of our endpoints."""
	return MODULE in path or OWN[0] in path


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

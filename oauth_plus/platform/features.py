"""Features of this Frappe. They are detected, not read from the version number."""

from functools import cache
from importlib.util import find_spec
from typing import Any

import frappe

from oauth_plus.platform import frappe_private

SETTINGS = "OAuth Settings"
"""v16's own settings of OAuth."""

_migrated: set[str] = set()
"""Sites whose database has the DocType of v16's settings, as this process has seen it: it stays there."""

OF_RESOURCE = ("resource_name", "resource_documentation", "resource_policy_uri", "resource_tos_uri")
"""Fields of those settings that are members of RFC 9728 §2."""


def registers_clients() -> bool:
	"""Return whether Frappe has dynamic registration (v16, RFC 7591)."""
	return _switched_on("enable_dynamic_client_registration")


def describes_resource() -> bool:
	"""The metadata of protected resources are public (RFC 9728); False where v16's own settings switch them off."""
	return not _has_settings() or _switched_on("show_protected_resource_metadata")


def resource_members() -> dict[str, Any]:
	"""Return what v16's own settings say of the site as a resource (RFC 9728 §2); empty on v15."""
	if not _has_settings():
		return {}
	stored = frappe.get_cached_doc(SETTINGS)
	texts = {name: stored.get(name) for name in OF_RESOURCE if stored.get(name)}
	return texts | {"scopes_supported": (stored.scopes_supported or "").split()}


def other_authorization_servers() -> list[str]:
	"""Return the servers that v16's own settings name beside the site (RFC 9728 §2); empty for none."""
	if not _switched_on("show_social_login_key_as_authorization_server"):
		return []
	shown = {"enable_social_login": 1, "show_in_resource_metadata": 1}
	return frappe.get_all("Social Login Key", filters=shown, pluck="base_url")


def origins_of_public_clients() -> list[str]:
	"""Return the origins that v16 lets an administrator list, `*` for all (Fetch §3.2); empty on v15."""
	if not _has_settings():
		return []
	listed = frappe.get_cached_value(SETTINGS, SETTINGS, "allowed_public_client_origins")
	return (listed or "").split()


def admits_origin(origin: str) -> bool:
	"""Return whether Frappe's `allow_cors` covers this origin (Fetch §3.2). v16 has another one for a single
	request."""
	allowed = getattr(frappe.local, "allow_cors", frappe.conf.allow_cors) or []
	return allowed == "*" or origin in ([allowed] if isinstance(allowed, str) else allowed)


def answers(method: str, function: str) -> bool:
	"""Return whether Frappe calls this function for its method, and no later app overrides it."""
	return function_for(method) == function


def function_for(method: str) -> str:
	"""Return the function that Frappe calls for its method: that of the last app that overrides it, or the
	method itself where none does."""
	return (overrides_of(method) or [method])[-1]


def overrides_of(method: str) -> list[str]:
	"""Return the functions that override a method of Frappe's, in the order of the apps; empty for none."""
	return frappe.get_hooks("override_whitelisted_methods", {}).get(method) or []


def nobody_authenticates_after(before_request: str, auth_hooks: str) -> bool:
	"""Return whether no other app authenticates requests by their Authorization header after our hook
	`before_request`."""
	is_last = frappe.get_hooks("before_request")[-1:] == [before_request]
	return is_last and frappe.get_hooks("auth_hooks") == [auth_hooks]


def overriding(method: str, own: str) -> list[str]:
	"""Return the functions of other apps that override this method of Frappe's, in the order of the apps;
	empty for none."""
	return [name for name in overrides_of(method) if not name.startswith(f"{own}.")]


def answer_of(method: str) -> dict[str, Any]:
	"""Return the response of another app's method as Frappe would send it; empty if it raises, which is logged."""
	answer, frappe.local.response = frappe.local.response, frappe._dict()
	try:
		returned = frappe.get_attr(method)()
		return dict(returned if isinstance(returned, dict) else frappe.local.response)
	except Exception:
		frappe.log_error(title=f"{method} failed, which adds to the metadata of the authorization server")
		return {}
	finally:
		frappe.local.response = answer


@cache
def no_objection() -> bool | None:
	"""Return the value with which a `has_permission` hook leaves the decision to Frappe: None on v15, True where None
	refuses."""
	return None if frappe_private.none_is_passed_over() else True


def hush(recorder: Any, *, and_form: bool) -> None:
	"""Remove credentials from what Frappe's Recorder stores of this request; with `and_form`, also its parameters."""
	hidden = ("authorization", "cookie")
	recorder.headers = {k: v for k, v in (recorder.headers or {}).items() if k.lower() not in hidden}
	if and_form:
		recorder.form_dict = frappe._dict()


def _has_settings() -> bool:
	site = frappe.local.site
	if site not in _migrated and _brings_settings() and frappe.db.exists("DocType", SETTINGS, cache=True):
		_migrated.add(site)
	return site in _migrated


@cache
def _brings_settings() -> bool:
	"""Return whether the code of this Frappe has the DocType, so that v15's database is not asked for it."""
	return find_spec("frappe.integrations.doctype.oauth_settings") is not None


def _switched_on(field: str) -> bool:
	return _has_settings() and bool(frappe.get_cached_value(SETTINGS, SETTINGS, field))

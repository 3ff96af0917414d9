"""Order of the site's apps, in which Frappe calls their hooks.

An app that publishes metadata for the authorization server before this app is called would name other addresses and
keys than the server uses. So this app is moved before it. Where both override one of Frappe's methods, the later app's
function still wins, and it uses the shared server.
"""

import frappe

from oauth_plus.platform import installed_apps
from oauth_plus.setup.scopes import APP

ENDPOINTS = "frappe.integrations.oauth2."


def go_before_answerers() -> None:
	"""Move this app before the first app that answers the same endpoints, as Frappe's "Update Hooks
	Resolution Order" does; changes no row where that is so already."""
	apps = frappe.get_installed_apps(_ensure_on_bench=True)
	before = apps[: apps.index(APP)] if APP in apps else []
	answerers = [app for app in before if app != "frappe" and _answers(app)]
	if not answerers:
		return
	apps.remove(APP)
	apps.insert(apps.index(answerers[0]), APP)
	installed_apps.set_order_of_apps(apps)
	print(
		f"OAuth Plus goes before {answerers[0]} in the order of apps: both answer for the authorization server"
	)


def _answers(app: str) -> bool:
	"""Whether the app has a hook before each request, and overrides one of Frappe's OAuth endpoints."""
	overridden = frappe.get_hooks("override_whitelisted_methods", {}, app_name=app)
	return bool(frappe.get_hooks("before_request", app_name=app)) and any(
		method.startswith(ENDPOINTS) for method in overridden
	)

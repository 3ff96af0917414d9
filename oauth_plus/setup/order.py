"""Order of the site's apps, in which Frappe calls their hooks.

If another app publishes metadata of the authorization server before this app is called, it names other addresses and
keys than the server uses. So this app is moved before it. If both override a method of Frappe, the later app's
function still applies, and it uses the shared server.
"""

import frappe

from oauth_plus.platform import installed_apps
from oauth_plus.setup.scopes import APP

ENDPOINTS = "frappe.integrations.oauth2."


def go_before_answerers() -> None:
	"""Move this app before the first app that answers the same endpoints, as Frappe's "Update Hooks Resolution Order"
	does. Changes no row if the order is right."""
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
	"""Return whether the app has a hook before each request, and overrides an OAuth endpoint of Frappe."""
	overridden = frappe.get_hooks("override_whitelisted_methods", {}, app_name=app)
	return bool(frappe.get_hooks("before_request", app_name=app)) and any(
		method.startswith(ENDPOINTS) for method in overridden
	)

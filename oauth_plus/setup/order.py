"""Where this app stands among the site's apps: Frappe asks their hooks in that order.

An app that answers for the authorization server before anybody else is asked would tell of other addresses and keys than
those that the server uses. So this one goes before it; of Frappe's methods that both override, the later app's still
wins, and is answered for by the shared server.
"""

import frappe

from oauth_plus.platform import schema
from oauth_plus.setup.scopes import APP

ENDPOINTS = "frappe.integrations.oauth2."


def go_before_answerers() -> None:
	"""As Frappe's own "Update Hooks Resolution Order" does; nothing where no such app stands before this one."""
	apps = frappe.get_installed_apps(_ensure_on_bench=True)
	before = apps[: apps.index(APP)] if APP in apps else []
	answerers = [app for app in before if app != "frappe" and _answers(app)]
	if not answerers:
		return
	apps.remove(APP)
	apps.insert(apps.index(answerers[0]), APP)
	schema.set_order_of_apps(apps)
	print(
		f"OAuth Plus goes before {answerers[0]} in the order of apps: both answer for the authorization server"
	)


def _answers(app: str) -> bool:
	"""It looks at every request first, and stands in for endpoints of Frappe's."""
	overridden = frappe.get_hooks("override_whitelisted_methods", {}, app_name=app)
	return bool(frappe.get_hooks("before_request", app_name=app)) and any(
		method.startswith(ENDPOINTS) for method in overridden
	)

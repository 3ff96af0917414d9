"""Scopes as data: those of this app, and those that other apps declare with the hook `oauth_plus_scopes`."""

from typing import Any

import frappe

from oauth_plus.rules.scope_definition import ALL
from oauth_plus.setup import erpnext_scopes
from oauth_plus.store.scopes import scope_records
from oauth_plus.store.scopes.scope_records import DeclaredScope
from oauth_plus.store.site import resources

HOOK = "oauth_plus_scopes"

APP = "oauth_plus"

BUILT_IN: list[dict[str, Any]] = [
	{
		"scope": ALL,
		"title": "Full access",
		"description": "Do everything that you may do on this site.",
		"icon": "permission",
		"is_sensitive": 1,
	},
	{
		"scope": "openid",
		"title": "Sign in",
		"description": "Know who you are.",
		"icon": "customer",
		"is_default": 1,
		"rules": [{"method": "frappe.auth.get_logged_user"}, {"method": "frappe.realtime.get_user_info"}],
	},
	{
		"scope": "profile",
		"title": "Profile",
		"description": "See your name and your picture.",
		"icon": "customer",
		"is_default": 1,
	},
	{
		"scope": "email",
		"title": "Email address",
		"description": "See your email address.",
		"icon": "mail",
		"is_default": 1,
	},
	{
		"scope": "roles",
		"title": "Roles",
		"description": "See which roles you have on this site.",
		"icon": "users",
	},
	{
		"scope": "offline_access",
		"title": "Access while you are away",
		"description": "Keep its access while you are not signed in, until you end it.",
		"icon": "refresh",
		"is_default": 1,
	},
]
"""Only `all` and `openid` allow calls. The userinfo endpoint decides which claims each scope gives (OpenID Connect Core
§5.4)."""

FOR_OTHERS = {erpnext_scopes.APP: erpnext_scopes.SCOPES}
"""Scopes for apps that declare none themselves. They are deleted with the app."""


def sync() -> None:
	"""Store every scope that an installed app declares, and delete those of apps that are no longer installed.
	Idempotent: an unchanged row is not written."""
	scope_records.save_declared([DeclaredScope.read(APP, each) for each in BUILT_IN])
	for app in frappe.get_installed_apps():
		if app != APP:
			scope_records.save_declared([DeclaredScope.read(app, each) for each in _brought_with(app)])
	scope_records.keep_only(_brought_by_now())
	resources.invalidate()  # read from the hooks of apps too


def after_app_install(app: str) -> None:
	"""Hook: store the scopes of another app after its installation."""
	if app != APP:
		sync()


def after_app_uninstall(app: str) -> None:
	"""Hook: delete the scopes of another app after its uninstallation. A dry run deletes none."""
	if app != APP and app not in frappe.get_installed_apps():
		scope_records.drop_those_of(app)
		resources.invalidate()


def _brought_by_now() -> set[str]:
	hooks = (_brought_with(app) for app in frappe.get_installed_apps())
	return {each["scope"] for brought in (BUILT_IN, *hooks) for each in brought}


def _brought_with(app: str) -> list[dict[str, Any]]:
	"""Return the scopes that an app declares with the hook, and those of FOR_OTHERS that it does not declare."""
	known = FOR_OTHERS.get(app, [])
	said = frappe.get_hooks(HOOK, app_name=app)
	return [*said, *(each for each in known if each["scope"] not in {own["scope"] for own in said})]

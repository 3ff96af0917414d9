"""Other apps of the site, as far as they touch OAuth by their hooks."""

from collections.abc import Iterator

import frappe

from oauth_plus.platform import features, frappe_private

TABLE = "OAuth Bearer Token"

FOR_EACH_REQUEST = ("before_request", "auth_hooks")
"""Hooks whose functions may look at the Authorization header."""


def names(own: str) -> list[str]:
	"""Return the names of the site's other apps, in their order."""
	return [app for app in frappe.get_hooks("app_name") if app not in ("frappe", own)]


def rivals(own: str) -> dict[str, list[str]]:
	"""Return the methods that this app and another one override, with the functions in the order of the apps: the last one
	is called."""
	ours = frappe.get_hooks("override_whitelisted_methods", {}, app_name=own)
	found = {method: features.overrides_of(method) for method in ours}
	return {method: functions for method, functions in found.items() if features.overriding(method, own)}


def reading_tokens(own: str) -> Iterator[str]:
	"""Yield the functions of other apps that Frappe calls for each request, and whose file names the table of tokens."""
	for hook in FOR_EACH_REQUEST:
		for function in frappe.get_hooks(hook):
			if function.partition(".")[0] not in ("frappe", own) and frappe_private.file_mentions(
				function, TABLE
			):
				yield function

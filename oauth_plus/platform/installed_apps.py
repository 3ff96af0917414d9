"""Frappe's list of installed apps, and the rows that a removed app leaves."""

import json
import time
from typing import Any

import frappe
from frappe.cache_manager import clear_defaults_cache

from oauth_plus.platform import frappe_private
from oauth_plus.platform.readiness import GLOBAL

ATTEMPTS = 20
"""Number of checks of what workers call, before an installation continues anyway."""


def set_order_of_apps(apps: list[str]) -> None:
	"""Set the order in which Frappe calls the hooks of the site's apps (a row of DefaultValue)."""
	frappe.db.set_global("installed_apps", json.dumps(apps))
	frappe.clear_cache()


def read_again() -> None:
	"""Make workers read the list again.

	A request that began before an installation may have written back what it read before. Frappe refuses every
	request while it calls the hooks of an app that is not on the list.
	"""
	clear_defaults_cache(GLOBAL)


def wait_until_called(app: str, pause: float) -> None:
	"""Wait until all workers call the hooks of an app that is on the list.

	A request that began before the installation may write back the list or the hooks that it read before. So both are
	checked again after `pause` seconds, in which every such request ends. Returns anyway after 20 attempts.
	"""
	for _attempt in range(ATTEMPTS):
		frappe_private.forget_hooks()
		read_again()
		time.sleep(pause)
		if _is_called(app):
			return


def _is_called(app: str) -> bool:
	"""Return whether Redis names the app, in the list and in the hooks."""
	hooks = frappe_private.cached_hooks()
	listed = frappe.db.get_global("installed_apps") or "[]"
	return (hooks is None or app in hooks["app_name"]) and app in json.loads(listed)


def take_off_the_list(app: str, settled_after: float) -> None:
	"""Remove the app from Frappe's list of installed apps, while requests continue to work. Commits.

	Frappe refuses every request whose hooks name an app that is not on the list. So the hooks change first, and the
	list when all requests with the old hooks have called them.
	"""
	others = [each for each in frappe.get_installed_apps() if each != app]
	where = {"parent": GLOBAL, "defkey": "installed_apps"}
	frappe.db.set_value("DefaultValue", where, "defvalue", json.dumps(others), update_modified=False)
	frappe.db.commit()
	frappe_private.replace_hooks(_hooks_of(others))
	time.sleep(settled_after)
	clear_defaults_cache(GLOBAL)
	frappe.clear_cache()


def _hooks_of(apps: list[str]) -> dict[str, Any]:
	"""Return the hooks of the apps, as Frappe gathers them."""
	hooks: dict[str, Any] = {}
	for app in apps:
		for name, value in frappe.get_hooks(app_name=app).items():
			frappe.append_hook(hooks, name, value)
	return hooks


def delete_single(doctype: str) -> None:
	"""Delete the values of a Single whose DocType is deleted."""
	frappe.db.delete("Singles", {"doctype": doctype})


def delete_comments(doctypes: str) -> int:
	"""Delete comments on documents whose DocType has this prefix. Returns the number of rows."""
	where = {"reference_doctype": ("like", f"{doctypes} %")}
	count = frappe.db.count("Comment", where)
	frappe.db.delete("Comment", where)
	return count


def delete_notifications(doctypes: str) -> int:
	"""Delete notifications about documents whose DocType has this prefix. Returns the number of rows."""
	where = {"document_type": ("like", f"{doctypes} %")}
	count = frappe.db.count("Notification Log", where)
	frappe.db.delete("Notification Log", where)
	return count


def delete_jobs(app: str) -> list[str]:
	"""Delete the scheduled jobs of a removed app, as Frappe would at the next migration. Returns their methods."""
	mine = {"method": ("like", f"{app}.%")}
	jobs = dict(frappe.get_all("Scheduled Job Type", filters=mine, fields=["name", "method"], as_list=True))
	if jobs:
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ("in", list(jobs))})
		frappe.db.delete("Scheduled Job Type", {"name": ("in", list(jobs))})
	return list(jobs.values())


def delete_patches(app: str) -> None:
	"""Delete the patch log of an app, so that the patches run again after a new installation. Commits."""
	frappe.db.delete("Patch Log", {"patch": ("like", f"{app}.%")})
	frappe.db.commit()

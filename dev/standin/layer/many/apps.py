"""Which apps a bench has, which of them a site has, and what each of them hooks."""

import inspect
import json
import types
from pathlib import Path

import frappe
from frappe.utils.caching import request_cache


def get_all_apps(with_internal_apps: bool = True, sites_path: str | None = None) -> list[str]:
	"""Apps of the bench, from `sites/apps.txt`, then those of the site alone, from its own; frappe comes first."""
	folder = sites_path or getattr(frappe.local, "sites_path", None) or "."
	apps = frappe.get_file_items(str(Path(folder) / "apps.txt"), raise_not_found=True)
	if with_internal_apps and (site := getattr(frappe.local, "site_path", None)):
		apps += frappe.get_file_items(str(Path(site) / "apps.txt"))
	return list(dict.fromkeys(["frappe", *apps]))


@request_cache
def get_installed_apps(*, _ensure_on_bench: bool = False) -> list[str]:
	"""Apps of the site, from the database; none while that is being made."""
	if getattr(frappe.flags, "in_install_db", True):
		return []
	if not frappe.db:
		frappe.connect()
	installed = json.loads(frappe.db.get_global("installed_apps") or "[]")
	if _ensure_on_bench:
		on_bench = frappe.cache.get_value("all_apps", get_all_apps)
		installed = [app for app in installed if app in on_bench]
	return installed


def _load_app_hooks(app_name: str | None = None) -> dict:
	"""Hooks of one app, or of all apps of the site, each value a list."""
	hooks: dict = {}
	for app in [app_name] if app_name else get_installed_apps(_ensure_on_bench=True):
		for key, value in inspect.getmembers(frappe.get_module(f"{app}.hooks"), _is_hook):
			if not key.startswith("_"):
				frappe.append_hook(hooks, key, value)
	return hooks


def _is_hook(value: object) -> bool:
	return not isinstance(value, types.ModuleType | types.FunctionType | type)


def setup_module_map(include_all_apps: bool = True) -> None:
	"""Which app a module belongs to, for the apps of the bench or only those of the site."""
	cache = frappe.cache if include_all_apps else frappe.client_cache
	key = "app_modules" if include_all_apps else "installed_app_modules"
	app_modules = cache.get_value(key)
	if not app_modules:
		apps = get_all_apps() if include_all_apps else get_installed_apps(_ensure_on_bench=True)
		app_modules = {app: [frappe.scrub(name) for name in frappe.get_module_list(app)] for app in apps}
		cache.set_value(key, app_modules)
	frappe.local.app_modules = app_modules
	frappe.local.module_app = {module: app for app, modules in app_modules.items() for module in modules}


def get_app_path(app_name: str, *joins: str) -> str:
	"""A path within the package of an app."""
	return frappe.get_pymodule_path(app_name, *joins)


def get_app_source_path(app_name: str, *joins: str) -> str:
	"""A path within the repository of an app."""
	return get_app_path(app_name, "..", *joins)


def get_attr(method_string: str):
	"""What a dotted path names. The app must be installed, so that no other code can be reached."""
	app = method_string.split(".", 1)[0]
	busy = frappe.local.flags.in_install or frappe.local.flags.in_uninstall
	if not busy and app not in get_installed_apps():
		frappe.throw(frappe._("App {0} is not installed").format(app), frappe.AppNotInstalledError)
	module, _, name = method_string.rpartition(".")
	return getattr(frappe.get_module(module), name)


def get_all_patches(patch_type=None) -> list[str]:
	"""Patches of every app of the site."""
	from frappe.patches import get_patches_from_app

	apps = frappe.get_installed_apps(_ensure_on_bench=True)
	return [patch for app in apps for patch in get_patches_from_app(app, patch_type=patch_type)]


def sync_all(force: int = 0, reset_permissions: bool = False) -> None:
	"""Bring the tables of every app of the site up to date."""
	from frappe.model.sync import sync_for
	from frappe.patches import _patch_mode

	_patch_mode(True)
	for app in frappe.get_installed_apps():
		sync_for(app, force, reset_permissions=reset_permissions)
	_patch_mode(False)
	frappe.clear_cache()

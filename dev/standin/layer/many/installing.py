"""Installing an app on a site and taking it off again, in the order that a bench keeps."""

import json

import click
import frappe
from frappe.defaults import _clear_cache


def _new_site(db_name: str, site: str, *, install_apps: tuple[str, ...] = (), **database) -> None:
	"""Make a site with frappe on it. `setup_db=False` when its database and user are there already."""
	from frappe.installer import clear_site_locks, install_db, make_site_dirs
	from frappe.utils import scheduler

	frappe.init(site, new_site=True)
	clear_site_locks()
	make_site_dirs()
	database["setup"] = database.pop("setup_db", True)
	install_db(db_name=db_name, **database)
	for app in ("frappe", *install_apps):
		install_app(app, verbose=False, set_as_patched=True)
	scheduler.toggle_scheduler(False)
	frappe.db.commit()


def install_app(name: str, verbose: bool = False, set_as_patched: bool = True, force: bool = False) -> None:
	"""Module definitions, tables, hooks, jobs, fixtures of one app. `before_install` may refuse with False."""
	hooks = _begin_install(name)
	for app in hooks.required_apps or []:
		install_app(app.split("/")[-1], verbose=verbose)
	hooks = _begin_install(name)
	if not force and name in frappe.get_installed_apps():
		click.secho(f"App {name} already installed", fg="yellow")
		return
	print(f"\nInstalling {name}...")
	if any(run(hook) is False for hook in hooks.before_install or []):
		return
	_run_hooks_about("before_app_install", name)
	_bring_in(name, force)
	if set_as_patched:
		_mark_patches_done(name)
	for hook in hooks.after_install or []:
		run(hook)
	_run_hooks_about("after_app_install", name)
	_sync_what_hooks_bring(name)
	for hook in hooks.after_sync or []:
		run(hook)
	frappe.clear_cache()
	frappe.client_cache.erase_persistent_caches()
	frappe.flags.in_install = False


def remove_app(app_name: str, dry_run=False, yes=False, no_backup=False, force=False) -> None:
	"""Take off an app with its modules, DocTypes and tables."""
	site = frappe.local.site
	if not force and app_name not in frappe.get_installed_apps():
		click.secho(f"App {app_name} not installed on Site {site}", fg="yellow")
		return
	if user := _app_that_requires(app_name):
		click.secho(f"App {app_name} is a dependency of {user}. Uninstall {user} first.", fg="yellow")
		return
	print(f"Uninstalling App {app_name} from Site {site}...")
	if not (dry_run or yes) and not click.confirm("All its DocTypes and modules will be deleted. Continue?"):
		return
	if not (dry_run or no_backup):
		_back_up()
	frappe.flags.in_uninstall = True
	_take_off(app_name, dry_run)
	frappe.client_cache.erase_persistent_caches()
	click.secho(f"Uninstalled App {app_name} from Site {site}", fg="green")
	frappe.flags.in_uninstall = False
	if not dry_run:
		frappe.clear_cache()


def add_to_installed_apps(app_name: str, rebuild_website: bool = True) -> None:
	"""Remember that the site has the app."""
	from frappe.installer import post_install

	apps = list(frappe.get_installed_apps())
	if app_name not in apps:
		_remember([*apps, app_name])
		if frappe.flags.in_install:
			post_install(rebuild_website)
	frappe.db.commit()


def remove_from_installed_apps(app_name: str) -> None:
	"""Forget the app."""
	_remember([app for app in frappe.get_installed_apps() if app != app_name])
	_clear_cache("__global")
	frappe.local.doc_events_hooks = None
	frappe.db.commit()


def run(hook: str):
	"""Call what a hook names."""
	return frappe.get_attr(hook)()


def _begin_install(name: str):
	frappe.flags.in_install = name
	frappe.flags.ignore_in_install = False
	frappe.clear_cache()
	if name not in frappe.get_all_apps():
		raise Exception(f"App {name} not in apps.txt")
	return frappe.get_hooks(app_name=name)


def _run_hooks_about(hook: str, app: str) -> None:
	for path in frappe.get_hooks(hook):
		frappe.get_attr(path)(app)


def _bring_in(name: str, force: bool) -> None:
	from frappe.installer import add_module_defs
	from frappe.model.sync import sync_for

	if name != "frappe":
		frappe.only_for("System Manager")
		add_module_defs(name, ignore_if_duplicate=force)
	sync_for(name, force=force, reset_permissions=True)
	add_to_installed_apps(name)
	frappe.get_doc("Portal Settings", "Portal Settings").sync_menu()


def _mark_patches_done(name: str) -> None:
	from frappe.installer import set_all_patches_as_completed

	set_all_patches_as_completed(name)


def _sync_what_hooks_bring(name: str) -> None:
	from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
	from frappe.model.module_utils import sync_customizations
	from frappe.utils.dashboard import sync_dashboards
	from frappe.utils.fixtures import sync_fixtures

	sync_jobs()
	sync_fixtures(name)
	sync_customizations(name)
	sync_dashboards(name)


def _app_that_requires(app_name: str) -> str | None:
	for app in frappe.get_installed_apps():
		required = frappe.get_hooks("required_apps", app_name=app) if app != app_name else []
		if any(app_name in name for name in required):
			return app
	return None


def _back_up() -> None:
	from frappe.utils.backups import scheduled_backup

	print("Backing up...")
	scheduled_backup(ignore_files=True)


def _take_off(app_name: str, dry_run: bool) -> None:
	from frappe.installer import _delete_doctypes, _delete_modules

	hooks = frappe.get_hooks(app_name=app_name)
	for hook in hooks.before_uninstall or []:
		run(hook)
	_run_hooks_about("before_app_uninstall", app_name)
	modules = frappe.get_all("Module Def", filters={"app_name": app_name}, pluck="name")
	_delete_doctypes(_delete_modules(modules, dry_run=dry_run), dry_run=dry_run)
	if not dry_run:
		remove_from_installed_apps(app_name)
		frappe.clear_cache()
	for hook in hooks.after_uninstall or []:
		run(hook)
	_run_hooks_about("after_app_uninstall", app_name)


def _remember(apps: list[str]) -> None:
	frappe.db.set_global("installed_apps", json.dumps(apps))
	frappe.local.request_cache.clear()
	frappe.cache.delete_value(["all_apps", "app_hooks", "installed_app_modules", "app_modules"])
	frappe.client_cache.delete_value("app_hooks")
	frappe.client_cache.delete_value("installed_app_modules")
	frappe.db.commit()

"""Commands about the apps and the state of a site."""

import json
from contextlib import contextmanager

import click
import frappe
from frappe.commands import get_site, pass_context


@contextmanager
def connected(site: str):
	"""A database connection as Administrator."""
	frappe.init(site)
	try:
		frappe.connect()
		yield
	finally:
		frappe.destroy()


@click.command("install-app")
@click.argument("apps", nargs=-1)
@click.option("--force", is_flag=True, default=False)
@pass_context
def install_app(context, apps, force) -> None:
	"""Install apps on a site."""
	from frappe.installer import install_app

	for site in context.sites or [get_site(context)]:
		with connected(site):
			for app in apps:
				install_app(app, verbose=context.verbose, force=force or context.force)
				frappe.db.commit()


@click.command("uninstall-app")
@click.argument("app")
@click.option("--yes", "-y", is_flag=True, default=False)
@click.option("--dry-run", is_flag=True, default=False)
@click.option("--no-backup", is_flag=True, default=False)
@click.option("--force", is_flag=True, default=False)
@pass_context
def uninstall_app(context, app, yes, dry_run, no_backup, force) -> None:
	"""Take an app off a site, with all its data."""
	from frappe.installer import remove_app

	for site in context.sites or [get_site(context)]:
		with connected(site):
			remove_app(app, dry_run=dry_run, yes=yes, no_backup=no_backup, force=force)
			frappe.db.commit()


@click.command("list-apps")
@click.option("--format", "-f", "as_format", type=click.Choice(["text", "json"]), default="text")
@pass_context
def list_apps(context, as_format) -> None:
	"""List the apps of a site."""
	installed = {}
	for site in context.sites or [get_site(context)]:
		with connected(site):
			installed[site] = frappe.get_installed_apps()
	if as_format == "json":
		print(json.dumps(installed))
		return
	for apps in installed.values():
		for app in apps:
			print(app, frappe.get_module(app).__version__)


@click.command("migrate")
@click.option("--skip-failing", is_flag=True)
@click.option("--skip-search-index", is_flag=True)
@click.option("--skip-fixtures", is_flag=True)
@pass_context
def migrate(context, skip_failing, skip_search_index, skip_fixtures) -> None:
	"""Run patches and bring tables up to date."""
	from frappe.migrate import SiteMigration

	for site in context.sites or [get_site(context)]:
		click.secho(f"Migrating {site}", fg="green")
		SiteMigration(skip_failing, skip_search_index, skip_fixtures).run(site=site)


@click.command("run-patch")
@click.argument("module")
@click.option("--force", is_flag=True)
@pass_context
def run_patch(context, module, force) -> None:
	"""Run one patch."""
	import frappe.patches

	with connected(get_site(context)):
		frappe.patches.run_single(module, force=force or context.force)


@click.command("reload-doctype")
@click.argument("doctype")
@pass_context
def reload_doctype(context, doctype) -> None:
	"""Bring one DocType up to date from its JSON."""
	with connected(get_site(context)):
		frappe.reload_doctype(doctype, force=context.force)
		frappe.db.commit()


@click.command("set-admin-password")
@click.argument("password")
@pass_context
def set_admin_password(context, password) -> None:
	"""Set the password of Administrator."""
	from frappe.utils.password import update_password

	with connected(get_site(context)):
		update_password("Administrator", password)
		frappe.db.commit()


@click.command("clear-cache")
@pass_context
def clear_cache(context) -> None:
	"""Forget what is cached for a site."""
	from frappe.website.utils import clear_website_cache

	with connected(get_site(context)):
		frappe.clear_cache()
		clear_website_cache()


commands = [
	install_app,
	uninstall_app,
	list_apps,
	migrate,
	run_patch,
	reload_doctype,
	set_admin_password,
	clear_cache,
]

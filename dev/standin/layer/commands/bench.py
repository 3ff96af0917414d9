"""Commands about settings, and those that run Python in the context of a site."""

import json

import click
import frappe
from frappe.commands import get_site, pass_context
from frappe.commands.site import connected


@click.command("execute")
@click.argument("method")
@click.option("--args")
@click.option("--kwargs")
@pass_context
def execute(context, method, args, kwargs) -> None:
	"""Call a function by its dotted path. `--args` and `--kwargs` are JSON."""
	with connected(get_site(context)):
		result = frappe.get_attr(method)(*json.loads(args or "[]"), **json.loads(kwargs or "{}"))
		frappe.db.commit()
		if result is not None:
			print(frappe.as_json(result))


@click.command("console")
@pass_context
def console(context) -> None:
	"""A Python prompt with `frappe`. Reads a script when it is piped in."""
	import code
	import sys

	with connected(get_site(context)):
		names = {"frappe": frappe, "__name__": "__console__"}
		if sys.stdin.isatty():
			code.interact(local=names)
		else:
			exec(compile(sys.stdin.read(), "<stdin>", "exec"), names)


@click.command("set-config")
@click.argument("key")
@click.argument("value")
@click.option("-g", "--global", "in_common", is_flag=True, default=False)
@click.option("-p", "--parse", is_flag=True, default=False)
@pass_context
def set_config(context, key, value, in_common, parse) -> None:
	"""Write a setting into site_config.json, or with -g into common_site_config.json."""
	import ast

	from frappe.installer import update_site_config

	value = ast.literal_eval(value) if parse else value
	if in_common:
		with frappe.init_site():
			update_site_config(key, value, site_config_path="common_site_config.json")
		return
	for site in context.sites or [get_site(context)]:
		with frappe.init_site(site):
			update_site_config(key, value)


@click.command("show-config")
@click.option("--format", "-f", "as_format", default="json")
@pass_context
def show_config(context, as_format) -> None:
	"""Print the settings of a site."""
	with frappe.init_site(get_site(context)):
		print(json.dumps({get_site(context): frappe.local.conf}, indent=1, default=str))


@click.command("version")
def version() -> None:
	"""Versions of the apps of the bench."""
	for app in frappe.get_all_apps(sites_path="."):
		print(app, frappe.get_module(app).__version__)


@click.command("worker")
@click.option("--queue", default=None)
@click.option("--quiet", is_flag=True, default=False)
@click.option("--burst", is_flag=True, default=False)
def worker(queue, quiet, burst) -> None:
	"""Work off background jobs."""
	from frappe.utils.background_jobs import start_worker

	start_worker(queue, quiet=quiet, burst=burst)


commands = [execute, console, set_config, show_config, version, worker]

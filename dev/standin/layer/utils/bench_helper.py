"""What stands behind `bench`: `python -m frappe.utils.bench_helper frappe --site S COMMAND`."""

import importlib
import os
from dataclasses import dataclass

import click
import frappe


@dataclass
class CliCtxObj:
	"""What the options before the command said."""

	sites: list[str]
	force: bool
	profile: bool
	verbose: bool


@click.option("--site")
@click.option("--profile", is_flag=True, default=False)
@click.option("--verbose", is_flag=True, default=False)
@click.option("--force", is_flag=True, default=False)
@click.pass_context
def app_group(ctx, site: str | None, profile: bool, verbose: bool, force: bool) -> None:
	"""Commands of all apps of the bench."""
	ctx.obj = CliCtxObj(sites=get_sites(site), force=force, profile=profile, verbose=verbose)


def get_sites(site: str | None) -> list[str]:
	"""The sites that a command is for."""
	if site == "all":
		return frappe.utils.get_sites()
	default = site or os.environ.get("FRAPPE_SITE") or frappe.get_common_site_config().default_site
	return [default] if default else []


def get_app_commands(app: str) -> dict[str, click.Command]:
	"""Commands that an app brings in `commands`."""
	try:
		module = importlib.import_module(f"{app}.commands")
	except ModuleNotFoundError as error:
		if error.name != f"{app}.commands":
			raise
		return {}
	return {command.name: command for command in getattr(module, "commands", [])}


def main() -> None:
	"""Run one command."""
	commands = {}
	for app in frappe.get_all_apps(sites_path="."):
		commands |= get_app_commands(app)
	group = click.group(name="frappe", commands=commands)(app_group)
	click.Group(commands={"frappe": group})(prog_name="bench")


if __name__ == "__main__":
	main()

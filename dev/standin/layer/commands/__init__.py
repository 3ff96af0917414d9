"""The commands of `bench` that the host, the tests and a curious person need; a bench has many more."""

from functools import wraps

import click
import frappe


def pass_context(function):
	"""Hand the options before the command (`--site`, `--verbose`) to the command."""

	@wraps(function)
	def with_context(ctx, *args, **kwargs):
		try:
			return function(ctx.obj, *args, **kwargs)
		except (frappe.SiteNotSpecifiedError, frappe.IncorrectSitePath) as error:
			raise click.UsageError(str(error) or "Please specify --site sitename", ctx) from error

	return click.pass_context(with_context)


def get_site(context, raise_err: bool = True) -> str | None:
	"""The first site that the command is for."""
	if context.sites:
		return context.sites[0]
	if raise_err:
		raise frappe.SiteNotSpecifiedError
	return None


def get_commands() -> list[click.Command]:
	"""All commands of this package."""
	from frappe.commands import bench, site

	return [*site.commands, *bench.commands]


def __getattr__(name: str):
	# Asked for late: the commands import half of Frappe.
	if name == "commands":
		return get_commands()
	raise AttributeError(name)

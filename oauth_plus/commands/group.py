"""The group `bench oauth-plus`, and the decorator of its commands."""

from collections.abc import Callable
from typing import Any

import click
import frappe
from frappe.commands import get_site, pass_context

from oauth_plus.platform import transaction

DRY = click.option("--dry-run", is_flag=True, help="Count only; change nothing")


@click.group("oauth-plus")
def oauth_plus() -> None:
	"""Manage the tokens, grants, clients and secrets of OAuth Plus."""


def on_site(command: Callable[..., None]) -> Callable[..., None]:
	"""Return the command, connected to the site of --site. Commits if the command returns, and rolls back if it
	raises, also for SystemExit."""

	@pass_context
	def connected(context: Any, **options: Any) -> None:
		"""Run the command. Its docstring is replaced by that of the command, for `--help`."""
		frappe.init(get_site(context))
		frappe.connect()
		try:
			command(**options)
			transaction.keep()
		finally:
			frappe.destroy()

	connected.__name__, connected.__doc__ = command.__name__, command.__doc__
	return connected

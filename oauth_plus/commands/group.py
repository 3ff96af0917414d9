"""The group `bench oauth-plus`, and the decorator of its commands."""

from collections.abc import Callable
from typing import Any

import click
import frappe
from frappe.commands import get_site, pass_context
from frappe.utils import strip_html

from oauth_plus.platform import transaction
from oauth_plus.platform.redis_away import AWAY

DRY = click.option("--dry-run", is_flag=True, help="Count only; change nothing")

DATABASE_ERRORS = ("OperationalError", "InternalError", "InterfaceError", "ProgrammingError")
"""Names of the errors of a database driver (PEP 249)."""


@click.group("oauth-plus")
def oauth_plus() -> None:
	"""Manage the tokens, grants, clients and secrets of OAuth Plus."""


@oauth_plus.group("client")
def client() -> None:
	"""List, create, show and disable OAuth Clients, and rotate their secrets."""


@oauth_plus.group("grant")
def grant() -> None:
	"""List and revoke grants: what users allowed apps."""


def on_site(command: Callable[..., None]) -> Callable[..., None]:
	"""Return the command, connected to the site of --site. Commits if the command returns, and rolls back if it raises,
	also for SystemExit. An error that a person can answer becomes a sentence, unless bench's --verbose asks for its
	traceback."""

	@pass_context
	def connected(context: Any, **options: Any) -> None:
		"""Run the command. Its docstring is replaced by that of the command, for `--help`."""
		try:
			_run(context, command, options)
		except Exception as error:  # the last place that sees it; any other error keeps its traceback
			if not _is_for_people(error) or getattr(context, "verbose", False):
				raise
			raise click.ClickException(_sentence_of(error)) from error

	connected.__name__, connected.__doc__ = command.__name__, command.__doc__
	return connected


def _run(context: Any, command: Callable[..., None], options: dict[str, Any]) -> None:
	frappe.init(get_site(context))
	frappe.connect()
	try:
		command(**options)
		transaction.keep()
	finally:
		frappe.destroy()


def _is_for_people(error: Exception) -> bool:
	"""Return whether Frappe, the database or Redis refused something, which is no fault of the code."""
	kind = type(error)
	return (
		kind.__module__ == "frappe.exceptions" or kind.__name__ in DATABASE_ERRORS or isinstance(error, AWAY)
	)


def _sentence_of(error: Exception) -> str:
	return strip_html(str(error)).strip() or type(error).__name__

"""`bench --site S oauth-plus …`: what the scheduler does, by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
import frappe
from frappe.commands import get_site, pass_context

from oauth_plus.jobs import restored_copy, retention, status
from oauth_plus.jobs.retention import Run
from oauth_plus.platform import clock, sql, transaction
from oauth_plus.rules.lifetime import DAY
from oauth_plus.store import clients, revocation, secrets, signing_keys

DRY = click.option("--dry-run", is_flag=True, help="Count only, change nothing")


@click.group("oauth-plus")
def oauth_plus() -> None:
	"""Tokens, grants and secrets of OAuth Plus."""


def on_site(command: Callable[..., None]) -> Callable[..., None]:
	"""The command, connected to the site that --site names; what it did is committed."""

	@pass_context
	def connected(context: Any, **options: Any) -> None:
		frappe.init(get_site(context))
		frappe.connect()
		try:
			command(**options)
			transaction.keep()
		finally:
			frappe.destroy()

	connected.__name__, connected.__doc__ = command.__name__, command.__doc__
	return connected


@oauth_plus.command("status")
@on_site
def show_status() -> None:
	"""Tables with their counts and oldest rows, and when each job ran last."""
	for table in status.tables():
		click.echo(f"{table.name:<28}{table.count:>12,}  oldest {table.oldest or '-'}")
	for job in status.last_runs():
		click.echo(f"{job.at:%Y-%m-%d %H:%M}  {job.sentence}")


@oauth_plus.command()
@DRY
@on_site
def expire(dry_run: bool) -> None:
	"""Mark the grants that ended by time."""
	click.echo(retention.expire(Run("expire", is_dry=dry_run), clock.now()).sentence())


@oauth_plus.command()
@DRY
@click.option("--seconds", default=3600.0, show_default=True, help="Stop after so long; the next run goes on")
@on_site
def purge(dry_run: bool, seconds: float) -> None:
	"""Delete what has been kept for as long as OAuth Plus Settings say."""
	run = Run("purge", is_dry=dry_run, seconds=seconds)
	click.echo(retention.purge(run, clock.now()).sentence())


@oauth_plus.command()
@DRY
@click.option("--client", help="The grants to this OAuth Client")
@click.option("--user", help="The grants of this User")
@click.option(
	"--before", type=click.DateTime(), help="The grants from before this moment, in the site's time"
)
@on_site
def revoke(dry_run: bool, client: str | None, user: str | None, before: datetime | None) -> None:
	"""End grants: all that meet every condition, or without one those that the daily job ends."""
	if not (client or user or before):
		click.echo(retention.revoke(Run("revoke", is_dry=dry_run), clock.now()).sentence())
		return
	_require_named(client, user)
	chosen = {"client_id": client, "user": user, "before": clock.from_column(before)}
	count = (
		len(revocation.live(**chosen)) if dry_run else revocation.end_all("ended_by_administrator", **chosen)
	)
	click.echo(f"{count} grants {'would end' if dry_run else 'ended'}")


def _require_named(client: str | None, user: str | None) -> None:
	"""Letter by letter, or nothing would end; grants of what was deleted by SQL can be ended still."""
	for doctype, option, name in ((clients.DOCTYPE, "client_id", client), ("User", "user", user)):
		if name and not sql.exists(doctype, name) and not revocation.live(**{option: name}):
			raise click.BadParameter(f"no {doctype} is named {name}")


@oauth_plus.command("after-restore")
@DRY
@click.option("--yes", is_flag=True, help="Ask no question")
@on_site
def after_restore(dry_run: bool, yes: bool) -> None:
	"""Make a restored backup a site of its own: end all grants, replace the signing keys, and say what is left to do."""
	if not (dry_run or yes):
		click.confirm("End every grant of this site? People will have to allow their apps again", abort=True)
	click.echo(retention.end_everything(Run("after-restore", is_dry=dry_run), clock.now()).sentence())
	if not dry_run:
		click.echo(
			f"Signing with {signing_keys.replace_all(clock.now())}; the keys before it verify nothing now"
		)
	for sentence in restored_copy.left_to_do():
		click.echo(f"- {sentence}")


@oauth_plus.command("rotate-secret")
@click.option("--client", required=True, help="The OAuth Client, by its client_id")
@click.option(
	"--overlap", default=7 * DAY, show_default=True, help="Seconds in which the old ones work still"
)
@click.option("--label", default="", help="What the new one is known by")
@on_site
def rotate_secret(client: str, overlap: int, label: str) -> None:
	"""Make a new client secret, shown here and never again; the old ones end by themselves."""
	if clients.find(client) is None:
		raise click.BadParameter(f"no OAuth Client is named {client}", param_hint="--client")
	click.echo(secrets.rotate(client, max(0, overlap), label).client_secret)


@oauth_plus.command("rotate-keys")
@on_site
def rotate_keys() -> None:
	"""Sign ID tokens with a new key from now on; the old one stays published until its last token has ended."""
	click.echo(f"Signing with {signing_keys.rotate(clock.now())}")


commands = [oauth_plus]

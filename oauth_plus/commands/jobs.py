"""Commands that run the scheduled jobs."""

from datetime import datetime

import click

from oauth_plus.commands.group import DRY, oauth_plus, on_site
from oauth_plus.jobs import retention, status
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock, sql
from oauth_plus.store.clients import client_fields
from oauth_plus.store.grants import family_lists, revocation


@oauth_plus.command("status")
@on_site
def show_status() -> None:
	"""Print the number of rows and the oldest row of each table, and the last run of each job."""
	for table in status.tables():
		click.echo(f"{table.name:<28}{table.count:>12,}  oldest {table.oldest or '-'}")
	for job in status.last_runs():
		click.echo(f"{job.at:%Y-%m-%d %H:%M}  {job.sentence}")


@oauth_plus.command()
@DRY
@on_site
def expire(dry_run: bool) -> None:
	"""Mark the grants whose idle or absolute lifetime is over as expired."""
	click.echo(retention.expire(Run("expire", is_dry=dry_run), clock.now()).sentence())


@oauth_plus.command()
@DRY
@click.option(
	"--seconds",
	default=3600.0,
	show_default=True,
	help="Stop after this time, in seconds; the next run continues",
)
@on_site
def purge(dry_run: bool, seconds: float) -> None:
	"""Delete rows that ended longer ago than the retention in OAuth Plus Settings."""
	run = Run("purge", is_dry=dry_run, seconds=seconds)
	click.echo(retention.purge(run, clock.now()).sentence())


@oauth_plus.command()
@DRY
@click.option("--client", help="Only grants of this OAuth Client (client_id)")
@click.option("--user", help="Only grants of this User")
@click.option(
	"--before",
	type=click.DateTime(),
	help="Only grants issued before this time, in the time zone of the site",
)
@on_site
def revoke(dry_run: bool, client: str | None, user: str | None, before: datetime | None) -> None:
	"""End the grants that meet all conditions. Without a condition, end those that the daily job ends."""
	if not (client or user or before):
		click.echo(retention.revoke(Run("revoke", is_dry=dry_run), clock.now()).sentence())
		return
	_require_named(client, user)
	chosen = {"client_id": client, "user": user, "before": clock.from_column(before)}
	count = (
		len(family_lists.live(**chosen))
		if dry_run
		else revocation.end_all("ended_by_administrator", **chosen)
	)
	click.echo(f"{count} grants {'would end' if dry_run else 'ended'}")


def _require_named(client: str | None, user: str | None) -> None:
	"""Refuse a name that is not exactly that of a client or user (BadParameter). A client or user that SQL has
	deleted may be named while it has active grants."""
	for doctype, option, name in ((client_fields.DOCTYPE, "client_id", client), ("User", "user", user)):
		if name and not sql.exists(doctype, name) and not family_lists.live(**{option: name}):
			raise click.BadParameter(f"no {doctype} is named {name}")

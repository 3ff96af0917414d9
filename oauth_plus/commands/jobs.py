"""Commands that run the scheduled jobs."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

import click

from oauth_plus.commands.group import DRY, oauth_plus, on_site
from oauth_plus.commands.output import JSON, echo, print_json, progress
from oauth_plus.jobs import ending, retention, status
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock, sql
from oauth_plus.store.clients import client_fields
from oauth_plus.store.grants import family_lists, revocation


@oauth_plus.command("status")
@JSON
@on_site
def show_status(as_json: bool) -> None:
	"""Print the number of rows and the oldest row of each table, and the last run of each job."""
	tables, runs = list(status.tables()), list(status.last_runs())
	if as_json:
		print_json({"tables": [asdict(each) for each in tables], "jobs": [asdict(each) for each in runs]})
		return
	for table in tables:
		echo(f"{table.name:<28}{table.count:>12,}  oldest {table.oldest or '-'}")
	for job in runs:
		echo(f"{job.job:<28}{f'{job.at:%Y-%m-%d %H:%M}' if job.at else 'never':<18}{job.sentence}".rstrip())


@oauth_plus.command()
@DRY
@JSON
@on_site
def expire(dry_run: bool, as_json: bool) -> None:
	"""Mark the grants whose idle or absolute lifetime is over as expired."""
	tell(with_progress(ending.expire, Run("expire", is_dry=dry_run), as_json=as_json), as_json=as_json)


@oauth_plus.command()
@DRY
@click.option(
	"--seconds",
	default=3600.0,
	show_default=True,
	help="Stop after this time, in seconds; the next run continues",
)
@JSON
@on_site
def purge(dry_run: bool, seconds: float, as_json: bool) -> None:
	"""Delete rows that ended longer ago than the retention in OAuth Plus Settings."""
	run = Run("purge", is_dry=dry_run, seconds=seconds)
	tell(with_progress(retention.purge, run, as_json=as_json), as_json=as_json)


def with_progress(job: Callable[[Run, datetime], Run], run: Run, *, as_json: bool) -> Run:
	"""Run a job behind a progress bar, whose length a dry run counts."""
	with progress(lambda: _length(job, run), run.job, as_json=as_json or run.is_dry) as step:
		run.step = step
		return job(run, clock.now())


def _length(job: Callable[[Run, datetime], Run], run: Run) -> int:
	return sum(job(Run(run.job, is_dry=True), clock.now()).counts.values())


def tell(run: Run, *, as_json: bool, **more: object) -> None:
	"""Print what a run did, as a sentence or as JSON."""
	if as_json:
		seconds = round(run.took, 3)
		members = {"job": run.job, "dry_run": run.is_dry, "counts": run.counts, "seconds": seconds}
		print_json(members | {"was_cut": run.was_cut, **more})
	else:
		echo(run.sentence())


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
		click.echo(ending.revoke(Run("revoke", is_dry=dry_run), clock.now()).sentence())
		return
	require_named(client, user)
	chosen = {"client_id": client, "user": user, "before": clock.from_column(before)}
	count = (
		len(family_lists.live(**chosen))
		if dry_run
		else revocation.end_all("ended_by_administrator", **chosen)
	)
	click.echo(f"{count} grants {'would end' if dry_run else 'ended'}")


def require_named(client: str | None, user: str | None) -> None:
	"""Refuse a name that is not exactly that of a client or user (BadParameter). A client or user that SQL has
	deleted may be named while it has active grants."""
	for doctype, option, name in ((client_fields.DOCTYPE, "client_id", client), ("User", "user", user)):
		if name and not sql.exists(doctype, name) and not family_lists.live(**{option: name}):
			raise click.BadParameter(f"no {doctype} is named {name}")

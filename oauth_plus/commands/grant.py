"""Commands `grant …`: list and revoke what users allowed apps."""

from dataclasses import asdict
from datetime import datetime

import click

from oauth_plus.commands.group import DRY, on_site
from oauth_plus.commands.group import grant as grant_group
from oauth_plus.commands.jobs import require_named
from oauth_plus.commands.output import JSON, confirm, echo, print_json, progress, table
from oauth_plus.platform import clock, transaction
from oauth_plus.store.grants import family_lists, grant_overview, revocation
from oauth_plus.store.grants.family import State
from oauth_plus.store.grants.grant_overview import ListedGrant

REASON = "ended_by_administrator"

AT_ONCE = 100
"""Grants that end in one transaction, so that nobody waits long for their locks."""


@grant_group.command("list")
@click.option("--client", help="Only grants of this OAuth Client (client_id)")
@click.option("--user", help="Only grants of this User")
@click.option(
	"--state", type=click.Choice([state.value for state in State]), help="Only grants in this state"
)
@click.option(
	"--limit", default=100, show_default=True, type=click.IntRange(1), help="Number of grants at most"
)
@JSON
@on_site
def list_grants(client: str | None, user: str | None, state: str | None, limit: int, as_json: bool) -> None:
	"""List grants, the newest first."""
	found = grant_overview.listed(limit=limit, client=client, user=user, state=state)
	if as_json:
		print_json([asdict(each) for each in found])
		return
	table(
		("GRANT", "CLIENT", "USER", "STATE", "SINCE", "LAST USED", "SCOPES"), [_row(each) for each in found]
	)
	echo(f"{len(found)} grants")


def _row(each: ListedGrant) -> tuple[str, ...]:
	used = f"{each.used_at:%Y-%m-%d %H:%M}" if each.used_at else "-"
	state = f"{each.state} ({each.end_reason})" if each.end_reason else each.state
	return each.name, each.client_id, each.user, state, f"{each.since:%Y-%m-%d}", used, " ".join(each.scopes)


@grant_group.command("revoke")
@click.argument("grants", nargs=-1)
@click.option("--client", help="Grants of this OAuth Client (client_id)")
@click.option("--user", help="Grants of this User")
@click.option(
	"--before", type=click.DateTime(), help="Grants issued before this time, in the time zone of the site"
)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation")
@DRY
@JSON
@on_site
def revoke_grants(
	grants: tuple[str, ...],
	client: str | None,
	user: str | None,
	before: datetime | None,
	yes: bool,
	dry_run: bool,
	as_json: bool,
) -> None:
	"""End the grants of these names, or those that meet all conditions. Their apps lose access at once."""
	names = _chosen(grants, client, user, before)
	question = f"End {len(names)} grants? Users must allow their apps again"
	confirm(question, is_sure=yes or dry_run, as_json=as_json, options="--yes or --dry-run")
	count = len(names) if dry_run else _end(names, as_json=as_json)
	if as_json:
		print_json({"grants": count, "dry_run": dry_run})
	else:
		echo(f"{count} grants {'would end' if dry_run else 'ended'}")


def _chosen(
	grants: tuple[str, ...], client: str | None, user: str | None, before: datetime | None
) -> list[str]:
	has_condition = bool(client or user or before)
	if has_condition is bool(grants):
		raise click.UsageError("Name grants, or give --client, --user or --before")
	if has_condition:
		require_named(client, user)
		return family_lists.live(client_id=client, user=user, before=clock.from_column(before))
	if unknown := sorted(set(grants) - grant_overview.existing(grants)):
		raise click.ClickException(f"No grant is named {', '.join(unknown)}")
	return list(dict.fromkeys(grants))


def _end(names: list[str], *, as_json: bool) -> int:
	ended = 0
	with progress(lambda: len(names), "Ending grants", as_json=as_json) as step:
		for start in range(0, len(names), AT_ONCE):
			chunk = names[start : start + AT_ONCE]
			ended += revocation.end(chunk, REASON)
			transaction.keep()
			step(len(chunk))
	return ended

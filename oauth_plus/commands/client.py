"""Commands `client …`: list, show, disable and enable OAuth Clients."""

from dataclasses import asdict
from typing import Any

import click

from oauth_plus.commands.group import client as client_group
from oauth_plus.commands.group import on_site
from oauth_plus.commands.output import JSON, confirm, echo, print_json, table
from oauth_plus.platform import clock
from oauth_plus.rules.lifetime import NAMES
from oauth_plus.rules.policy import Gate
from oauth_plus.store import client_lookup
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.clients import client_faults, client_forms, client_overview, client_policy, client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.clients.client_overview import ListedClient


@client_group.command("list")
@JSON
@click.option("--enabled", is_flag=True, help="Only clients that are enabled")
@click.option("--gate", type=click.Choice([gate.value for gate in Gate]), help="Only clients at this level")
@on_site
def list_clients(as_json: bool, enabled: bool, gate: str | None) -> None:
	"""List the OAuth Clients with their live grants and their last use."""
	found = [
		each for each in client_overview.listed(only_enabled=enabled) if gate in (None, each.enforcement)
	]
	if as_json:
		print_json([asdict(each) for each in found])
		return
	table(("CLIENT ID", "TITLE", "TYPE", "LEVEL", "GRANTS", "LAST USED"), [_row(each) for each in found])
	echo(f"{len(found)} clients")


def _row(each: ListedClient) -> tuple[str, ...]:
	level = each.enforcement if each.is_enabled else f"{each.enforcement}, disabled"
	used = f"{each.used_at:%Y-%m-%d %H:%M}" if each.used_at else "-"
	return each.client_id, each.title, each.type, level, str(each.live_grants), used


@client_group.command("show")
@click.argument("client_id")
@JSON
@on_site
def show_client(client_id: str, as_json: bool) -> None:
	"""Show one client: its fields, lifetimes with their source, secrets without their values, grants and faults."""
	described = _described(get_client(client_id))
	if as_json:
		print_json(described)
		return
	for name, value in described.items():
		if isinstance(value, list) and value and isinstance(value[0], dict):
			echo(f"{name}:")
			for each in value:
				echo(
					"  "
					+ ", ".join(f"{key} {inner}" for key, inner in each.items() if inner not in ("", None))
				)
		elif value not in ("", [], None):
			lines = " ".join(map(str, value)) if isinstance(value, list) else str(value).replace("\n", " ")
			echo(f"{name}: {lines}")


def _described(client: Client) -> dict[str, Any]:
	[listed] = client_overview.listed(client_id=client.client_id)
	effective = client_policy.lifetimes(client)
	[checked] = client_faults.of_clients(client.client_id)
	return {
		**client_forms.exported(client.client_id),
		"live_grants": listed.live_grants,
		"users": listed.users,
		"used_at": listed.used_at,
		"registered_by": listed.registered_by,
		"lifetimes": [{"name": name, **asdict(getattr(effective, name))} for name in NAMES],
		"secrets": [
			{"label": each.label, "hint": each.hint, "created": each.made_at, "ends": each.ends_at}
			for each in secret_rows.live_of(client.client_id, clock.now())
		],
		"faults": [
			{"field": fault.field, "cause": fault.cause, "fix": fault.fix} for fault in checked.faults
		],
	}


@client_group.command("disable")
@click.argument("client_id")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation")
@JSON
@on_site
def disable_client(client_id: str, yes: bool, as_json: bool) -> None:
	"""Disable a client: its grants end, and all its requests are refused. Says first whom this locks out."""
	get_client(client_id)
	[listed] = client_overview.listed(client_id=client_id)
	question = f"{listed.title}: {listed.live_grants} grants of {listed.users} users end. Disable it?"
	confirm(question, is_sure=yes, as_json=as_json)
	client_rows.disable(client_id)
	_tell(as_json, f"{listed.title} is disabled; {listed.live_grants} grants ended", listed)


@client_group.command("enable")
@click.argument("client_id")
@JSON
@on_site
def enable_client(client_id: str, as_json: bool) -> None:
	"""Enable a client again. Its users have to allow it anew."""
	get_client(client_id)
	client_forms.change(client_id, {"oauth_plus_enabled": 1})
	[listed] = client_overview.listed(client_id=client_id)
	_tell(as_json, f"{listed.title} is enabled", listed)


def _tell(as_json: bool, sentence: str, listed: ListedClient) -> None:
	if not as_json:
		echo(sentence)
		return
	[after] = client_overview.listed(client_id=listed.client_id)
	ended = {"ended_grants": listed.live_grants - after.live_grants}
	print_json({"client_id": listed.client_id, "is_enabled": after.is_enabled, **ended})


def get_client(client_id: str) -> Client:
	"""Return a client. Raises ClickException without one."""
	found = client_lookup.find_fresh(client_id)
	if found is None:
		raise click.ClickException(f"No OAuth Client is named {client_id}")
	return found

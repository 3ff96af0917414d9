"""Commands for OAuth Clients: their faults, and a new secret."""

import json

import click

from oauth_plus.commands.group import oauth_plus, on_site
from oauth_plus.rules.lifetime import DAY
from oauth_plus.store import client_lookup, secret_rotation
from oauth_plus.store.clients import client_faults
from oauth_plus.store.clients.client_faults import CheckedClient


@oauth_plus.command("check-clients")
@click.option(
	"--json", "as_json", is_flag=True, help="Print a JSON array of all clients, those without a fault too"
)
@on_site
def check_clients(as_json: bool) -> None:
	"""Print every fault of every OAuth Client with its cause and fix. Exit code 1 if Enforce would refuse a client."""
	checked = list(client_faults.of_every_client())
	faulty = [client for client in checked if client.faults]
	if as_json:
		click.echo(json.dumps([_members(client) for client in checked], indent=2))
	else:
		_print(faulty)
		click.echo(f"{len(checked)} clients checked, {len(faulty)} with faults")
	if faulty:
		raise SystemExit(1)


def _print(faulty: list[CheckedClient]) -> None:
	for client in faulty:
		_echo(f"{client.client_id}  {client.title}  ({_state(client)})")
		for fault in client.faults:
			_echo(f"  {fault.field}: {fault.cause}.")
			_echo(f"    Fix: {fault.fix}.")


def _echo(line: str) -> None:
	"""Print a line without control characters: an app that registered itself chose its name."""
	click.echo("".join(sign if sign.isprintable() else "?" for sign in line))


def _state(client: CheckedClient) -> str:
	return client.enforcement.value if client.is_enabled else f"{client.enforcement.value}, disabled"


def _members(client: CheckedClient) -> dict[str, object]:
	"""Return one client of the JSON array. A fault has no values, which may hold a secret."""
	return {
		"client_id": client.client_id,
		"title": client.title,
		"enforcement": client.enforcement.value,
		"enabled": client.is_enabled,
		"faults": [
			{
				"kind": fault.kind.value,
				"hardening": fault.hardening and fault.hardening.value,
				"error": fault.error,
				"field": fault.field,
				"cause": fault.cause,
				"fix": fault.fix,
			}
			for fault in client.faults
		],
	}


@oauth_plus.command("rotate-secret")
@click.option("--client", required=True, help="The OAuth Client, by its client_id")
@click.option(
	"--overlap", default=7 * DAY, show_default=True, help="Seconds in which the old secrets still work"
)
@click.option("--label", default="", help="Name of the new secret in lists")
@on_site
def rotate_secret(client: str, overlap: int, label: str) -> None:
	"""Make a new client secret, shown here and never again; the old ones expire after the overlap."""
	if client_lookup.find_fresh(client) is None:
		raise click.BadParameter(f"no OAuth Client is named {client}", param_hint="--client")
	click.echo(secret_rotation.rotate(client, max(0, overlap), label).client_secret)

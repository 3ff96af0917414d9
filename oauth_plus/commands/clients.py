"""Commands for OAuth Clients: check their faults, and rotate a secret."""

import click

from oauth_plus.commands.group import oauth_plus, on_site
from oauth_plus.commands.new_clients import rotated
from oauth_plus.commands.output import echo, print_json
from oauth_plus.rules.lifetime import DAY
from oauth_plus.store.clients import client_faults
from oauth_plus.store.clients.client_faults import CheckedClient


@oauth_plus.command("check-clients")
@click.option(
	"--json", "as_json", is_flag=True, help="Print a JSON array of all clients, also those without a fault"
)
@on_site
def check_clients(as_json: bool) -> None:
	"""Print every fault of every OAuth Client with its cause and fix. The exit code is 1 if a client has a fault."""
	checked = list(client_faults.of_every_client())
	faulty = [client for client in checked if client.faults]
	if as_json:
		print_json([_members(client) for client in checked])
	else:
		_print(faulty)
		click.echo(f"{len(checked)} clients checked, {len(faulty)} with faults")
	if faulty:
		raise SystemExit(1)


def _print(faulty: list[CheckedClient]) -> None:
	for client in faulty:
		echo(f"{client.client_id}  {client.title}  ({_state(client)})")
		for fault in client.faults:
			echo(f"  {fault.field}: {fault.cause}.")
			echo(f"    Fix: {fault.fix}.")


def _state(client: CheckedClient) -> str:
	return client.enforcement.value if client.is_enabled else f"{client.enforcement.value}, disabled"


def _members(client: CheckedClient) -> dict[str, object]:
	"""Return one client of the JSON array. The values of a fault are left out, because they may hold a secret."""
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
@click.option("--client", required=True, help="client_id of the OAuth Client")
@click.option(
	"--overlap", default=7 * DAY, show_default=True, help="Seconds until the old secrets expire; 0: at once"
)
@click.option("--label", default="", help="Label of the new secret")
@on_site
def rotate_secret(client: str, overlap: int, label: str) -> None:
	"""Earlier name of `client rotate-secret`."""
	click.echo(rotated(client, overlap, label))

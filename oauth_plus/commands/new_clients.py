"""Commands that show a secret, only once: `client create` and `client rotate-secret`."""

from typing import Any

import click

from oauth_plus.commands.client import get_client
from oauth_plus.commands.group import client as client_group
from oauth_plus.commands.group import on_site
from oauth_plus.commands.output import JSON, echo, print_json
from oauth_plus.rules.lifetime import DAY
from oauth_plus.rules.policy import Gate
from oauth_plus.store import secret_rotation
from oauth_plus.store.clients import client_forms
from oauth_plus.store.clients.client_fields import CONFIDENTIAL, ENFORCEMENT, PUBLIC

OPEN_TO = {"desk": "Desk Users", "everybody": "Desk, Portal and Website Users", "roles": "Chosen Roles"}


@client_group.command("create")
@click.option("--name", "title", required=True, help="Name of the app, as users see it")
@click.option("--redirect-uri", "uris", multiple=True, help="Redirect URI; may be given several times")
@click.option("--scopes", default="", help="Scopes, separated by blanks; default: those of new clients")
@click.option(
	"--public", is_flag=True, help="The app cannot keep a secret: it runs in a browser or on a phone"
)
@click.option(
	"--open-to", type=click.Choice([*OPEN_TO]), default="desk", show_default=True, help="Who may use it"
)
@click.option("--role", "roles", multiple=True, help="Role that may use it, with --open-to roles")
@click.option("--service-user", default="", help="User as whom the app acts by itself")
@JSON
@on_site
def create_client(as_json: bool, **asked: Any) -> None:
	"""Create a client and print its client_id and its secret, only this once. The same checks are made as on the form."""
	document = client_forms.new(_values(**asked))
	secret = "" if document.oauth_plus_client_type == PUBLIC else document.client_secret
	if as_json:
		print_json({"client_id": document.name, "client_secret": secret or None})
		return
	echo(f"client_id: {document.name}")
	if secret:
		echo(f"client_secret: {secret}")


def _values(
	title: str,
	uris: tuple[str, ...],
	scopes: str,
	public: bool,
	open_to: str,
	roles: tuple[str, ...],
	service_user: str,
) -> dict[str, Any]:
	if roles and open_to != "roles":
		raise click.UsageError("--role needs --open-to roles")
	given = {
		"app_name": title,
		"redirect_uris": "\n".join(uris),
		"scopes": scopes,
		"oauth_plus_service_user": service_user,
		"allowed_roles": list(roles),
	}
	return {
		"oauth_plus_client_type": PUBLIC if public else CONFIDENTIAL,
		"oauth_plus_open_to": OPEN_TO[open_to],
		"grant_type": "Authorization Code",
		"response_type": "Code",
		ENFORCEMENT: Gate.ENFORCE.value,
		**{name: value for name, value in given.items() if value},
	}


@client_group.command("rotate-secret")
@click.argument("client_id")
@click.option(
	"--overlap", default=7 * DAY, show_default=True, help="Seconds until the old secrets expire; 0: at once"
)
@click.option("--label", default="", help="Label of the new secret")
@JSON
@on_site
def rotate_client_secret(client_id: str, overlap: int, label: str, as_json: bool) -> None:
	"""Create a client secret and print it, only this once. The old secrets expire after the overlap."""
	secret = rotated(client_id, overlap, label)
	if as_json:
		print_json({"client_id": client_id, "client_secret": secret, "old_secrets_end_in": max(0, overlap)})
	else:
		click.echo(secret)


def rotated(client_id: str, overlap: int, label: str) -> str:
	"""Return a new secret of a client. Raises ClickException for a client that is not there or has no secret."""
	known = get_client(client_id)
	try:
		return secret_rotation.rotate(known.client_id, max(0, overlap), label).client_secret
	except secret_rotation.TakesNoSecret as why:
		raise click.ClickException(str(why)) from None

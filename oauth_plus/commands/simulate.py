"""Command that says whether a call would be allowed."""

from dataclasses import asdict
from urllib.parse import parse_qsl, urlsplit

import click

from oauth_plus.commands.group import oauth_plus, on_site
from oauth_plus.commands.output import JSON, echo, print_json
from oauth_plus.grants import simulation
from oauth_plus.grants.simulation import SimulatedAccess, Simulation
from oauth_plus.rules import scope_list
from oauth_plus.rules.calls.call import SAFE_METHODS, Call
from oauth_plus.store.people import users

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

NO_CALL = "write a method and a path, such as 'GET /api/resource/ToDo'"


@oauth_plus.command()
@click.option("--client", required=True, help="client_id of the OAuth Client")
@click.option("--user", required=True, help="User for whom the app acts")
@click.option(
	"--call", required=True, help="HTTP method and address, such as 'GET /api/resource/ToDo?limit=5'"
)
@click.option("--scope", default="", help="Scopes of the token; default: all that the client may have")
@click.option("--data", default="", help="Body of the call: JSON or a form")
@JSON
@on_site
def simulate(client: str, user: str, call: str, scope: str, data: str, as_json: bool) -> None:
	"""Say whether a call with a token would be allowed, which rule opens it, and which scope is missing. Nothing is called.
	The exit code is 1 if it would be refused."""
	found = simulation.client_of(client)
	if found is None:
		raise click.ClickException(f"No OAuth Client is named {client}")
	if not users.exists(user):
		raise click.ClickException(f"No User is named {user}")
	words = scope_list.split(scope) or found.scopes
	result = simulation.simulate(found, user, _call(call, data), words)
	if as_json:
		print_json(asdict(result) | {"client": client, "user": user, "call": call})
	else:
		_print(result)
	if not result.is_allowed:
		raise SystemExit(1)


def _call(text: str, data: str) -> Call:
	"""Return the call as the door reads it. Raises BadParameter."""
	first, _, rest = text.strip().partition(" ")
	verb, address = (first.upper(), rest.strip()) if rest else ("POST" if data else "GET", first)
	try:
		parts = urlsplit(address)
	except ValueError as error:
		raise click.BadParameter(NO_CALL, param_hint="--call") from error
	if verb not in VERBS or not parts.path.startswith("/"):
		raise click.BadParameter(NO_CALL, param_hint="--call")
	arguments = dict(parse_qsl(parts.query, keep_blank_values=True))
	is_json = data.lstrip().startswith("{")
	if data and verb not in SAFE_METHODS:
		arguments |= _members(data) if is_json else dict(parse_qsl(data, keep_blank_values=True))
	return Call(parts.path, verb, arguments, data if is_json else None)


def _members(data: str) -> dict[str, object]:
	"""Return the members of a JSON object, which Frappe takes as arguments."""
	import json

	try:
		said = json.loads(data)
	except ValueError as error:
		raise click.BadParameter(f"no JSON: {error}", param_hint="--data") from error
	return dict(said)


def _print(result: Simulation) -> None:
	echo("Allowed" if result.is_allowed else "Refused")
	echo(f"Scopes of the token: {' '.join(result.scopes) or '-'}")
	for access in result.accesses:
		echo(f"  {access.what}: {_opened(access)}{_permitted(access)}")
	for objection in result.objections:
		refuses = "refuses" if objection.level.value == "Enforce" else "would be refused at Enforce"
		echo(f"{objection.level.value} {refuses}: {objection.cause}.")
		echo(f"  Fix: {objection.fix}.")
	if result.needed:
		echo(f"Missing scopes: {' '.join(result.needed)}")


def _opened(access: SimulatedAccess) -> str:
	if not access.scope:
		return "no scope opens it"
	return f"opened by the scope {access.scope}" + (f", rule {access.rule}" if access.rule else "")


def _permitted(access: SimulatedAccess) -> str:
	if access.user_may is None:
		return ""
	return "; the user's roles allow it" if access.user_may else "; the user's roles do not allow it"

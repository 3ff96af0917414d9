"""Commands that take clients and scopes from one site to another."""

import json
from dataclasses import asdict
from typing import TextIO

import click

from oauth_plus.commands.group import oauth_plus, on_site
from oauth_plus.commands.output import JSON, echo, print_json, progress
from oauth_plus.jobs import transfer
from oauth_plus.jobs.transfer import CHANGED, CREATED, Change, NotImported
from oauth_plus.platform import transaction
from oauth_plus.rules import client_export
from oauth_plus.rules.client_export import Export, UnreadableExport
from oauth_plus.store.clients import client_forms


@oauth_plus.command("export")
@click.option("--client", "clients", multiple=True, help="Only this OAuth Client; may be given several times")
@click.option("--output", type=click.File("w", lazy=True), default="-", help="File; default: standard output")
@on_site
def export_clients(clients: tuple[str, ...], output: TextIO) -> None:
	"""Write the clients and scopes that administrators made as JSON, without secrets. Apps that registered themselves are
	left out."""
	names = client_forms.names(clients)
	if unknown := sorted(set(clients) - set(names)):
		raise click.ClickException(f"No administrator made an OAuth Client named {', '.join(unknown)}")
	with progress(lambda: len(names), "Exporting", as_json=False) as step:
		exported = transfer.export(clients, step)
	output.write(json.dumps(client_export.written(exported), indent=2, ensure_ascii=False) + "\n")
	if (registered := client_forms.count_registered()) and not clients:
		click.echo(f"{registered} apps that registered themselves are left out", err=True)


@oauth_plus.command("import")
@click.argument("file", type=click.File("r"))
@click.option("--dry-run", is_flag=True, help="Make every check, and say what would change; change nothing")
@JSON
@on_site
def import_clients(file: TextIO, dry_run: bool, as_json: bool) -> None:
	"""Create or change the clients and scopes of an export, with the same checks as on their forms. All or nothing; may be
	repeated. A new confidential client gets no secret: make one with client rotate-secret."""
	changes = _imported(_read(file), as_json=as_json)
	if dry_run:
		transaction.undo()
	if as_json:
		print_json({"dry_run": dry_run, "changes": [asdict(each) for each in changes]})
		return
	for each in changes:
		_print(each, dry_run=dry_run)
	made, differing = (sum(each.action == action for each in changes) for action in (CREATED, CHANGED))
	echo(f"{made} created, {differing} changed, {len(changes) - made - differing} as before")


def _read(file: TextIO) -> Export:
	try:
		return client_export.read(file.read())
	except (UnreadableExport, UnicodeDecodeError) as error:
		raise click.ClickException(str(error)) from error


def _imported(export: Export, *, as_json: bool) -> list[Change]:
	length = len(export.scopes) + len(export.clients)
	try:
		with progress(lambda: length, "Importing", as_json=as_json) as step:
			return list(transfer.bring_in(export, step))
	except NotImported as error:
		raise click.ClickException(str(error)) from error


def _print(each: Change, *, dry_run: bool) -> None:
	if each.action in (CREATED, CHANGED):
		named = f": {', '.join(each.fields)}" if each.fields else ""
		echo(f"{'would be ' if dry_run else ''}{each.action}  {each.kind} {each.name}{named}")
	if each.left_out:
		echo(f"  left out, because this site does not know it: {', '.join(each.left_out)}")

"""Commands for the scrape token, with which a monitor reads the metrics."""

import click

from oauth_plus.commands.group import oauth_plus, on_site
from oauth_plus.commands.output import JSON, echo, print_json
from oauth_plus.store import events
from oauth_plus.store.site import scrape_token


@oauth_plus.command("scrape-token")
@click.option("--end", is_flag=True, help="End the token instead of creating one")
@JSON
@on_site
def scrape_token_command(end: bool, as_json: bool) -> None:
	"""Create the token with which a monitor reads the metrics, and print it, only this once. The last one ends."""
	if end:
		scrape_token.end()
		events.record("scrape_token_ended")
		print_json({"ended": True}) if as_json else echo("The scrape token has ended")
		return
	token = scrape_token.make()
	events.record("scrape_token_created")
	if as_json:
		print_json({"token": token})
	else:
		echo(token)

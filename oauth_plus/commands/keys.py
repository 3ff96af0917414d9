"""Commands for the site's own keys, and for a backup that was restored as another site."""

import click

from oauth_plus.commands.group import DRY, oauth_plus, on_site
from oauth_plus.jobs import restored_copy, retention
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock
from oauth_plus.store.signing import key_rotation


@oauth_plus.command("after-restore")
@DRY
@click.option("--yes", is_flag=True, help="Ask no question")
@on_site
def after_restore(dry_run: bool, yes: bool) -> None:
	"""Make a restored backup a site of its own: end all grants, replace the signing keys, and say what is left to
	do."""
	if not (dry_run or yes):
		click.confirm("End every grant of this site? People will have to allow their apps again", abort=True)
	click.echo(retention.end_everything(Run("after-restore", is_dry=dry_run), clock.now()).sentence())
	if not dry_run:
		click.echo(
			f"Signing with {key_rotation.replace_all(clock.now())}; the keys before it verify nothing now"
		)
	for sentence in restored_copy.left_to_do():
		click.echo(f"- {sentence}")


@oauth_plus.command("rotate-keys")
@on_site
def rotate_keys() -> None:
	"""Sign ID tokens with a new key from now on; the old one stays published until its last token has expired
	(OpenID Connect Core §10.1.1)."""
	click.echo(f"Signing with {key_rotation.rotate(clock.now())}")

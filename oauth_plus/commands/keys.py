"""Commands for the signing keys, and for a backup that was restored as another site."""

import click

from oauth_plus.commands.group import DRY, oauth_plus, on_site
from oauth_plus.jobs import restored_copy, retention
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock, transaction
from oauth_plus.store.signing import key_rotation


@oauth_plus.command("after-restore")
@DRY
@click.option("--yes", is_flag=True, help="Do not ask for confirmation")
@on_site
def after_restore(dry_run: bool, yes: bool) -> None:
	"""Separate a restored backup from its original site: end all grants, replace the signing keys, and list what is
	left to do."""
	if not (dry_run or yes):
		click.confirm("End every grant of this site? Users must allow their apps again", abort=True)
	click.echo(retention.end_everything(Run("after-restore", is_dry=dry_run), clock.now()).sentence())
	if not dry_run:
		click.echo(
			f"Signing with {key_rotation.replace_all(clock.now())}; ID tokens of earlier keys no longer verify"
		)
	for sentence in restored_copy.left_to_do():
		click.echo(f"- {sentence}")


@oauth_plus.command("rotate-keys")
@on_site
def rotate_keys() -> None:
	"""Sign ID tokens with a new key. The old key stays published until its last ID token has expired (OpenID Connect
	Core §10.1.1)."""
	kid = transaction.repeat_on_conflict(lambda: key_rotation.rotate(clock.now()))
	click.echo(f"Signing with {kid}")

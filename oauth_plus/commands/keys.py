"""Commands for the signing keys, and for a backup that was restored as another site."""

import click

from oauth_plus.commands.group import DRY, oauth_plus, on_site
from oauth_plus.commands.jobs import tell, with_progress
from oauth_plus.commands.output import JSON, confirm, echo, print_json
from oauth_plus.jobs import ending, restored_copy
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock, transaction
from oauth_plus.store.signing import key_rotation


@oauth_plus.command("after-restore")
@DRY
@click.option("--yes", is_flag=True, help="Do not ask for confirmation")
@JSON
@on_site
def after_restore(dry_run: bool, yes: bool, as_json: bool) -> None:
	"""Separate a restored backup from its original site: disable the webhooks, end all grants, replace the signing keys, and
	list what is left to do."""
	question = "Disable the webhooks, and end every grant of this site? Users must allow their apps again"
	confirm(question, is_sure=yes or dry_run, as_json=as_json, options="--yes or --dry-run")
	run = with_progress(ending.end_everything, Run("after-restore", is_dry=dry_run), as_json=as_json)
	kid = None if dry_run else key_rotation.replace_all(clock.now())
	tasks = list(restored_copy.left_to_do())
	tell(run, as_json=as_json, signing_key=kid, left_to_do=tasks)
	if as_json:
		return
	if kid:
		echo(f"Signing with {kid}; ID tokens of earlier keys no longer verify")
	for sentence in tasks:
		echo(f"- {sentence}")


@oauth_plus.command("rotate-keys")
@JSON
@on_site
def rotate_keys(as_json: bool) -> None:
	"""Sign ID tokens with a new key. The old key stays published for an hour after the last of all access tokens has
	expired (OpenID Connect Core §10.1.1)."""
	kid = transaction.repeat_on_conflict(lambda: key_rotation.rotate(clock.now()))
	if as_json:
		print_json({"signing_key": kid})
	else:
		echo(f"Signing with {kid}")

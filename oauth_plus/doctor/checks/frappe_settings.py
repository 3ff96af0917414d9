"""Checks of what Frappe's own configuration allows, as far as it opens what this app closes."""

from collections.abc import Iterator

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.platform import site_config
from oauth_plus.store.site import settings


@check("Requests of other websites")
def other_origins() -> Iterator[Finding]:
	"""`allow_cors` in site_config.json is `*`: scripts of every website may call this site with its users' cookies."""
	if site_config.admits_every_origin():
		yield Finding(
			Severity.ERROR,
			_(
				"allow_cors in site_config.json is *. Any website that a user visits can act with the user's session."
			),
			_(
				"List the origins that need it. Apps with tokens need none: oauth_plus answers them by itself."
			),
		)


@check("Forged requests")
def csrf() -> Iterator[Finding]:
	"""`ignore_csrf` in site_config.json turns off Frappe's CSRF protection."""
	if site_config.ignores_csrf():
		yield Finding(
			Severity.ERROR,
			_(
				"ignore_csrf is set in site_config.json. Any website can send requests in the name of a user who is signed in."
			),
			_("Remove ignore_csrf. Apps with tokens do not need it."),
		)


@check("Emails to users")
def emails() -> Iterator[Finding]:
	"""Settings say that users get emails, but the site has no outgoing Email Account."""
	if (settings.writes_of_first_consent() or settings.writes_of_replay()) and not site_config.sends_email():
		yield Finding(
			Severity.NOTE,
			_(
				"Users should be told by email of new apps and of copied tokens, but the site has no default outgoing Email Account."
			),
			_("Make an Email Account with Enable Outgoing and Default Outgoing, or switch these emails off."),
		)

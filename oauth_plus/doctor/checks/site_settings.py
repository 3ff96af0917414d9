"""Checks of OAuth Plus Settings and of site_config.json."""

from collections.abc import Iterator

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.platform import site_config
from oauth_plus.rules.lifetime import DAY, YEAR
from oauth_plus.rules.registration_mode import RegistrationMode
from oauth_plus.store.grants import family_lists
from oauth_plus.store.site import registration_settings, settings, token_lifetimes

ADMINISTRATOR = "Administrator"


@check("Lifetimes of the site")
def site_lifetimes() -> Iterator[Finding]:
	"""Access tokens of the site live longer than a day, or grants longer than a year. Who steals one has it for as
	long."""
	found = token_lifetimes.lifetimes()
	for label, lifetime, limit in (
		(_("Access tokens"), found.access, DAY),
		(_("Grants"), found.refresh_absolute, YEAR),
	):
		if lifetime.seconds > limit:
			yield Finding(
				Severity.WARNING,
				_("{0} live {1} days (set in {2}).").format(
					label, round(lifetime.seconds / DAY), lifetime.source
				),
				_(
					"Shorten the lifetime. Apps refresh by themselves; give a longer one to the client that needs it."
				),
			)


@check("oauth_token_expiry")
def token_expiry() -> Iterator[Finding]:
	"""`oauth_token_expiry` in site_config.json is impossible, so that all of it is ignored."""
	if fault := token_lifetimes.fault_of_configuration():
		yield Finding(
			Severity.ERROR,
			_("oauth_token_expiry in site_config.json is ignored: {0}.").format(fault),
			_("Correct it: seconds, or an object with access, refresh_idle, refresh_absolute and code."),
		)


@check("Open registration")
def open_registration() -> Iterator[Finding]:
	"""Anybody may register an app. It is an error if such an app may also have the scope `all`."""
	if registration_settings.mode() is not RegistrationMode.OPEN:
		return
	if registration_settings.allows_all():
		yield Finding(
			Severity.ERROR,
			_(
				"Anybody may register an app, and such an app may ask for the scope all: everything that the user may do."
			),
			_(
				"Untick Allow Registered Apps the Scope all in OAuth Plus Settings, or close the registration."
			),
		)
	else:
		yield Finding(
			Severity.NOTE,
			_("Anybody may register an app. Users see that it is unverified."),
			_("If you do not need it, choose Off or With an Initial Access Token in OAuth Plus Settings."),
		)


@check("Tokens of Administrator")
def administrator_tokens() -> Iterator[Finding]:
	"""Settings allow tokens that act as Administrator, whom no permission check stops."""
	if settings.allows_administrator():
		count = len(family_lists.live(user=ADMINISTRATOR))
		yield Finding(
			Severity.WARNING,
			_(
				"Tokens may act as Administrator, who passes every permission check. There are {0} such grants."
			).format(count),
			_(
				"Give the app a user with the roles that it needs, and untick Allow Tokens for Administrator in OAuth Plus Settings."
			),
		)


@check("Private network")
def private_network() -> Iterator[Finding]:
	"""The site reads documents and keys of apps on a private network, which lets a stranger find out what is there, if
	registration or documents are open to anybody."""
	is_open = registration_settings.mode() is RegistrationMode.OPEN or registration_settings.reads_documents()
	if registration_settings.reads_private_documents() and is_open:
		yield Finding(
			Severity.WARNING,
			_("An app of a stranger may make this server send requests into its own network."),
			_(
				"Untick Read Documents and Keys on a Private Network in OAuth Plus Settings, or close the registration."
			),
		)


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
	"""`ignore_csrf` in site_config.json switches Frappe's protection against forged requests off."""
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

"""Checks of OAuth Plus Settings."""

from collections.abc import Iterator

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.rules.lifetime import DAY, YEAR
from oauth_plus.rules.registration_mode import RegistrationMode
from oauth_plus.store.grants import family_lists
from oauth_plus.store.site import limit_settings, registration_settings, settings, token_lifetimes

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


@check("Limits of requests")
def limits() -> Iterator[Finding]:
	"""Settings limit no requests, so that one program can slow the site down, and guess without end."""
	if not limit_settings.are_on():
		yield Finding(
			Severity.WARNING,
			_("No request is limited. One program can slow the site down for everybody."),
			_(
				"Tick Limit Requests in OAuth Plus Settings. The defaults are far above what honest apps send."
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

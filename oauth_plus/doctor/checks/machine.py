"""Checks of what the site runs on: clocks, Redis, keys, and the code of its workers."""

from collections.abc import Iterator

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.jobs import hash_existing_credentials
from oauth_plus.platform import clock, clocks, readiness
from oauth_plus.store.signing import active_key, key_rotation, signing_keys
from oauth_plus.store.site import day_settings, encryption_key

SLOW, WRONG = 5, 60
"""Seconds by which a clock may differ: a warning above the first, an error above the second."""

LATE_DAYS = 7
"""Days that a signing key may sign longer than Settings say."""


@check("Clock")
def clocks_agree() -> Iterator[Finding]:
	"""The clock of the database or of Redis differs from that of this machine by more than 5 seconds; more than a minute
	is an error."""
	for name, ahead in ((_("the database"), clocks.database_ahead()), ("Redis", clocks.redis_ahead())):
		if ahead is not None and abs(ahead) > SLOW:
			yield Finding(
				Severity.ERROR if abs(ahead) > WRONG else Severity.WARNING,
				_("The clock of {0} differs from that of this machine by {1} seconds.").format(
					name, round(abs(ahead))
				),
				_(
					"Synchronise the clocks of all machines (NTP). Tokens expire too early or too late until then."
				),
			)


@check("Redis")
def redis() -> Iterator[Finding]:
	"""The Redis of the cache or of the queue does not answer."""
	for name in clocks.silent_redis():
		yield Finding(
			Severity.ERROR,
			_("{0} in common_site_config.json names a Redis that does not answer.").format(name),
			_(
				"Start Redis, or correct the address. Until then, DPoP, pushed requests and registration are refused."
			),
		)


@check("Encryption key")
def the_encryption_key() -> Iterator[Finding]:
	"""The site has no encryption key, or another one than that with which its signing key was stored."""
	if not encryption_key.read_key():
		yield Finding(
			Severity.ERROR,
			_("site_config.json has no encryption_key. Client secrets cannot be verified."),
			_(
				"Put the key of your backup back into site_config.json. Without one, run bench migrate, and make new secrets."
			),
		)
	elif signing_keys.find_active() and active_key.opened(active_key.read()) is None:
		yield Finding(
			Severity.ERROR,
			_(
				"The encryption_key in site_config.json does not open the site's signing key. Client secrets do not work either."
			),
			_(
				"Put the earlier encryption_key back. If it is lost, make new client secrets; a new signing key is made by itself."
			),
		)


def _make_signing_key() -> str:
	key_rotation.rotate_if_due(clock.now())
	return _("ID tokens are signed with the key {0} now.").format(signing_keys.get_active().kid)


@check("Signing key", mend=_make_signing_key)
def signing_key() -> Iterator[Finding]:
	"""The site has no signing key, or one that is older than Signing Key Rotation in Settings by a week. The fix makes a
	new key; the old one stays published as long as it is needed."""
	key, days = signing_keys.find_active(), day_settings.signing_key_rotation()
	if key is None:
		yield Finding(
			Severity.WARNING,
			_("No key signs ID tokens yet."),
			_("Run bench oauth-plus doctor --fix."),
		)
		return
	age = (clock.now() - key.activated_at).days
	if days and age > days + LATE_DAYS:
		yield Finding(
			Severity.WARNING,
			_("The signing key is {0} days old. Settings say that it is replaced after {1} days.").format(
				age, days
			),
			_("Run bench oauth-plus doctor --fix, and find out why the daily job does not run."),
		)


@check("Layout of the tables")
def layout() -> Iterator[Finding]:
	"""The tables were made for another version of this app than the code. Every token is refused with 503 until then."""
	if readiness.has_another_layout():
		yield Finding(
			Severity.ERROR,
			_(
				"The tables have another layout than the code of this app. Every OAuth request is answered with 503."
			),
			_("Run bench restart, then bench --site … migrate."),
		)


@check("Code of the workers")
def workers() -> Iterator[Finding]:
	"""The code of this app on disk is newer than this process. Only Desk can tell: a command reads the code when it
	begins."""
	if newer := readiness.newer_files():
		yield Finding(
			Severity.ERROR,
			_("{0} changed after this process had read it, so the workers run older code.").format(newer[0]),
			_("Run bench restart."),
		)


def _convert() -> str:
	hash_existing_credentials.finish()
	if readiness.is_converting():
		return _("Plain tokens were replaced by digests. A later run looks once more.")
	return _("Every plain token and code was replaced by its digest.")


@check("Conversion", mend=_convert)
def conversion() -> Iterator[Finding]:
	"""The tokens from before the installation are not all stored as digests yet. The fix converts the rest."""
	if readiness.is_converting():
		yield Finding(
			Severity.WARNING,
			_("Tokens and codes from before the installation may still be stored in plain text."),
			_("The scheduler goes on every five minutes. Or run bench oauth-plus doctor --fix."),
		)

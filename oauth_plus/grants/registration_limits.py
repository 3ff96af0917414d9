"""Limits for clients that no administrator makes: registrations without a token, and documents of clients."""

from oauth_plus.exceptions import TooManyRegistrations
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.limits import attempts
from oauth_plus.store.site import ip_address, registration_settings

MOST = 60
"""Attempts from one IP address within ten minutes, refused ones included."""


def require_few_from_here(what: str) -> None:
	"""Count one attempt of this kind. Raises TooManyRegistrations for too many from one address."""
	if attempts.add(what, ip_address.caller()) > MOST:
		raise TooManyRegistrations(
			"Too many requests from this address: try again later",
			cause=Sentence("More than {0} attempts came from one IP address within ten minutes", MOST),
		)


def require_room_today() -> None:
	"""Count one client that registers itself or has a document. Raises TooManyRegistrations for more than Settings allow in
	a day."""
	most = registration_settings.per_day()
	if most and attempts.add("clients", "site", attempts.DAY) > most:
		raise TooManyRegistrations(
			"This site takes no more new apps today",
			cause=Sentence("More than {0} apps came by themselves in a day", most),
			fix="Raise 'Registrations per Day' in OAuth Plus Settings, or close the registration",
		)

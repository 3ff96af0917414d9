"""Turn on e-mails to users in Settings that were saved before the fields existed."""

from oauth_plus.store.site import settings


def execute() -> None:
	"""Set the fields, only once. Changes no row if Settings were never saved."""
	settings.switch_letters_on()

"""Settings that were saved before they knew of e-mails to people say so, rather than no."""

from oauth_plus.store.site import settings


def execute() -> None:
	"""Run once; changes no row where Settings were never saved."""
	settings.switch_letters_on()

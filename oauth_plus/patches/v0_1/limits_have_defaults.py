"""Write the defaults of the limits into Settings that were saved before the fields existed."""

from oauth_plus.store.site import limit_settings


def execute() -> None:
	"""Set the fields, only once. Changes no row if Settings were never saved."""
	limit_settings.fill_defaults()

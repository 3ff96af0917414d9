"""Where the app was installed before, programs without credentials get Frappe's 403, as they did."""

from oauth_plus.store.site import settings


def execute() -> None:
	"""Run once; changes the one document of Settings."""
	settings.leave_guests_refusals_alone()

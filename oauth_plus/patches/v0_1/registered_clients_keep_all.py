"""Where the app was installed before, clients that register themselves get the scope `all`, as they did."""

from oauth_plus.store.site import registration_settings


def execute() -> None:
	"""Run once; changes the one document of Settings, on a Frappe that registers clients."""
	registration_settings.go_on_as_before()

"""Settings of the site about clients that no administrator makes (RFC 7591, Client ID Metadata Documents)."""

from oauth_plus.platform import features
from oauth_plus.rules.registration_mode import RegistrationMode, mode_of
from oauth_plus.store.site import settings

PER_DAY = 100
"""Default of Settings that were never saved."""


def mode() -> RegistrationMode:
	"""Return who may register clients."""
	chosen = settings.document().get("client_registration")
	return mode_of(chosen, is_open_by_frappe=features.registers_clients())


def is_on() -> bool:
	"""Return whether the registration endpoint answers (RFC 8414 §2: registration_endpoint)."""
	return mode() is not RegistrationMode.OFF


def allows_all() -> bool:
	"""Return whether a client that registers itself may have the scope `all`."""
	return bool(settings.document().get("registration_allows_all"))


def per_day() -> int:
	"""Return how many clients may come by themselves in a day; 0 for any number."""
	return _number("registrations_per_day", PER_DAY)


def notifies() -> bool:
	"""Return whether System Managers are told of each client."""
	return bool(settings.document().get("notify_of_registrations"))


def reads_documents() -> bool:
	"""Return whether a client_id may be the address of a Client ID Metadata Document."""
	return bool(settings.document().get("client_id_metadata_documents"))


def reads_private_documents() -> bool:
	"""Return whether such a document may be on a private network, also over http."""
	return bool(settings.document().get("private_client_documents"))


def go_on_as_before() -> None:
	"""Keep the scope `all` for clients that register themselves, where the app was installed before this choice and Frappe
	registers clients (v16): one row."""
	if features.registers_clients():
		settings.choose("registration_allows_all", 1)


def _number(field: str, default: int) -> int:
	value = settings.document().get(field)
	return default if value is None else int(value)

"""Settings of the site, from site_config.json, OAuth Plus Settings and the defaults, in that order."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import frappe

from oauth_plus.rules.signing import Algorithm, algorithm_named

DOCTYPE = "OAuth Plus Settings"

DOCUMENTS = ("System Settings", DOCTYPE)
"""DocTypes with one document each that a request with client credentials reads, for prefetching."""

LETTERS = ("email_on_first_consent", "email_on_replay")

ROTATION_DAYS = 90


@dataclass(frozen=True)
class Retention:
	"""Retention of ended rows."""

	tokens: timedelta
	grants: timedelta
	events: timedelta


def retention() -> Retention:
	"""Return the retention of ended rows in Settings; 0 means the default."""
	settings = document()

	def days(field: str, default: int) -> timedelta:
		return timedelta(days=int(settings.get(field) or default))

	return Retention(days("token_retention", 7), days("grant_retention", 90), days("event_retention", 365))


def unused_client_days() -> int:
	"""Return the days without use after which a client is disabled; 0 for never."""
	return int(document().get("unused_client_days") or 0)


def writes_of_first_consent() -> bool:
	"""Return whether users get an e-mail on the first consent to an app."""
	return _is_on(LETTERS[0])


def writes_of_replay() -> bool:
	"""Return whether users get an e-mail when a grant ended because of a replay (RFC 9700 §4.14.2)."""
	return _is_on(LETTERS[1])


def id_token_algorithm() -> Algorithm:
	"""Return the algorithm that a new key of the site signs with (RFC 7518 §3.1)."""
	return algorithm_named(document().id_token_signing_algorithm)


def signing_key_rotation_days() -> int:
	"""Return for how many days a key signs; 0 for ever."""
	days = document().signing_key_rotation_days
	return ROTATION_DAYS if days is None else int(days)


def allows_administrator() -> bool:
	"""Return whether bearers may act as Administrator."""
	return bool(document().allow_administrator)


def vouches_for_email_addresses() -> bool:
	"""Return whether the administrator has verified the e-mail addresses of all users (OpenID Connect Core §5.1:
	email_verified)."""
	return bool(document().vouch_for_email_addresses)


def skips_known_consent() -> bool:
	"""Return whether Frappe's Skip Authorization is "Auto": a user is not asked again for scopes that they allowed
	this client before."""
	from frappe.integrations import oauth2

	return oauth2.get_oauth_settings().skip_authorization == "Auto"


def switch_letters_on() -> None:
	"""Turn on e-mails in Settings that were saved before these fields existed, because a form would show them as off.
	Changes at most two rows."""
	stored = frappe.db.get_singles_dict(DOCTYPE)
	for field in set(LETTERS) - set(stored) if stored else ():
		frappe.db.set_single_value(DOCTYPE, field, 1)


def _is_on(field: str) -> bool:
	"""Return whether a field is on, also if it was never saved. A document would have 0."""
	return str(frappe.db.get_singles_dict(DOCTYPE).get(field, "1")) != "0"


def document() -> Any:
	"""Return the cached document of OAuth Plus Settings, also if it was never saved."""
	return frappe.get_cached_doc(DOCTYPE)

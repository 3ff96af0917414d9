"""The site's policy: what site_config.json, OAuth Plus Settings and the defaults say, in that order."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import frappe

from oauth_plus.rules.signing import Algorithm, algorithm_named

DOCTYPE = "OAuth Plus Settings"

DOCUMENTS = ("System Settings", DOCTYPE)
"""DocTypes with one document each that a request with a client's credentials reads, to be prefetched: time zone and
policy."""

LETTERS = ("email_on_first_consent", "email_on_replay")

ROTATION_DAYS = 90


@dataclass(frozen=True)
class Retention:
	"""How long what has ended is kept."""

	tokens: timedelta
	grants: timedelta
	events: timedelta


def retention() -> Retention:
	"""What Settings say; 0 stands for the default."""
	settings = document()

	def days(field: str, default: int) -> timedelta:
		return timedelta(days=int(settings.get(field) or default))

	return Retention(days("token_retention", 7), days("grant_retention", 90), days("event_retention", 365))


def unused_client_days() -> int:
	"""After how many days without use a client is disabled; 0 for never."""
	return int(document().get("unused_client_days") or 0)


def writes_of_first_consent() -> bool:
	"""A person gets an e-mail when an app may act for him for the first time."""
	return _is_on(LETTERS[0])


def writes_of_replay() -> bool:
	"""A person gets an e-mail when a grant ended because somebody else may have had a copy."""
	return _is_on(LETTERS[1])


def id_token_algorithm() -> Algorithm:
	"""What a new key of the site's own is to sign with."""
	return algorithm_named(document().id_token_signing_algorithm)


def signing_key_rotation_days() -> int:
	"""How long a key signs; 0 stands for ever."""
	days = document().signing_key_rotation_days
	return ROTATION_DAYS if days is None else int(days)


def allows_administrator() -> bool:
	"""Bearers may act as Administrator."""
	return bool(document().allow_administrator)


def vouches_for_email_addresses() -> bool:
	"""The administrator has seen to it that each user's e-mail address is theirs."""
	return bool(document().vouch_for_email_addresses)


def skips_known_consent() -> bool:
	"""Stock's "Auto": do not ask again for what this user already gave to this client."""
	from frappe.integrations import oauth2

	return oauth2.get_oauth_settings().skip_authorization == "Auto"


def switch_letters_on() -> None:
	"""Where Settings were saved before they knew of letters; a form would show them switched off."""
	stored = frappe.db.get_singles_dict(DOCTYPE)
	for field in set(LETTERS) - set(stored) if stored else ():
		frappe.db.set_single_value(DOCTYPE, field, 1)


def _is_on(field: str) -> bool:
	"""A field that nobody filled yet is on; a document says 0 of it."""
	return str(frappe.db.get_singles_dict(DOCTYPE).get(field, "1")) != "0"


def document() -> Any:
	return frappe.get_cached_doc(DOCTYPE)

"""Settings of the site, from site_config.json, OAuth Plus Settings and the defaults, in that order."""

from typing import Any

import frappe

from oauth_plus.rules.signing import Algorithm, algorithm_named

DOCTYPE = "OAuth Plus Settings"

DOCUMENTS = ("System Settings", DOCTYPE)
"""DocTypes with one document each that a request with client credentials reads, for prefetching."""

LETTERS = ("email_on_first_consent", "email_on_replay")

CHALLENGE = "challenge_guests"

ON_BY_DEFAULT = (*LETTERS, CHALLENGE)


def writes_of_first_consent() -> bool:
	"""Return whether users get an e-mail on the first consent to an app."""
	return _is_on(LETTERS[0])


def writes_of_replay() -> bool:
	"""Return whether users get an e-mail when a grant ended because of a replay (RFC 9700 §4.14.2)."""
	return _is_on(LETTERS[1])


def id_token_algorithm() -> Algorithm:
	"""Return the algorithm that a new key of the site signs with (RFC 7518 §3.1)."""
	return algorithm_named(document().id_token_signing_algorithm)


def requires_dpop_nonces() -> bool:
	"""Return whether each proof of each client needs a nonce of this site (RFC 9449 §8)."""
	return bool(document().get("require_dpop_nonces"))


def allows_administrator() -> bool:
	"""Return whether bearers may act as Administrator."""
	return bool(document().allow_administrator)


def vouches_for_email_addresses() -> bool:
	"""Return whether the administrator has verified the e-mail addresses of all users (OpenID Connect Core §5.1:
	email_verified)."""
	return bool(document().vouch_for_email_addresses)


def requires_pushed_requests() -> bool:
	"""Return whether every client has to push its authorization requests (RFC 9126 §5)."""
	return bool(document().get("require_pushed_authorization_requests"))


def challenges_guests() -> bool:
	"""A program without a cookie and without credentials is told that it needs some: 401 instead of Frappe's 403 (RFC
	9110 §15.5.2)."""
	return bool(document().get(CHALLENGE))


def leave_guests_refusals_alone() -> None:
	"""Switch the 401 for programs without credentials off, where the app was installed before it could: one row."""
	choose(CHALLENGE, 0)


def exceptions() -> str:
	"""Return the gates of single hardenings that apply to every client without one of its own, as a text of
	rules/gates.py; empty for none."""
	return document().get("exceptions") or ""


def choose(field: str, value: Any) -> None:
	"""Set one field, past the checks of the others: one row."""
	write({field: value})


def write(values: dict[str, Any]) -> None:
	"""Set these fields, past the checks of the others."""
	settings = frappe.get_doc(DOCTYPE)
	settings.update(values)
	settings.flags.ignore_validate = True
	settings.save(ignore_permissions=True)


def sends_into_private_networks() -> bool:
	"""Return whether webhooks may lead into a private network, also over http."""
	return bool(document().get("webhooks_into_private_networks"))


def resource_name() -> str:
	"""Return what the site is called as a protected resource (RFC 9728 §2); empty where Settings say nothing."""
	return document().get("resource_name") or ""


def app_name() -> str:
	"""Return the name of the site's application, as its login page shows it."""
	return frappe.get_system_settings("app_name") or ""


def resource_documentation() -> str:
	"""Return the address of the site's page for developers (RFC 9728 §2); empty where Settings say nothing."""
	return document().get("resource_documentation") or ""


def skips_known_consent() -> bool:
	"""Return whether Frappe's Skip Authorization is "Auto": a user is not asked again for scopes that they allowed
	this client before."""
	from frappe.integrations import oauth2

	return oauth2.get_oauth_settings().skip_authorization == "Auto"


def switch_letters_on() -> None:
	"""Turn on what is on by default in Settings that were saved before these fields existed, because a form would show
	it as off. Changes at most three rows."""
	fill(dict.fromkeys(ON_BY_DEFAULT, 1))


def fill(values: dict[str, int]) -> None:
	"""Write these values into the fields that stored Settings lack; nothing if they were never saved."""
	stored = frappe.db.get_singles_dict(DOCTYPE)
	for field, value in values.items() if stored else ():
		if field not in stored:
			frappe.db.set_single_value(DOCTYPE, field, value)


def _is_on(field: str) -> bool:
	"""Return whether a field is on, also if it was never saved. A document would have 0."""
	return str(frappe.db.get_singles_dict(DOCTYPE).get(field, "1")) != "0"


def document() -> Any:
	"""Return the cached document of OAuth Plus Settings, also if it was never saved."""
	return frappe.get_cached_doc(DOCTYPE)

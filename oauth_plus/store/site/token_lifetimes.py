"""Lifetimes of tokens and grants on this site, in seconds."""

import json
from functools import lru_cache
from typing import Any

import frappe

from oauth_plus.rules import lifetime, secret
from oauth_plus.rules.lifetime import Lifetimes, SenselessLifetime
from oauth_plus.store.site import settings
from oauth_plus.store.site.settings import DOCTYPE

CONFIG_KEY = "oauth_token_expiry"

HOUR = 3600

FIELDS = {
	name: f"{name}_token_lifetime" if name == "access" else f"{name}_lifetime" for name in lifetime.NAMES
}


def lifetimes() -> Lifetimes:
	"""Return the lifetimes of the site in seconds. For each, site_config.json comes before OAuth Plus Settings, and
	these before the defaults."""
	return lifetimes_in(settings.document())


def lifetimes_in(stored: Any) -> Lifetimes:
	"""Return the lifetimes of the site in seconds, from this document of OAuth Plus Settings. An invalid
	configuration is ignored and logged."""
	chosen = tuple(stored.get(column) for column in FIELDS.values())
	found, fault = _chosen(chosen, _hashable(frappe.conf.get(CONFIG_KEY)))
	if fault:
		_report_once(fault)
	return found


def without_settings() -> Lifetimes:
	"""Return the lifetimes that apply while OAuth Plus Settings set none; those that site_config.json sets apply in any
	case."""
	found, _fault = _chosen((0,) * len(FIELDS), _hashable(frappe.conf.get(CONFIG_KEY)))
	return found


def fault_of_configuration() -> str:
	"""Return why `oauth_token_expiry` in site_config.json is ignored; empty if it is not."""
	_found, fault = _chosen((0,) * len(FIELDS), _hashable(frappe.conf.get(CONFIG_KEY)))
	return fault


def longest_access_lifetime() -> int:
	"""Return the longest lifetime of an access token, and so of an ID token, in seconds."""
	longest = frappe.get_all(
		"OAuth Client",
		fields=["oauth_plus_access_lifetime"],
		order_by="oauth_plus_access_lifetime desc",
		limit=1,
	)
	own = longest[0].oauth_plus_access_lifetime if longest else 0
	return max(lifetimes().access.seconds, int(own or 0))


@lru_cache(maxsize=64, typed=True)
def _chosen(stored: tuple[Any, ...], configured: object) -> tuple[Lifetimes, str]:
	"""Return the lifetimes, and the error of the configuration."""
	seconds = {name: int(float(value or 0)) for name, value in zip(FIELDS, stored, strict=True)}
	found = Lifetimes().overridden({name: value for name, value in seconds.items() if value > 0}, DOCTYPE)
	try:
		own = lifetime.parse_token_expiry(configured)
	except SenselessLifetime as error:
		return found, str(error)
	return found.overridden(own, f"site_config.json: {CONFIG_KEY}"), ""


def _hashable(configured: Any) -> Any:
	"""Return a JSON object as its text, which `parse_token_expiry` reads too, and any other value as it is."""
	return json.dumps(configured) if isinstance(configured, dict | list) else configured


def _report_once(reason: str) -> None:
	"""Write one entry an hour to the Error Log, not one a request."""
	key = f"oauth_plus:senseless:{secret.digest(reason)}"
	if not frappe.cache.get_value(key):
		frappe.cache.set_value(key, 1, expires_in_sec=HOUR)
		frappe.log_error(
			title=f"{CONFIG_KEY} in the site configuration makes no sense",
			message=f"{reason}\n\nIt is left aside as a whole, and OAuth Plus Settings and the defaults apply.",
		)

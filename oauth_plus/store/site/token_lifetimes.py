"""Lifetimes of tokens and grants on this site, in seconds."""

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
	"""The site's lifetimes: site configuration before Settings before defaults, value by value."""
	stored = settings.document()
	chosen = {name: int(stored.get(field) or 0) for name, field in FIELDS.items()}
	found = Lifetimes().overridden({k: v for k, v in chosen.items() if v > 0}, DOCTYPE)
	return found.overridden(_configured(), f"site_config.json: {CONFIG_KEY}")


def longest_access_lifetime() -> int:
	"""The life of the access token, and so of the ID token beside it, that lives longest. In seconds."""
	longest = frappe.get_all(
		"OAuth Client",
		fields=["oauth_plus_access_lifetime"],
		order_by="oauth_plus_access_lifetime desc",
		limit=1,
	)
	own = longest[0].oauth_plus_access_lifetime if longest else 0
	return max(lifetimes().access.seconds, own or 0)


def _configured() -> dict[str, int]:
	try:
		return lifetime.parse_token_expiry(frappe.conf.get(CONFIG_KEY))
	except SenselessLifetime as error:
		_report_once(str(error))
		return {}


def _report_once(reason: str) -> None:
	"""One Error Log entry an hour, not one a request."""
	key = f"oauth_plus:senseless:{secret.digest(reason)}"
	if not frappe.cache.get_value(key):
		frappe.cache.set_value(key, 1, expires_in_sec=HOUR)
		frappe.log_error(
			title=f"{CONFIG_KEY} in the site configuration makes no sense",
			message=f"{reason}\n\nIt is left aside as a whole, and OAuth Plus Settings and the defaults apply.",
		)

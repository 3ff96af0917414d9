"""The site's policy: what site_config.json, OAuth Plus Settings and the defaults say, in that order."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

import frappe

from oauth_plus.platform import sql
from oauth_plus.platform.request_state import state
from oauth_plus.rules import lifetime, secret
from oauth_plus.rules.issuer import choose_issuer
from oauth_plus.rules.lifetime import Lifetimes, SenselessLifetime
from oauth_plus.rules.policy import Policy
from oauth_plus.rules.signing import Algorithm, algorithm_named
from oauth_plus.store.clients import Client

DOCTYPE = "OAuth Plus Settings"
DOCUMENTS = ("System Settings", DOCTYPE)
"""DocTypes with one document each that a request with a client's credentials reads, to be prefetched: time zone and
policy."""

CONFIG_KEY = "oauth_token_expiry"

ENCRYPTION_KEY = "encryption_key"

LETTERS = ("email_on_first_consent", "email_on_replay")

HOUR = 3600
ROTATION_DAYS = 90
FIELDS = {
	name: f"{name}_token_lifetime" if name == "access" else f"{name}_lifetime" for name in lifetime.NAMES
}


def policy_for(client: Client) -> Policy:
	"""What holds for this client; worked out once for each time that it was read."""
	here = state()
	known, policy = here.policy
	if known is not client:
		policy = _policy_for(client)
		here.policy = (client, policy)
	return policy


def _policy_for(client: Client) -> Policy:
	return Policy(
		enforcement=client.enforcement,
		lifetimes=lifetimes(client),
		rotation=client.rotation,
		refresh_tokens=client.refresh_tokens,
		allows_administrator=allows_administrator(),
	)


def lifetimes(client: Client | None = None) -> Lifetimes:
	"""The client before site configuration before Settings before defaults, value by value."""
	settings = _settings()
	chosen = {name: int(settings.get(field) or 0) for name, field in FIELDS.items()}
	found = Lifetimes().overridden({k: v for k, v in chosen.items() if v > 0}, DOCTYPE)
	found = found.overridden(_configured(), f"site_config.json: {CONFIG_KEY}")
	return found.overridden(client.lifetimes, "this client") if client else found


@dataclass(frozen=True)
class Retention:
	"""How long what has ended is kept."""

	tokens: timedelta
	grants: timedelta
	events: timedelta


def retention() -> Retention:
	"""What Settings say; 0 stands for the default."""
	settings = _settings()

	def days(field: str, default: int) -> timedelta:
		return timedelta(days=int(settings.get(field) or default))

	return Retention(days("token_retention", 7), days("grant_retention", 90), days("event_retention", 365))


def unused_client_days() -> int:
	"""After how many days without use a client is disabled; 0 for never."""
	return int(_settings().get("unused_client_days") or 0)


def writes_of_first_consent() -> bool:
	"""A person gets an e-mail when an app may act for him for the first time."""
	return _is_on(LETTERS[0])


def writes_of_replay() -> bool:
	"""A person gets an e-mail when a grant ended because somebody else may have had a copy."""
	return _is_on(LETTERS[1])


def issuer() -> str:
	"""The address that stands in `iss`, in metadata and in ID tokens, without a slash at its end: what the site's own
	administrator configured, else that of the request, behind its proxy."""
	configured = frappe.conf.get("host_name")
	names = [configured or "", *(_domain(entry) for entry in frappe.conf.get("domains") or ())]
	return choose_issuer([_settings().issuer, configured], _address_asked(), frappe.local.site, names)


def _address_asked() -> str:
	"""As Frappe's own `get_url` reads it: the proxy says whether it was asked by https."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return ""
	is_secure = "https" in request.headers.get("X-Forwarded-Proto", "")
	return f"{'https' if is_secure else request.scheme}://{request.host}"


def keep_issuer() -> None:
	"""Apps compare `iss` with what they were told by stock, which goes by the address of Frappe's own Social Login Key.
	That key also names the server of others at which this site lets people sign in: of these it is none."""
	key = sql.first("Social Login Key", ["base_url", "client_id", "enable_social_login"], name="frappe")
	if not key or not key.base_url or key.client_id or key.enable_social_login:
		return
	if not (_settings().issuer or frappe.conf.get("host_name")):
		frappe.db.set_single_value(DOCTYPE, "issuer", key.base_url)
		switch_letters_on()


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


def id_token_algorithm() -> Algorithm:
	"""What a new key of the site's own is to sign with."""
	return algorithm_named(_settings().id_token_signing_algorithm)


def signing_key_rotation_days() -> int:
	"""How long a key signs; 0 stands for ever."""
	days = _settings().signing_key_rotation_days
	return ROTATION_DAYS if days is None else int(days)


def allows_administrator() -> bool:
	"""Bearers may act as Administrator."""
	return bool(_settings().allow_administrator)


def vouches_for_email_addresses() -> bool:
	"""The administrator has seen to it that each user's e-mail address is theirs."""
	return bool(_settings().vouch_for_email_addresses)


def skips_known_consent() -> bool:
	"""Stock's "Auto": do not ask again for what this user already gave to this client."""
	from frappe.integrations import oauth2

	return oauth2.get_oauth_settings().skip_authorization == "Auto"


def derived_key(purpose: str) -> str:
	"""A key for one purpose, from the site's encryption key, which is not in the database."""
	if ENCRYPTION_KEY not in frappe.local.conf:
		settle_key()
	return _derived_key(frappe.local.conf[ENCRYPTION_KEY], purpose)


def settle_key() -> None:
	"""The site has an encryption key, and this process knows it as site_config.json has it.

	Frappe makes one where its copy of the configuration has none, and that copy may be a minute old: two processes
	would each make one, and whatever was sealed by the first would be lost.
	"""
	from frappe.utils.password import get_encryption_key
	from frappe.utils.synchronization import filelock

	with filelock("oauth_plus_encryption_key"):
		if not read_key():
			get_encryption_key()


def read_key() -> bool:
	"""Take the encryption key over from site_config.json; False where there is none yet."""
	key = frappe.get_site_config().get(ENCRYPTION_KEY)
	if key:
		frappe.local.conf[ENCRYPTION_KEY] = key
	return bool(key)


@lru_cache(maxsize=64)
def _derived_key(encryption_key: str, purpose: str) -> str:
	return secret.seal(encryption_key, "oauth_plus", purpose)


def switch_letters_on() -> None:
	"""Where Settings were saved before they knew of letters; a form would show them switched off."""
	stored = frappe.db.get_singles_dict(DOCTYPE)
	for field in set(LETTERS) - set(stored) if stored else ():
		frappe.db.set_single_value(DOCTYPE, field, 1)


def _is_on(field: str) -> bool:
	"""A field that nobody filled yet is on; a document says 0 of it."""
	return str(frappe.db.get_singles_dict(DOCTYPE).get(field, "1")) != "0"


def _settings() -> Any:
	return frappe.get_cached_doc(DOCTYPE)


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


def _domain(entry: Any) -> str:
	return entry.get("domain", "") if isinstance(entry, dict) else str(entry)

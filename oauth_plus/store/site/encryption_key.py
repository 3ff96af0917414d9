"""Encryption key of the site, and the keys that are derived from it for one purpose each."""

from functools import lru_cache

import frappe

from oauth_plus.rules import secret

ENCRYPTION_KEY = "encryption_key"


def derived_key(purpose: str) -> str:
	"""Return a key for one purpose, 64 characters of hex, derived from the site's encryption key, which is
	not in the database."""
	if ENCRYPTION_KEY not in frappe.local.conf:
		settle_key()
	return _derived_key(frappe.local.conf[ENCRYPTION_KEY], purpose)


def settle_key() -> None:
	"""Make sure that the site has an encryption key, and that this process uses the one in site_config.json.

	Frappe generates one if its copy of the configuration has none, and that copy may be a minute old. Two processes
	would each generate one, and everything sealed with the first would be lost.
	"""
	from frappe.utils.password import get_encryption_key
	from frappe.utils.synchronization import filelock

	with filelock("oauth_plus_encryption_key"):
		if not read_key():
			get_encryption_key()


def read_key() -> bool:
	"""Read the encryption key from site_config.json. Returns False if there is none yet."""
	key = frappe.get_site_config().get(ENCRYPTION_KEY)
	if key:
		frappe.local.conf[ENCRYPTION_KEY] = key
	return bool(key)


@lru_cache(maxsize=64)
def _derived_key(encryption_key: str, purpose: str) -> str:
	return secret.seal(encryption_key, "oauth_plus", purpose)

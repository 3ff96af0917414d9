"""Active signing key with its private half, from the cache or from the database."""

import json
from dataclasses import dataclass, field

import frappe

from oauth_plus.platform import cache
from oauth_plus.rules.signing import Algorithm, algorithm_named
from oauth_plus.store.signing import key_pairs
from oauth_plus.store.signing.key_pairs import PrivateKey
from oauth_plus.store.signing.signing_keys import DOCTYPE, FIELD, SEAT, SECRETS


@dataclass(frozen=True)
class Signer:
	"""The active key with its private half."""

	kid: str
	algorithm: Algorithm
	private_key: PrivateKey = field(repr=False)


def cache_key() -> bytes:
	"""Return the key, in the cache, of the key that signs: its private half is sealed there as in the database."""
	return cache.key_of("signing_key")


def invalidate() -> None:
	cache.invalidate([cache_key()])


def load() -> Signer | None:
	return opened(json.loads(cache.load(cache_key()) or cache.store(cache_key(), read, bool)))


def opened(said: list[str] | None) -> Signer | None:
	kid, algorithm, sealed = said or ("", "", "")
	private = key_pairs.unseal(sealed) if said else None
	return private and Signer(kid, algorithm_named(algorithm), private)


def read(lock: str = "") -> list[str] | None:
	lock = "" if frappe.db.db_type == "sqlite" else lock
	return next(iter(frappe.db.sql(ACTIVE_WITH_PRIVATE_HALF + lock, (DOCTYPE, FIELD, SEAT))), None)


ACTIVE_WITH_PRIVATE_HALF = f"""SELECT active.`name`, active.`algorithm`, kept.`password`
	FROM `tab{DOCTYPE}` active JOIN `{SECRETS}` kept
	ON kept.`doctype` = %s AND kept.`name` = active.`name` AND kept.`fieldname` = %s
	WHERE active.`seat` = %s"""  # noqa: S608

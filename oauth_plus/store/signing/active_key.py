"""Active signing key with its private half, from the cache or from the database."""

import json
from dataclasses import dataclass, field

import frappe

from oauth_plus.platform import cache
from oauth_plus.rules.signing import Algorithm, algorithm_named
from oauth_plus.store.signing import key_pairs, signing_keys
from oauth_plus.store.signing.key_pairs import PrivateKey
from oauth_plus.store.signing.signing_keys import DOCTYPE, FIELD, SEAT, SECRETS


@dataclass(frozen=True)
class Signer:
	"""The active key with its private half."""

	kid: str
	algorithm: Algorithm
	private_key: PrivateKey = field(repr=False)


def cache_key() -> bytes:
	"""Return the key of the signing key in Redis, in bytes: its private half is sealed there as in the
	database."""
	return cache.key_of("signing_key")


def invalidate() -> None:
	"""Invalidate the cached signing key and the cached published keys, now and at the commit. Raises nothing where Redis
	does not answer."""
	cache.invalidate([cache_key(), signing_keys.cache_key()])


def load() -> Signer | None:
	"""Return the key that signs, from Redis where it is stored there; None where there is none."""
	return opened(json.loads(cache.load(cache_key()) or cache.store(cache_key(), read, bool)))


def opened(said: list[str] | None) -> Signer | None:
	"""Return the key with its private half opened; None where there is no key, or the site's encryption key has
	changed."""
	kid, algorithm, sealed = said or ("", "", "")
	private = key_pairs.unseal(sealed) if said else None
	return private and Signer(kid, algorithm_named(algorithm), private)


def read(lock: str = "") -> list[str] | None:
	"""Return the row of the key that signs, with its sealed private half; None where there is none."""
	lock = "" if frappe.db.db_type == "sqlite" else lock
	return next(iter(frappe.db.sql(ACTIVE_WITH_PRIVATE_HALF + lock, (DOCTYPE, FIELD, SEAT))), None)


ACTIVE_WITH_PRIVATE_HALF = f"""SELECT active.`name`, active.`algorithm`, kept.`password`
	FROM `tab{DOCTYPE}` active JOIN `{SECRETS}` kept
	ON kept.`doctype` = %s AND kept.`name` = active.`name` AND kept.`fieldname` = %s
	WHERE active.`seat` = %s"""  # noqa: S608

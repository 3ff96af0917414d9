"""The site's own keys: one signs, those before it stay published until nothing that they signed is good.

Nothing here is remembered by the process: which key signs is asked of Redis, which are published of the database.
The private half lies in Frappe's table of secrets, which no DocType, REST call or report reaches, and lies there
sealed by our own key, so that Frappe's readers of passwords cannot open it either. It is erased as soon as
its key signs no more.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import frappe

from oauth_plus.platform import cache, clock, sql
from oauth_plus.rules import signing
from oauth_plus.rules.signing import Algorithm, algorithm_named
from oauth_plus.store import events, key_pairs, settings, tokens
from oauth_plus.store.key_pairs import KeyPair, PrivateKey

DOCTYPE = "OAuth Plus Signing Key"

SECRETS, FIELD = "__Auth", "private_key"

SEAT = "ID tokens"
"""What the one active key sits on: the column is unique, so that the database lets no second one be."""

COLUMNS = ["name", "status", "algorithm", "public_jwk", "activated_at", "retire_after"]

FIRST, AGE, ALGORITHM, ASKED, LOST = "first_key", "age", "algorithm_changed", "asked_for", "private_half_lost"
RESTORED = "site_restored"
"""Why a key came to sign: the event's reason."""


class Status(str, Enum):
	"""What a key is good for: signing and verifying, verifying, nothing."""

	ACTIVE = "Active"
	PUBLISHED = "Published"
	RETIRED = "Retired"


@dataclass(frozen=True)
class SigningKey:
	"""One key as the world may see it."""

	kid: str
	algorithm: Algorithm
	public_jwk: Mapping[str, str]
	activated_at: datetime


@dataclass(frozen=True)
class Signer:
	"""The active key with its private half."""

	kid: str
	algorithm: Algorithm
	private_key: PrivateKey = field(repr=False)


def active(now: datetime) -> Signer:
	"""The key that signs; made here where the site has none, or none that its encryption key opens."""
	signer = _signer()
	if signer is None:
		key = find_active()
		_succeed(key, now, LOST if key else FIRST)
		signer = _opened(_read_signer(" FOR UPDATE"))  # as it is now: another request may have made it
	return signer


def find_active() -> SigningKey | None:
	"""The key that signs, if one was made yet."""
	row = sql.first(DOCTYPE, COLUMNS, seat=SEAT)
	return _key(row) if row else None


def published(now: datetime) -> list[SigningKey]:
	"""All keys that verify, the active one first."""
	found = frappe.get_all(DOCTYPE, filters={"status": ("!=", Status.RETIRED.value)}, fields=COLUMNS)
	living = [row for row in found if _verifies(row, now)]
	return [_key(row) for row in sorted(living, key=lambda row: row.status != Status.ACTIVE.value)]


def find_published(kid: str, now: datetime) -> SigningKey | None:
	"""The key of exactly that name, if it still verifies."""
	row = sql.first(DOCTYPE, COLUMNS, name=kid)
	return _key(row) if row and row.name == kid and _verifies(row, now) else None


def ensure(now: datetime) -> None:
	"""The site has a key that signs."""
	active(now)


def rotate(now: datetime, reason: str = ASKED) -> str:
	"""A new key signs from here on; returns its name.

	It signs at once: clients fetch the keys again when they meet a name that they do not know (OpenID Connect
	Core §10.1.1), and what they may keep without asking is a minute old at most. Of two rotations at once, one
	takes place.
	"""
	_succeed(find_active(), now, reason)
	return _get_active().kid


def replace_all(now: datetime) -> str:
	"""A new key signs, and those before it verify nothing from now on: another site may have them too. Returns its
	name."""
	kid = rotate(now, RESTORED)
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).set(table.status, Status.RETIRED.value)
	query = query.set(table.modified, clock.to_column(now))
	query.where(table.status == Status.PUBLISHED.value).run()
	return kid


def rotate_if_due(now: datetime) -> None:
	"""The active key has signed for as long as Settings say, or another algorithm than they say."""
	key = find_active()
	if key is None:
		ensure(now)
	elif key.algorithm is not settings.id_token_algorithm():
		rotate(now, ALGORITHM)
	elif signing.is_due(key.activated_at, settings.signing_key_rotation_days(), now):
		rotate(now, AGE)


def sign_with(algorithm: Algorithm, now: datetime) -> None:
	"""Settings chose an algorithm: a key that signs with another one makes room."""
	key = find_active()
	if key and key.algorithm is not algorithm:
		_succeed(key, now, ALGORITHM, algorithm)


def retire_ended(now: datetime) -> int:
	"""Keys whose last token has ended verify nothing any more; returns how many."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).set(table.status, Status.RETIRED.value)
	query = query.set(table.modified, clock.to_column(now))
	query = query.where(table.status == Status.PUBLISHED.value)
	query.where(table.retire_after <= clock.to_column(now)).run()
	return sql.affected()


def delete_private_halves() -> int:
	"""The app goes: Frappe removes the table of keys, not what lies among its secrets. Returns how many lay there."""
	frappe.db.delete(SECRETS, {"doctype": DOCTYPE})
	gone = sql.affected()
	_forget_signer()
	return gone


def _succeed(old: SigningKey | None, now: datetime, reason: str, algorithm: Algorithm | None = None) -> None:
	"""Replace the key that was seen to be active, unless somebody else just did."""
	pair = key_pairs.generate(algorithm or settings.id_token_algorithm())
	if old and not _step_down(old, now):
		return
	if not _take_seat(pair, now):
		return
	events.record("signing_key_rotated", reason=reason, cause=_told(pair, old))


def _told(pair: KeyPair, old: SigningKey | None) -> str:
	before = f"; {old.kid} is published until what it signed has ended" if old else ""
	return f"{pair.kid} ({pair.algorithm.value}) signs ID tokens from now on{before}"


def _step_down(key: SigningKey, now: datetime) -> bool:
	"""Published instead of active, its private half erased. True for exactly one caller."""
	lifetime = timedelta(seconds=settings.longest_access_lifetime())
	ends = signing.published_until(now, lifetime, tokens.last_end())
	values = {
		"status": Status.PUBLISHED.value,
		"seat": None,
		"published_at": clock.to_column(now),
		"retire_after": clock.to_column(ends),
	}
	if sql.update(DOCTYPE, values, name=key.kid, seat=SEAT) != 1:
		return False
	frappe.db.delete(SECRETS, {"doctype": DOCTYPE, "name": key.kid})
	_forget_signer()
	return True


def _take_seat(pair: KeyPair, now: datetime) -> bool:
	"""The pair's key is the active one; False where another was first, which the database had us wait for."""
	values = {
		"kid": pair.kid,
		"seat": SEAT,
		"status": Status.ACTIVE.value,
		"algorithm": pair.algorithm.value,
		"public_jwk": json.dumps(pair.public_jwk),
		"activated_at": clock.to_column(now),
	}
	if not sql.insert_unless_taken(DOCTYPE, pair.kid, values):
		return False
	table = frappe.qb.Table(SECRETS)
	row = {"doctype": DOCTYPE, "name": pair.kid, "fieldname": FIELD, "password": pair.sealed}
	# Frappe calls encrypted what its own key opens: nobody who asks for such a password finds this one
	row["encrypted"] = 0
	frappe.qb.into(table).columns(*row).insert(*row.values()).run()
	_forget_signer()
	return True


def _get_active() -> SigningKey:
	"""As it is now, even if another request wrote it after this one began."""
	return _key(sql.first(DOCTYPE, COLUMNS, for_update=True, seat=SEAT))


def cache_key() -> bytes:
	"""Return the key, in the cache, of the key that signs: its private half is sealed there as in the database."""
	return cache.key_of("signing_key")


def _forget_signer() -> None:
	cache.invalidate([cache_key()])


def _signer() -> Signer | None:
	return _opened(json.loads(cache.load(cache_key()) or cache.store(cache_key(), _read_signer, bool)))


def _opened(said: list[str] | None) -> Signer | None:
	kid, algorithm, sealed = said or ("", "", "")
	private = key_pairs.unseal(sealed) if said else None
	return private and Signer(kid, algorithm_named(algorithm), private)


def _read_signer(lock: str = "") -> list[str] | None:
	lock = "" if frappe.db.db_type == "sqlite" else lock
	return next(iter(frappe.db.sql(ACTIVE_WITH_PRIVATE_HALF + lock, (DOCTYPE, FIELD, SEAT))), None)


ACTIVE_WITH_PRIVATE_HALF = f"""SELECT active.`name`, active.`algorithm`, kept.`password`
	FROM `tab{DOCTYPE}` active JOIN `{SECRETS}` kept
	ON kept.`doctype` = %s AND kept.`name` = active.`name` AND kept.`fieldname` = %s
	WHERE active.`seat` = %s"""  # noqa: S608


def _verifies(row: Any, now: datetime) -> bool:
	"""Decided here, not by the sweeper: its end is kept even if no job runs."""
	if row.status == Status.PUBLISHED.value:
		return now < clock.from_column(row.retire_after)
	return row.status == Status.ACTIVE.value


def _key(row: Any) -> SigningKey:
	return SigningKey(
		kid=row.name,
		algorithm=algorithm_named(row.algorithm),
		public_jwk=json.loads(row.public_jwk),
		activated_at=clock.from_column(row.activated_at),
	)

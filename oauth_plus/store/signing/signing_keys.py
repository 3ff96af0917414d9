"""Signing keys of the site as rows: the active one, and the published ones, which Redis has too until they change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import frappe

from oauth_plus.platform import cache, clock, sql
from oauth_plus.platform.frappe_private import PASSWORDS, affected_rows
from oauth_plus.rules.signing import Algorithm, algorithm_named

DOCTYPE = "OAuth Plus Signing Key"

SECRETS, FIELD = PASSWORDS, "private_key"

SEAT = "ID tokens"
"""Value in the unique column of the active key, so that the database allows only one."""

COLUMNS = ["name", "status", "algorithm", "public_jwk", "activated_at", "retire_after"]


class Status(str, Enum):
	"""Status of a key: signs and verifies, only verifies, or neither."""

	ACTIVE = "Active"
	PUBLISHED = "Published"
	RETIRED = "Retired"


@dataclass(frozen=True)
class SigningKey:
	"""Public half of one key."""

	kid: str
	algorithm: Algorithm
	public_jwk: Mapping[str, str]
	activated_at: datetime


def find_active() -> SigningKey | None:
	"""Return the active key without its private half; None if there is none yet."""
	row = sql.first(DOCTYPE, COLUMNS, seat=SEAT)
	return from_row(row) if row else None


def cache_key() -> bytes:
	"""Return the key of the published keys in Redis."""
	return cache.key_of("published_keys")


def published(now: datetime) -> list[SigningKey]:
	"""Return all keys that verify (RFC 7517 §5), the active one first; empty for none. Without a query where Redis has
	them."""
	found = map(frappe._dict, json.loads(cache.load(cache_key()) or cache.store(cache_key(), _read, bool)))
	living = [row for row in found if _verifies(row, now)]
	return [from_row(row) for row in sorted(living, key=lambda row: row.status != Status.ACTIVE.value)]


def _read() -> list[Any]:
	return frappe.get_all(DOCTYPE, filters={"status": ("!=", Status.RETIRED.value)}, fields=COLUMNS)


def retire_ended(now: datetime) -> int:
	"""Retire the keys whose last token has expired. Returns the number of rows."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).set(table.status, Status.RETIRED.value)
	query = query.set(table.modified, clock.to_column(now))
	query = query.where(table.status == Status.PUBLISHED.value)
	query.where(table.retire_after <= clock.to_column(now)).run()
	return affected_rows()


def get_active() -> SigningKey:
	"""Return the active key as it is committed now, also if another request has just written it."""
	return from_row(sql.first(DOCTYPE, COLUMNS, for_update=True, seat=SEAT))


def _verifies(row: Any, now: datetime) -> bool:
	"""Return whether the key verifies now. It is decided by time, and does not depend on the job."""
	if row.status == Status.PUBLISHED.value:
		return now < clock.from_column(row.retire_after)
	return row.status == Status.ACTIVE.value


def from_row(row: Any) -> SigningKey:
	"""Return a row of `COLUMNS` as a key; times in UTC."""
	return SigningKey(
		kid=row.name,
		algorithm=algorithm_named(row.algorithm),
		public_jwk=json.loads(row.public_jwk),
		activated_at=clock.from_column(row.activated_at),
	)

"""Devices that wait for their users (RFC 8628): found by either code, each known by its digest alone, and spent once.

A user code is short. Its digest is made with a key that is not in the database: a copy of that opens none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock, queries, sql
from oauth_plus.rules import scope_list, secret, storable
from oauth_plus.store.site import encryption_key

DOCTYPE = "OAuth Plus Device Request"

COLUMNS = [
	"name",
	"client",
	"user",
	"scopes",
	"state",
	"address",
	"user_agent",
	"family",
	"auth_time",
	"expires_at",
	"polled_at",
	"interval",
	"creation",
]

PENDING, ALLOWED, DENIED, SPENT, WITHDRAWN = "Pending", "Allowed", "Denied", "Spent", "Withdrawn"


@dataclass(frozen=True)
class DeviceRequest:
	"""One device that waits. `digest` is that of its device code; `interval` is in seconds. `user` and `family` are empty
	until a user has decided; `scopes` are then those that they allow."""

	digest: str
	client_id: str
	scopes: tuple[str, ...]
	expires_at: datetime
	address: str = ""
	user_agent: str = ""
	state: str = PENDING
	user: str = ""
	family: str = ""
	auth_time: float | None = None
	polled_at: datetime | None = None
	interval: int = 5
	began_at: datetime | None = None

	def waits(self, now: datetime) -> bool:
		"""A user may still decide."""
		return self.state == PENDING and now < self.expires_at


def create(request: DeviceRequest, user_code: str) -> bool:
	"""Insert the row of a device that begins to wait. Returns False where the user code is taken."""
	return sql.insert_unless_taken(
		DOCTYPE,
		request.digest,
		{
			"user_code": _digest(user_code),
			"client": request.client_id,
			"scopes": " ".join(request.scopes),
			"state": PENDING,
			"address": request.address[:140],
			"user_agent": storable.without_markup(request.user_agent[:500]),
			"expires_at": clock.to_epoch(request.expires_at),
			"interval": request.interval,
		},
	)


def lock(digest: str) -> DeviceRequest | None:
	"""Return the request of a device code, its row locked until the request ends; None for an unknown one."""
	return _find(for_update=True, name=digest)


def find_by_user_code(user_code: str, *, for_update: bool = False) -> DeviceRequest | None:
	"""Return the request of a user code, with `for_update` its row locked; None for an unknown one."""
	return _find(for_update=for_update, user_code=_digest(user_code))


def allow(
	request: DeviceRequest, user: str, scopes: tuple[str, ...], family: str, auth_time: float | None
) -> bool:
	"""Store that a user allows these scopes. True for exactly one answer."""
	given = {"user": user, "scopes": " ".join(scopes), "family": family, "auth_time": auth_time or 0}
	return _move(request, PENDING, given | {"state": ALLOWED})


def deny(request: DeviceRequest, user: str) -> bool:
	"""Store that a user refuses. True for exactly one answer."""
	return _move(request, PENDING, {"user": user, "state": DENIED})


def spend(request: DeviceRequest) -> bool:
	"""Take what a user has allowed, if nobody did before. True for exactly one caller."""
	return _move(request, ALLOWED, {"state": SPENT})


def note_poll(request: DeviceRequest, now: datetime, interval: int) -> None:
	"""Store when the device asked last, and how long it has to wait from now on, in seconds."""
	values = {"polled_at": clock.to_epoch(now), "interval": interval}
	sql.update(DOCTYPE, values, update_modified=False, name=request.digest)


def withdraw(*, user: str | None, client_id: str | None, before: datetime | None) -> int:
	"""Withdraw what is allowed and not taken, and what waits, where every condition is met. Returns the number of rows."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name).where(table.state.isin((PENDING, ALLOWED)))
	query = query.where(table.expires_at > clock.to_epoch(clock.now()))
	query = queries.narrowed(query, table, user=user, client_id=client_id, before=before)
	found = queries.locking(query, skip_locked=True).run()
	return sum(sql.update(DOCTYPE, {"state": WITHDRAWN}, name=name) for (name,) in found)


def _move(request: DeviceRequest, before: str, values: dict[str, Any]) -> bool:
	return sql.update(DOCTYPE, values, name=request.digest, state=before) == 1


def _digest(user_code: str) -> str:
	return secret.keyed_digest(encryption_key.derived_key("user_code"), user_code)


def _find(*, for_update: bool, **where: str) -> DeviceRequest | None:
	row = sql.first(DOCTYPE, COLUMNS, for_update=for_update, **where)
	if row is None:
		return None
	expires_at, polled_at, began_at = clock.times(row, "expires_at", "polled_at", "creation")
	return DeviceRequest(
		digest=row.name,
		client_id=row.client,
		scopes=scope_list.split(row.scopes),
		expires_at=expires_at,
		address=row.address or "",
		user_agent=row.user_agent or "",
		state=row.state,
		user=row.user or "",
		family=row.family or "",
		auth_time=row.auth_time or None,
		polled_at=polled_at,
		interval=int(row.interval),
		began_at=began_at,
	)

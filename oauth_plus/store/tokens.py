"""Access and refresh tokens: one row a pair, both by digest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Max

from oauth_plus.platform import clock, sql
from oauth_plus.rules import scope_list, secret

DOCTYPE = "OAuth Bearer Token"

REPLAY_KNOWN_FOR = timedelta(days=7)
"""A refresh token that comes again ends its grant for as long as its row is kept; later it is merely unknown."""

STOCK_COLUMNS = (
	"access_token",
	"refresh_token",
	"client",
	"user",
	"scopes",
	"creation",
	"expiration_time",
	"status",
)

COLUMNS = [
	*STOCK_COLUMNS,
	"oauth_plus_granted_scopes",
	"oauth_plus_family",
	"oauth_plus_generation",
	"oauth_plus_expires_at",
	"oauth_plus_refresh_expires_at",
	"oauth_plus_grant_expires_at",
]

ACTIVE, REVOKED = "Active", "Revoked"


@dataclass(frozen=True)
class TokenPair:
	"""An access token and the refresh token that was issued with it, by their digests.

	`scopes` is what the access token carries, `granted_scopes` what was consented (RFC 6749 §6).
	`family` names the grant that the pair descends from, `generation` counts its refresh tokens. Both are
	empty on pairs that something else than this app has made, until they are first used.
	"""

	access_digest: str
	client_id: str
	user: str
	scopes: tuple[str, ...]
	granted_scopes: tuple[str, ...]
	issued_at: datetime
	expires_at: datetime
	refresh_digest: str | None = None
	family: str = ""
	generation: int = 0
	refresh_expires_at: datetime | None = None
	grant_expires_at: datetime | None = None
	is_revoked: bool = False


def issue_pair(pair: TokenPair) -> None:
	"""Remember a pair that was just made."""
	sql.insert(
		DOCTYPE,
		pair.access_digest,
		{
			"creation": clock.to_column(pair.issued_at),
			"access_token": pair.access_digest,
			"refresh_token": pair.refresh_digest,
			"client": pair.client_id,
			"user": pair.user,
			"scopes": " ".join(pair.scopes),
			"expires_in": int((pair.expires_at - pair.issued_at).total_seconds()),
			"expiration_time": clock.to_column(pair.expires_at),
			"oauth_plus_expires_at": clock.to_epoch(pair.expires_at),
			"status": ACTIVE,
			"oauth_plus_granted_scopes": " ".join(pair.granted_scopes),
			"oauth_plus_family": pair.family,
			"oauth_plus_generation": pair.generation,
			"oauth_plus_refresh_expires_at": clock.to_column(pair.refresh_expires_at),
			"oauth_plus_grant_expires_at": clock.to_column(pair.grant_expires_at),
			"oauth_plus_purge_at": clock.to_epoch(
				max(filter(None, (pair.expires_at, pair.refresh_expires_at)))
			),
		},
	)


def find_by_access_token(digest: str) -> TokenPair | None:
	"""The pair of this access token, whatever its state."""
	return _find("access_token", digest)


def find_by_refresh_token(digest: str) -> TokenPair | None:
	"""The pair of this refresh token, whatever its state."""
	return _find("refresh_token", digest)


def find(token: str | None) -> TokenPair | None:
	"""The pair that an access or a refresh token of this text belongs to."""
	digest = secret.digest(token or "")
	return find_by_access_token(digest) or find_by_refresh_token(digest)


def last_end() -> datetime | None:
	"""When the last of all access tokens ends: reads the whole table, for jobs and administrators."""
	table = frappe.qb.DocType(DOCTYPE)
	[[seconds]] = frappe.qb.from_(table).select(Max(table.oauth_plus_expires_at)).run()
	return datetime.fromtimestamp(seconds, clock.UTC) if seconds else None


def owner_of(token: str | None) -> str | None:
	"""The client that the token was issued to."""
	pair = find(token)
	return pair and pair.client_id


def lock_by_refresh_token(digest: str) -> TokenPair | None:
	"""The same, its row locked until the request ends."""
	return _find("refresh_token", digest, for_update=True)


def lock_by_access_token(digest: str) -> TokenPair | None:
	"""The same by its access token."""
	return _find("access_token", digest, for_update=True)


def lock(pair: TokenPair) -> TokenPair | None:
	"""The pair as it stands now, its row locked until the request ends."""
	return lock_by_access_token(pair.access_digest)


def join_family(pair: TokenPair, family: str) -> None:
	"""Give a pair that has none its family, as the first generation."""
	sql.update(
		DOCTYPE, {"oauth_plus_family": family, "oauth_plus_generation": 1}, access_token=pair.access_digest
	)


def supersede(pair: TokenPair, ends_at: datetime) -> None:
	"""A successor was issued: the access token ends at that moment, and the refresh token is known for its replay."""
	known_until = max(ends_at, clock.now() + REPLAY_KNOWN_FOR)
	_end_access(pair, ends_at, {"oauth_plus_purge_at": clock.to_epoch(known_until)})


def end_access(pair: TokenPair, now: datetime) -> None:
	"""The access token ends, and nothing else of the pair."""
	_end_access(pair, min(pair.expires_at, now), {})


def _end_access(pair: TokenPair, ends_at: datetime, others: dict[str, Any]) -> None:
	ends = {
		"expiration_time": clock.to_column(ends_at),
		"oauth_plus_expires_at": clock.to_epoch(ends_at),
	}
	sql.update(DOCTYPE, ends | others, update_modified=False, access_token=pair.access_digest)


def hand_over(pair: TokenPair) -> None:
	"""The refresh token goes on with another access token: the row of the newest pair holds it."""
	sql.update(
		DOCTYPE,
		{"refresh_token": None, "oauth_plus_purge_at": clock.to_epoch(pair.expires_at)},
		access_token=pair.access_digest,
	)


def has_refresh_token(family: str, generation: int) -> bool:
	"""A row of this generation holds a refresh token."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name).where(table.oauth_plus_family == family)
	query = query.where(table.oauth_plus_generation == generation).where(table.refresh_token != "")
	return bool(query.limit(1).run())


def note_use(access_digest: str, at: datetime) -> None:
	"""When this access token was used last."""
	sql.update(DOCTYPE, {"oauth_plus_last_used": clock.to_column(at)}, access_token=access_digest)


def revoke_families(families: list[str], reason: str) -> int:
	"""End every token of these grants; returns how many lived."""
	values = {
		"status": REVOKED,
		"oauth_plus_end_reason": reason,
		"oauth_plus_ended_by": sql.session_user(),
	}
	return sql.update_named(DOCTYPE, values, "oauth_plus_family", families, status=ACTIVE)


def narrow(
	left: Callable[[tuple[str, ...]], tuple[str, ...]], *, families: list[str] = (), client_id: str = ""
) -> None:
	"""Take scopes from the live tokens of these grants, or from those of a client that belong to none yet; `left` says
	what is left of some."""
	table = frappe.qb.DocType(DOCTYPE)
	chosen = table.oauth_plus_family.isin(families) if families else _without_family(table, client_id)
	chosen &= table.status == ACTIVE
	lists = (table.scopes, table.oauth_plus_granted_scopes)
	query = frappe.qb.from_(table).select(*map(sql.exact, lists)).distinct().where(chosen)
	for stored in query.run():
		carried, granted = map(sql.as_text, stored)
		change = frappe.qb.update(table).set(table.scopes, _less(carried, left))
		change = change.set(table.oauth_plus_granted_scopes, _less(granted or carried, left))
		same = sql.exact(table.scopes) == carried
		same &= sql.exact(Coalesce(table.oauth_plus_granted_scopes, "")) == granted
		change.where(chosen & same).run()


def _less(text: str, left: Callable[[tuple[str, ...]], tuple[str, ...]]) -> str:
	return " ".join(left(scope_list.split(text)))


def without_family(client_id: str) -> list[tuple[str, str, tuple[str, ...]]]:
	"""Live tokens of a client that belong to no grant yet: the row, its user, and what was consented."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(
		table.name, table.user, table.scopes, table.oauth_plus_granted_scopes
	)
	found = query.where(_without_family(table, client_id) & (table.status == ACTIVE)).run()
	return [(name, user, scope_list.split(granted or carried)) for name, user, carried, granted in found]


def revoke(names: list[str], reason: str) -> int:
	"""End these tokens; returns how many lived."""
	values = {"status": REVOKED, "oauth_plus_end_reason": reason, "oauth_plus_ended_by": sql.session_user()}
	return sql.update_named(DOCTYPE, values, "name", names, status=ACTIVE) if names else 0


def _without_family(table: Any, client_id: str) -> Any:
	is_alone = table.oauth_plus_family.isnull() | (table.oauth_plus_family == "")
	return is_alone & (table.client == client_id) & (sql.exact(table.client) == client_id)


def revoke_those_without_family(
	reason: str, user: str | None, client_id: str | None, before: datetime | None
) -> int:
	"""End every pair that has no family yet and meets every condition; returns how many lived."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).set(table.status, REVOKED).set(table.oauth_plus_end_reason, reason)
	query = query.set(table.oauth_plus_ended_by, sql.session_user())
	query = query.set(table.modified, clock.to_column(clock.now())).where(table.status == ACTIVE)
	query = query.where(table.oauth_plus_family.isnull() | (table.oauth_plus_family == ""))
	sql.narrowed(query, table, user=user, client_id=client_id, before=before).run()
	return sql.affected()


def _find(column: str, digest: str, *, for_update: bool = False) -> TokenPair | None:
	row = sql.first(DOCTYPE, COLUMNS, for_update=for_update, **{column: digest})
	return from_row(row) if row else None


def digested(row: Any) -> Any:
	"""A row from before this app, which holds its tokens in plain text, as it will be stored."""
	plain = {name: row[name] for name in ("access_token", "refresh_token") if row[name]}
	return frappe._dict(row | {name: secret.digest(value) for name, value in plain.items()})


def from_row(row: Any) -> TokenPair:
	"""A row of `COLUMNS`."""
	return TokenPair(
		access_digest=row.access_token,
		refresh_digest=row.refresh_token,
		client_id=row.client,
		user=row.user,
		scopes=scope_list.split(row.scopes),
		granted_scopes=scope_list.split(row.oauth_plus_granted_scopes or row.scopes),
		issued_at=clock.from_column(row.creation),
		expires_at=clock.end_of(row) or clock.from_column(row.creation),
		family=row.oauth_plus_family or "",
		generation=int(row.oauth_plus_generation or 0),
		refresh_expires_at=clock.from_column(row.oauth_plus_refresh_expires_at),
		grant_expires_at=clock.from_column(row.oauth_plus_grant_expires_at),
		is_revoked=row.status == REVOKED,
	)

"""Access and refresh tokens: one row a pair, both by digest."""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Max

from oauth_plus.platform import clock, sql
from oauth_plus.rules import secret
from oauth_plus.store.tokens import token_pair
from oauth_plus.store.tokens.token_pair import ACTIVE, COLUMNS, DOCTYPE, TokenPair

REPLAY_KNOWN_FOR = timedelta(days=7)
"""A refresh token that comes again ends its grant for as long as its row is kept; later it is merely unknown."""


def issue_pair(pair: TokenPair) -> None:
	"""Remember a pair that was just made."""
	sql.insert(
		DOCTYPE,
		pair.access_digest,
		{
			"creation": pair.issued_at,
			"access_token": pair.access_digest,
			"refresh_token": pair.refresh_digest,
			"client": pair.client_id,
			"user": pair.user,
			"scopes": " ".join(pair.scopes),
			"expires_in": int((pair.expires_at - pair.issued_at).total_seconds()),
			"expiration_time": pair.expires_at,
			"oauth_plus_expires_at": pair.expires_at.timestamp(),
			"status": ACTIVE,
			"oauth_plus_granted_scopes": " ".join(pair.granted_scopes),
			"oauth_plus_family": pair.family,
			"oauth_plus_generation": pair.generation,
			"oauth_plus_refresh_expires_at": pair.refresh_expires_at,
			"oauth_plus_grant_expires_at": pair.grant_expires_at,
			"oauth_plus_purge_at": max(
				pair.expires_at, pair.refresh_expires_at or pair.expires_at
			).timestamp(),
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
	_end_access(pair, ends_at, {"oauth_plus_purge_at": known_until.timestamp()})


def end_access(pair: TokenPair, now: datetime) -> None:
	"""The access token ends, and nothing else of the pair."""
	_end_access(pair, min(pair.expires_at, now), {})


def _end_access(pair: TokenPair, ends_at: datetime, others: dict[str, Any]) -> None:
	ends = {
		"expiration_time": ends_at,
		"oauth_plus_expires_at": ends_at.timestamp(),
	}
	sql.update(DOCTYPE, ends | others, update_modified=False, access_token=pair.access_digest)


def hand_over(pair: TokenPair) -> None:
	"""The refresh token goes on with another access token: the row of the newest pair holds it."""
	sql.update(
		DOCTYPE,
		{"refresh_token": None, "oauth_plus_purge_at": pair.expires_at.timestamp()},
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
	sql.update(DOCTYPE, {"oauth_plus_last_used": at}, access_token=access_digest)


def _find(column: str, digest: str, *, for_update: bool = False) -> TokenPair | None:
	row = sql.first(DOCTYPE, COLUMNS, for_update=for_update, **{column: digest})
	return token_pair.from_row(row) if row else None

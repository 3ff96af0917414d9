"""Access and refresh tokens: one row a pair, as digests."""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Max

from oauth_plus.platform import clock, sql
from oauth_plus.rules import secret
from oauth_plus.store.tokens import token_pair
from oauth_plus.store.tokens.token_pair import ACTIVE, COLUMNS, DOCTYPE, TokenPair

REPLAY_KNOWN_FOR = timedelta(days=7)
"""Time for which a superseded refresh token is kept. Its replay ends the grant; later it is unknown."""


def issue_pair(pair: TokenPair) -> None:
	"""Insert the row of a pair that was just made, by digest; `expires_in` in seconds."""
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
			"oauth_plus_resource": "\n".join(pair.resources),
			"oauth_plus_delegation": "\n".join(pair.delegation),
			"oauth_plus_dpop_jkt": pair.dpop_jkt,
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
	"""Return the pair of this access token, whatever its state; None for an unknown one."""
	return _find("access_token", digest)


def find_by_refresh_token(digest: str) -> TokenPair | None:
	"""Return the pair of this refresh token, whatever its state; None for an unknown one."""
	return _find("refresh_token", digest)


def find(token: str | None) -> TokenPair | None:
	"""Return the pair of an access or a refresh token of this text (RFC 7009 §2.1); None for an unknown one."""
	digest = secret.digest(token or "")
	return find_by_access_token(digest) or find_by_refresh_token(digest)


def last_end() -> datetime | None:
	"""Return when the last of all access tokens expires; None for no rows. It reads the whole table: for jobs
	and administrators."""
	table = frappe.qb.DocType(DOCTYPE)
	[[seconds]] = frappe.qb.from_(table).select(Max(table.oauth_plus_expires_at)).run()
	return datetime.fromtimestamp(seconds, clock.UTC) if seconds else None


def owner_of(token: str | None) -> str | None:
	"""Return the client that the token was issued to; None for an unknown one."""
	pair = find(token)
	return pair and pair.client_id


def lock_by_refresh_token(digest: str) -> TokenPair | None:
	"""Return the pair of this refresh token, its row locked until the request ends; None for an unknown one."""
	return _find("refresh_token", digest, for_update=True)


def lock_by_access_token(digest: str) -> TokenPair | None:
	"""Return the pair of this access token, its row locked until the request ends; None for an unknown one."""
	return _find("access_token", digest, for_update=True)


def lock(pair: TokenPair) -> TokenPair | None:
	"""Return the pair as it is now, its row locked until the request ends; None where it was deleted."""
	return lock_by_access_token(pair.access_digest)


def join_family(pair: TokenPair, family: str) -> None:
	"""Give a pair that has none its family, as the first generation: one row."""
	sql.update(
		DOCTYPE, {"oauth_plus_family": family, "oauth_plus_generation": 1}, access_token=pair.access_digest
	)


def supersede(pair: TokenPair, ends_at: datetime, now: datetime) -> None:
	"""Set the expiry of a superseded access token to `ends_at`. Its refresh token is kept for 7 days, to detect a
	replay (RFC 9700 §4.14.2)."""
	known_until = max(ends_at, now + REPLAY_KNOWN_FOR)
	end_access(pair, ends_at, oauth_plus_purge_at=known_until.timestamp())


def end_access(pair: TokenPair, ends_at: datetime, **others: Any) -> None:
	"""Set the expiry of an access token, and other columns of its row: one row."""
	ends = {"expiration_time": ends_at, "oauth_plus_expires_at": ends_at.timestamp(), **others}
	sql.update(DOCTYPE, ends, update_modified=False, access_token=pair.access_digest)


def hand_over(pair: TokenPair) -> None:
	"""Remove the refresh token from a row, because the row of the newest pair has it."""
	sql.update(
		DOCTYPE,
		{"refresh_token": None, "oauth_plus_purge_at": pair.expires_at.timestamp()},
		access_token=pair.access_digest,
	)


def has_refresh_token(family: str, generation: int) -> bool:
	"""Return whether a row of this generation has a refresh token."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name).where(table.oauth_plus_family == family)
	query = query.where(table.oauth_plus_generation == generation).where(table.refresh_token != "")
	return bool(query.limit(1).run())


def note_use(access_digest: str, at: datetime) -> None:
	"""Store the time of an access token's last use, in one row."""
	sql.update(DOCTYPE, {"oauth_plus_last_used": at}, access_token=access_digest)


def _find(column: str, digest: str, *, for_update: bool = False) -> TokenPair | None:
	row = sql.first(DOCTYPE, COLUMNS, for_update=for_update, **{column: digest})
	return token_pair.from_row(row) if row else None

"""Access and refresh tokens: one row a pair, both by digest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.rules import scope, secret
from oauth_plus.store import moments, rows

DOCTYPE = "OAuth Bearer Token"

ACTIVE, REVOKED = "Active", "Revoked"


@dataclass(frozen=True)
class TokenPair:
	"""An access token and the refresh token that was issued with it, by their digests.

	`scopes` is what the access token carries, `granted_scopes` what was consented (RFC 6749 §6).
	`family` names the grant that the pair descends from; it is empty on pairs older than this app,
	and so are `refresh_expires_at` and `grant_expires_at`: those refresh tokens never ended.
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
	refresh_expires_at: datetime | None = None
	grant_expires_at: datetime | None = None
	is_revoked: bool = False


def issue_pair(pair: TokenPair) -> None:
	"""Remember a pair that was just made."""
	rows.insert(
		DOCTYPE,
		pair.access_digest,
		{
			"access_token": pair.access_digest,
			"refresh_token": pair.refresh_digest,
			"client": pair.client_id,
			"user": pair.user,
			"scopes": " ".join(pair.scopes),
			"expires_in": int((pair.expires_at - pair.issued_at).total_seconds()),
			"expiration_time": moments.to_column(pair.expires_at),
			"oauth_plus_expires_at": moments.to_epoch(pair.expires_at),
			"status": ACTIVE,
			"oauth_plus_granted_scopes": " ".join(pair.granted_scopes),
			"oauth_plus_family": pair.family,
			"oauth_plus_refresh_expires_at": moments.to_column(pair.refresh_expires_at),
			"oauth_plus_grant_expires_at": moments.to_column(pair.grant_expires_at),
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


def owner_of(token: str | None) -> str | None:
	"""The client that the token was issued to."""
	pair = find(token)
	return pair and pair.client_id


def lock_by_refresh_token(digest: str) -> TokenPair | None:
	"""The same, its row locked until the request ends."""
	return _find("refresh_token", digest, for_update=True)


def found_family(pair: TokenPair, family: str) -> None:
	"""Give a pair from before this app the family of the grant that it begins."""
	rows.update(DOCTYPE, {"oauth_plus_family": family}, access_token=pair.access_digest)


def revoke_family(family: str) -> int:
	"""End every token of one grant; returns how many lived."""
	return _revoke(oauth_plus_family=family) if family else 0


def revoke_pair(pair: TokenPair) -> int:
	"""End a pair, and with it all that descends from the same grant; returns how many lived."""
	return revoke_family(pair.family) or _revoke(access_token=pair.access_digest)


def covers(user: str, client_id: str, scopes: tuple[str, ...], now: datetime) -> bool:
	"""Does this user have a live token of this client for all of these scopes?"""
	live = frappe.get_all(
		DOCTYPE,
		filters={
			"user": user,
			"client": client_id,
			"status": ACTIVE,
			"expiration_time": (">", moments.to_column(now)),
		},
		pluck="scopes",
		limit=20,
	)
	return any(set(scopes) <= set(scope.split(words)) for words in live)


def _revoke(**where: Any) -> int:
	return rows.update(DOCTYPE, {"status": REVOKED}, status=ACTIVE, **where)


def _find(column: str, digest: str, *, for_update: bool = False) -> TokenPair | None:
	row = frappe.db.get_value(DOCTYPE, {column: digest}, "*", as_dict=True, for_update=for_update)
	return _pair(row) if row else None


def _pair(row: Any) -> TokenPair:
	return TokenPair(
		access_digest=row.access_token,
		refresh_digest=row.refresh_token,
		client_id=row.client,
		user=row.user,
		scopes=scope.split(row.scopes),
		granted_scopes=scope.split(row.oauth_plus_granted_scopes or row.scopes),
		issued_at=moments.from_column(row.creation),
		expires_at=moments.end_of(row) or moments.from_column(row.creation),
		family=row.oauth_plus_family or "",
		refresh_expires_at=moments.from_column(row.oauth_plus_refresh_expires_at),
		grant_expires_at=moments.from_column(row.oauth_plus_grant_expires_at),
		is_revoked=row.status == REVOKED,
	)

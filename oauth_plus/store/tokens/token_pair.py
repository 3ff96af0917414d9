"""Access and refresh token as one frozen value, and its row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules import scope_list, secret

DOCTYPE = "OAuth Bearer Token"

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
	"oauth_plus_resource",
	"oauth_plus_delegation",
	"oauth_plus_dpop_jkt",
]

TIMES = (
	"creation",
	"oauth_plus_expires_at",
	"expiration_time",
	"oauth_plus_refresh_expires_at",
	"oauth_plus_grant_expires_at",
)

ACTIVE, REVOKED = "Active", "Revoked"


@dataclass(frozen=True)
class TokenPair:
	"""Access token, and the refresh token that was issued with it, as digests.

	`scopes` are those of the access token, `granted_scopes` those of the consent (RFC 6749 §6). `family` names the
	grant. `generation` is the number of the refresh token. Both are empty for a pair that another program has issued,
	until its first use. `resources` are the URIs that the access token is bound to (RFC 8707 §2); empty for none.
	`delegation` is the chain of an exchanged token (see rules/token_exchange.py); empty for any other.
	`dpop_jkt` is the thumbprint of the key that it is bound to (RFC 9449 §6); empty for none.
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
	resources: tuple[str, ...] = ()
	delegation: tuple[str, ...] = ()
	dpop_jkt: str = ""


def digested(row: Any) -> Any:
	"""Return a row with plain tokens from before installation as it will be stored."""
	plain = {name: row[name] for name in ("access_token", "refresh_token") if row[name]}
	return frappe._dict(row | {name: secret.digest(value) for name, value in plain.items()})


def from_row(row: Any) -> TokenPair:
	"""Return a row of `COLUMNS` as a pair; times in UTC."""
	issued_at, ends_at, stock_end, refresh_end, grant_end = clock.times(row, *TIMES)
	return TokenPair(
		access_digest=row.access_token,
		refresh_digest=row.refresh_token,
		client_id=row.client,
		user=row.user,
		scopes=scope_list.split(row.scopes),
		granted_scopes=scope_list.split(row.oauth_plus_granted_scopes or row.scopes),
		issued_at=issued_at,
		expires_at=ends_at or stock_end or issued_at,
		family=row.oauth_plus_family or "",
		generation=int(row.oauth_plus_generation or 0),
		refresh_expires_at=refresh_end,
		grant_expires_at=grant_end,
		is_revoked=row.status == REVOKED,
		resources=tuple((row.oauth_plus_resource or "").split()),
		delegation=tuple((row.oauth_plus_delegation or "").splitlines()),
		dpop_jkt=row.oauth_plus_dpop_jkt or "",
	)

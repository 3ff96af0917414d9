"""Authorization codes: stored by digest, locked to be read, spent once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock, queries, sql
from oauth_plus.rules import scope_list

DOCTYPE = "OAuth Authorization Code"

COLUMNS = [
	"authorization_code",
	"client",
	"user",
	"scopes",
	"creation",
	"expiration_time",
	"validity",
	"redirect_uri_bound_to_authorization_code",
	"nonce",
	"code_challenge",
	"code_challenge_method",
	"oauth_plus_redirect_uri",
	"oauth_plus_nonce",
	"oauth_plus_auth_time",
	"oauth_plus_family",
	"oauth_plus_expires_at",
	"oauth_plus_resource",
]

VALID, SPENT, WITHDRAWN = "Valid", "Spent", "Invalid"
"""Stock knows Valid and Invalid, and deletes what is Invalid every few minutes. A spent code must be
remembered until it would have expired, or its reuse could not be told from a typing error."""


@dataclass(frozen=True)
class Code:
	"""What a code was issued for. `expires_at` is None on codes older than this app, `auth_time` is when its person
	had signed in, in seconds since 1970, `resources` are the URIs that tokens may be for (RFC 8707 §2)."""

	digest: str
	client_id: str
	user: str
	scopes: tuple[str, ...]
	redirect_uri: str
	family: str
	nonce: str | None = None
	code_challenge: str | None = None
	code_challenge_method: str | None = None
	auth_time: float | None = None
	issued_at: datetime | None = None
	expires_at: datetime | None = None
	is_withdrawn: bool = False
	resources: tuple[str, ...] = ()


def issue(code: Code) -> None:
	"""Insert the row of a code that was just made, by digest (RFC 6749 §4.1.2)."""
	sql.insert(
		DOCTYPE,
		code.digest,
		{
			"authorization_code": code.digest,
			"client": code.client_id,
			"user": code.user,
			"scopes": " ".join(code.scopes),
			"redirect_uri_bound_to_authorization_code": code.redirect_uri[:140],
			"oauth_plus_redirect_uri": code.redirect_uri,
			"oauth_plus_nonce": code.nonce,
			"oauth_plus_auth_time": code.auth_time or 0,
			"oauth_plus_family": code.family,
			"code_challenge": code.code_challenge,
			"code_challenge_method": (code.code_challenge_method or "").lower(),
			"expiration_time": clock.to_column(code.expires_at),
			"oauth_plus_expires_at": clock.to_epoch(code.expires_at),
			"validity": VALID,
			"oauth_plus_resource": "\n".join(code.resources),
		},
	)


def lock(digest: str) -> Code | None:
	"""The code, its row locked until the request ends: of two at once, the second sees what the first did."""
	row = sql.first(DOCTYPE, COLUMNS, for_update=True, authorization_code=digest)
	return _code(row) if row else None


def spend(code: Code) -> bool:
	"""Take the code, if nobody did before. True for exactly one caller, with or without row locks."""
	return sql.update(DOCTYPE, {"validity": SPENT}, authorization_code=code.digest, validity=VALID) == 1


def withdraw(*, user: str | None, client_id: str | None, before: datetime | None) -> int:
	"""Withdraw the codes that are not redeemed yet and meet every condition. Returns the number of rows."""
	table = frappe.qb.DocType(DOCTYPE)
	ends = table.oauth_plus_expires_at
	query = frappe.qb.from_(table).select(table.name).where(table.validity == VALID)
	query = query.where((ends == 0) | (ends > clock.to_epoch(clock.now())))
	query = queries.narrowed(query, table, user=user, client_id=client_id, before=before)
	found = queries.locking(query, skip_locked=True).run()
	return sum(sql.update(DOCTYPE, {"validity": WITHDRAWN}, name=name) for (name,) in found)


def _code(row: Any) -> Code:
	issued_at, ends_at, stock_end = clock.times(row, "creation", "oauth_plus_expires_at", "expiration_time")
	return Code(
		digest=row.authorization_code,
		client_id=row.client,
		user=row.user,
		scopes=scope_list.split(row.scopes),
		redirect_uri=row.oauth_plus_redirect_uri or row.redirect_uri_bound_to_authorization_code or "",
		family=row.oauth_plus_family or "",
		nonce=row.oauth_plus_nonce or row.nonce,
		auth_time=row.oauth_plus_auth_time or None,
		code_challenge=row.code_challenge,
		code_challenge_method=row.code_challenge_method,
		issued_at=issued_at,
		expires_at=ends_at or stock_end,
		is_withdrawn=row.validity == WITHDRAWN,
		resources=tuple((row.oauth_plus_resource or "").split()),
	)

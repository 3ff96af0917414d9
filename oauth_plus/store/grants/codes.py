"""Authorization codes: stored by digest, locked to be read, spent once."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock, queries, sql
from oauth_plus.rules import scope_list, sign_in
from oauth_plus.rules.sign_in import SignIn

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
	"oauth_plus_amr",
	"oauth_plus_session",
	"oauth_plus_family",
	"oauth_plus_expires_at",
	"oauth_plus_resource",
	"oauth_plus_dpop_jkt",
]

VALID, SPENT, WITHDRAWN = "Valid", "Spent", "Invalid"
"""Validity of a spent code. Stock has Valid and Invalid, and deletes Invalid codes every few minutes. A spent code is
kept until its expiry, so that its reuse is detected."""


@dataclass(frozen=True)
class Code:
	"""Authorization code with everything that it is bound to. `expires_at` is None for codes from before
	installation. `sign_in` is how the user had signed in. `resources` are the URIs that tokens may be for (RFC 8707
	§2), `dpop_jkt` the thumbprint of the key that the code is bound to (RFC 9449 §10)."""

	digest: str
	client_id: str
	user: str
	scopes: tuple[str, ...]
	redirect_uri: str
	family: str
	nonce: str | None = None
	code_challenge: str | None = None
	code_challenge_method: str | None = None
	sign_in: SignIn = field(default_factory=SignIn)
	issued_at: datetime | None = None
	expires_at: datetime | None = None
	is_withdrawn: bool = False
	resources: tuple[str, ...] = ()
	dpop_jkt: str = ""


def issue(code: Code) -> None:
	"""Insert the row of a new code, as a digest (RFC 6749 §4.1.2)."""
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
			"oauth_plus_auth_time": code.sign_in.auth_time or 0,
			"oauth_plus_amr": " ".join(code.sign_in.methods),
			"oauth_plus_session": code.sign_in.session,
			"oauth_plus_family": code.family,
			"code_challenge": code.code_challenge,
			"code_challenge_method": (code.code_challenge_method or "").lower(),
			"expiration_time": clock.to_column(code.expires_at),
			"oauth_plus_expires_at": clock.to_epoch(code.expires_at),
			"validity": VALID,
			"oauth_plus_resource": "\n".join(code.resources),
			"oauth_plus_dpop_jkt": code.dpop_jkt,
		},
	)


def lock(digest: str) -> Code | None:
	"""Return the code with its row locked until the request ends, so that a second request sees the changes of the
	first."""
	row = sql.first(DOCTYPE, COLUMNS, for_update=True, authorization_code=digest)
	return _code(row) if row else None


def spend(code: Code) -> bool:
	"""Spend the code. Returns True for exactly one caller, with or without row locks."""
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
		sign_in=SignIn(
			row.oauth_plus_auth_time or None,
			sign_in.read_methods(row.oauth_plus_amr),
			row.oauth_plus_session or "",
		),
		code_challenge=row.code_challenge,
		code_challenge_method=row.code_challenge_method,
		issued_at=issued_at,
		expires_at=ends_at or stock_end,
		is_withdrawn=row.validity == WITHDRAWN,
		resources=tuple((row.oauth_plus_resource or "").split()),
		dpop_jkt=row.oauth_plus_dpop_jkt or "",
	)

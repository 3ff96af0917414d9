"""Lookup of a presented token with its family, its client and its user, in one statement.

The statement returns one JSON array, because Python's database drivers spend more time on a row of thirty columns
than the database does on finding it.
"""

import json
from typing import Any

import frappe

from oauth_plus.platform import readiness
from oauth_plus.rules import scope_list, secret
from oauth_plus.store.clients import client_gates
from oauth_plus.store.clients.client_fields import (
	CALL_LIMITS,
	DPOP_NONCE,
	ENFORCEMENT,
	EXCEPTIONS,
	PROFILE,
	SERVICE_USER,
)
from oauth_plus.store.grants.family import COLUMNS as OF_FAMILY
from oauth_plus.store.grants.family import State, from_row
from oauth_plus.store.presented_tokens import delegation
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.tokens import token_pair


def by_access_token(digest: str) -> PresentedToken | None:
	"""Return the token of this digest whatever its state, in one statement; None for an unknown one."""
	rows = _rows(frappe.db.sql(QUERY_ACCESS, (digest,)))
	return _presented(rows) if rows and rows[0].access_token == digest else None


def by_refresh_token(digest: str) -> PresentedToken | None:
	"""Return the token of this digest whatever its state, in one statement; None for an unknown one."""
	rows = _rows(frappe.db.sql(QUERY_REFRESH, (digest,)))
	return _presented(rows) if rows and rows[0].refresh_token == digest else None


def by_either(token: str) -> PresentedToken | None:
	"""Return the token of this text, access or refresh (RFC 7009 §2.1); None for an unknown one."""
	digest = secret.digest(token)
	return by_access_token(digest) or by_refresh_token(digest)


def by_plain_access_token(token: str) -> PresentedToken | None:
	"""Return a plain access token from before installation that is not converted yet; None for any other token.

	One statement looks for both forms, so that a token is found while it is being converted. A value in the form of a
	digest is never taken for a plain token, because every copy of the database has digests.
	"""
	if not readiness.is_converting() or secret.is_digest(token):
		return None
	digest = secret.digest(token)
	rows = _rows(frappe.db.sql(QUERY_EITHER, (digest, token)))
	if rows is None or rows[0].access_token not in (digest, token):
		return None
	return _presented(rows if rows[0].access_token == digest else [token_pair.digested(rows[0]), *rows[1:]])


COLUMNS = {
	"token": token_pair.COLUMNS,
	"family": OF_FAMILY,
	"client": (
		"name",
		"oauth_plus_enabled",
		ENFORCEMENT,
		EXCEPTIONS,
		PROFILE,
		"oauth_plus_networks",
		"scopes",
		SERVICE_USER,
		DPOP_NONCE,
		*CALL_LIMITS,
	),
	"user": ("name", "enabled", "restrict_ip"),
}

SITE = "SELECT `value` FROM `tabSingles` WHERE `doctype` = 'OAuth Plus Settings' AND `field` = 'exceptions' LIMIT 1"
"""What Settings say about every client, read in the same statement, so that it is as old as the client's row."""

QUERY = """SELECT JSON_ARRAY({}) FROM `tabOAuth Bearer Token` token
	LEFT JOIN `tabOAuth Plus Grant` family ON family.`name` = token.`oauth_plus_family`
	LEFT JOIN `tabOAuth Client` client ON client.`name` = token.`client`
	LEFT JOIN `tabUser` user ON user.`name` = token.`user`
	WHERE token.`{{}}` = %s LIMIT 1""".format(  # noqa: S608 our own words
	", ".join(
		[f"{table}.`{column}`" for table, columns in COLUMNS.items() for column in columns] + [f"({SITE})"]
	)
)

QUERY_ACCESS, QUERY_REFRESH = QUERY.format("access_token"), QUERY.format("refresh_token")
"""Condition of the lookup. The database's comparison ignores letter case, so each caller compares the result again."""

QUERY_EITHER = QUERY.replace("token.`{}` = %s", "token.`access_token` IN (%s, %s)")


def _rows(found: Any) -> list[Any] | None:
	"""Return the rows of the token, its family, its client and its user, and what Settings say."""
	if not found:
		return None
	said = iter(json.loads(found[0][0]))
	return [frappe._dict(zip(columns, said, strict=False)) for columns in (*COLUMNS.values(), (EXCEPTIONS,))]


def _presented(rows: list[Any]) -> PresentedToken:
	token, its_family, client, user, site = rows
	pair = token_pair.from_row(token)
	allowed = pair.delegation[-1] if pair.delegation else token.client
	found = PresentedToken(
		pair,
		family_is_live=not token.oauth_plus_family
		or (
			its_family.state == State.ACTIVE.value
			and (its_family.name, its_family.user, its_family.client)
			== (token.oauth_plus_family, token.user, allowed)
			and (not its_family.secret or client.oauth_plus_service_user == token.user)
		),
		client_is_enabled=client.name == token.client and bool(client.oauth_plus_enabled),
		user_is_enabled=user.name == token.user and bool(user.enabled),
		gates=client_gates.of_row(client, site[EXCEPTIONS] or ""),
		networks=scope_list.split(client.oauth_plus_networks),
		is_tied=bool(user.restrict_ip),
		family=from_row(its_family) if its_family.name else None,
		client_scopes=scope_list.split(client.scopes),
		requires_dpop_nonce=bool(client[DPOP_NONCE]),
		own_limits=tuple(int(client[field] or 0) for field in CALL_LIMITS),
	)
	return delegation.held_to_chain(found) if pair.delegation else found

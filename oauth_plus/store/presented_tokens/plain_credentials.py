"""Credentials from before installation, row by row: detected by their form, and replaced by their digests."""

from collections.abc import Callable
from typing import Any

import frappe

from oauth_plus.platform import clock, readiness, sql, transaction
from oauth_plus.rules import pkce
from oauth_plus.rules.secret import digest, is_digest
from oauth_plus.store.grants import codes
from oauth_plus.store.tokens import token_pair

CODE_COLUMNS = ("authorization_code", "code_challenge", "code_challenge_method")
"""A plain challenge is the verifier itself (RFC 7636 §4.2)."""


def convert_presented(*presented: str | None) -> None:
	"""Convert the rows of these tokens, while the database may have plain tokens from before installation. The
	request must not have written anything.

	A value in the form of a digest is never taken for a plain token, because every copy of the database has digests.
	"""
	if not readiness.is_converting():
		return
	plain = [value for value in presented if value and not is_digest(value)]
	if not plain:
		return
	transaction.begin_afresh()  # read what was converted since the request began
	for value in plain:
		for doctype, column, columns, convert in PLAIN:
			if row := sql.first(doctype, ["name"], **{column: value}):
				_convert_one(doctype, columns, row.name, {column: value}, convert)


def _convert_one(
	doctype: str,
	columns: tuple[str, ...],
	name: str,
	where: dict[str, str],
	convert: Callable[[Any], None],
) -> None:
	row = sql.first(doctype, ["name", *columns], for_update=True, name=name, **where)
	if row:
		convert(row)
	else:  # another request or the job was first
		transaction.undo()


def digest_token(row: Any, family: str) -> None:
	"""Replace the plain tokens of one row."""
	access, refresh = digest(row.access_token), row.refresh_token and digest(row.refresh_token)
	ends = clock.to_epoch(clock.from_column(row.expiration_time)) or 0
	frappe.db.sql(
		"""UPDATE `tabOAuth Bearer Token` SET name = %s, access_token = %s, refresh_token = %s,
		oauth_plus_family = %s, oauth_plus_generation = %s, oauth_plus_purge_at = %s WHERE name = %s""",
		(_name(row, access), access, refresh, family, int(bool(family)), 0 if refresh else ends, row.name),
	)


def _digest_presented_token(row: Any) -> None:
	"""Digest a token without a family. It gets one when it is used, under the locks of that."""
	digest_token(row, "")


def digest_codes(rows: list[Any]) -> None:
	"""Replace the plain codes of these rows."""
	for row in rows:
		code = digest(row.authorization_code)
		challenge, method = pkce.kept(row.code_challenge, row.code_challenge_method)
		frappe.db.sql(
			"""UPDATE `tabOAuth Authorization Code` SET name = %s, authorization_code = %s,
			code_challenge = %s, code_challenge_method = %s WHERE name = %s""",
			(_name(row, code), code, challenge, method and method.lower(), row.name),
		)


PLAIN = (
	(token_pair.DOCTYPE, "access_token", token_pair.STOCK_COLUMNS, _digest_presented_token),
	(token_pair.DOCTYPE, "refresh_token", token_pair.STOCK_COLUMNS, _digest_presented_token),
	(codes.DOCTYPE, "authorization_code", CODE_COLUMNS, lambda row: digest_codes([row])),
)
"""Columns that may have a plain credential from before installation."""


def _name(row: Any, credential: str) -> str:
	"""Return the new name of a row: its digest if the name was the credential; later versions of Frappe use another
	name."""
	return credential if row.name in (row.get("access_token"), row.get("authorization_code")) else row.name

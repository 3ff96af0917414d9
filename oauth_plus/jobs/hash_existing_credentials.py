"""Conversion of plain credentials from before installation into digests, in batches."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import frappe

from oauth_plus.platform import queries, readiness, schema, transaction
from oauth_plus.rules.secret import digest, is_digest, is_mask
from oauth_plus.store.client_secrets import secrets
from oauth_plus.store.clients import client_fields
from oauth_plus.store.grants import adoption, codes
from oauth_plus.store.presented_tokens import plain_credentials
from oauth_plus.store.tokens import token_pair

BATCH = 2_000
"""Rows between two commits. Few enough to lock no row for long, and enough not to wait for the disk often."""

NEEDED = {
	token_pair.DOCTYPE: ["oauth_plus_family", "oauth_plus_generation", "oauth_plus_purge_at"],
	client_fields.DOCTYPE: [client_fields.SIGNING],
}
"""Columns of this app that the conversion writes. In an update, they are added after the patches run."""


def may_begin() -> bool:
	"""Return whether all columns that are written here exist. False while the tables are older than this code."""
	return all(schema.has_all_columns(doctype, fields) for doctype, fields in NEEDED.items())


def digest_tokens() -> Iterator[int]:
	"""Replace plain access and refresh tokens by digests, and give each live pair a family. Yields the rows of each
	batch, after its commit."""
	return _batches(token_pair.DOCTYPE, token_pair.STOCK_COLUMNS, _digest_tokens)


def digest_codes() -> Iterator[int]:
	"""Replace plain authorization codes by digests. Yields the rows of each batch, after its commit."""
	return _batches(codes.DOCTYPE, plain_credentials.CODE_COLUMNS, plain_credentials.digest_codes)


def digest_secrets() -> Iterator[int]:
	"""Replace plain client secrets by digests. Yields the rows of each batch, after its commit."""
	done, last = 0, ""
	while rows := _after(client_fields.DOCTYPE, ("client_secret",), last):
		last = rows[-1].name
		plain = [row for row in rows if not is_mask(row.client_secret)]
		for row in plain:
			secrets.adopt(row.name)
		frappe.db.commit()
		done += len(plain)
		yield done


def convert_tokens_and_codes() -> None:
	"""Convert all plain tokens and codes, and print the rows of each batch. Commits after each batch. Idempotent.
	Does nothing while columns are missing."""
	if may_begin():
		_report("tokens", digest_tokens())
		_report("codes", digest_codes())


def convert_secrets() -> None:
	"""Convert all plain client secrets, and print the rows of each batch. Commits after each batch. Idempotent. Does
	nothing while columns are missing."""
	if may_begin():
		_report("client secrets", digest_secrets())


def _report(kind: str, batches: Iterator[int]) -> None:
	done = 0
	for done in batches:
		if done:
			print(f"\rOAuth Plus: {done} {kind} digested", end="", flush=True)
	if done:
		print()


def has_clients() -> bool:
	"""Return whether there is an OAuth Client. If so, there may be tokens from before installation, or there may be
	soon."""
	return frappe.db.count(client_fields.DOCTYPE) > 0


def finish() -> None:
	"""Convert the rows that are left. Then, plain tokens in the database are no longer valid. Commits after each
	batch."""
	if readiness.is_converting() and not any((*digest_tokens(), *digest_codes())):
		readiness.announce(converting=False)


def _batches(
	doctype: str, columns: tuple[str, ...], digest_rows: Callable[[list[Any]], None]
) -> Iterator[int]:
	done, last = 0, ""
	while rows := _after(doctype, columns, last):
		last = rows[-1].name
		plain = [row for row in rows if not is_digest(row[columns[0]] or "")]
		if plain:
			done += transaction.repeat_on_conflict(partial(_convert, doctype, columns, plain, digest_rows))
		yield done


def _convert(
	doctype: str, columns: tuple[str, ...], rows: list[Any], digest_rows: Callable[[list[Any]], None]
) -> int:
	"""Convert these rows, without those that a request has converted since they were read. Commits. Returns the
	number of rows."""
	table, chosen = _select(doctype, columns)
	chosen = queries.locking(chosen.where(table.name.isin([row.name for row in rows])))
	if plain := [row for row in chosen.run(as_dict=True) if not is_digest(row[columns[0]] or "")]:
		digest_rows(plain)
	frappe.db.commit()
	return len(plain)


def _after(doctype: str, columns: tuple[str, ...], last: str) -> list[Any]:
	table, chosen = _select(doctype, columns)
	return chosen.where(table.name > last).orderby(table.name).limit(BATCH).run(as_dict=True)


def _select(doctype: str, columns: tuple[str, ...]) -> tuple[Any, Any]:
	table = frappe.qb.DocType(doctype)
	return table, frappe.qb.from_(table).select(table.name, *(table[column] for column in columns))


def _digest_tokens(rows: list[Any]) -> None:
	if frappe.db.db_type == "mariadb":
		frappe.db.sql(DIGEST_TOKENS, {"names": [row.name for row in rows]})
	else:
		for row in rows:
			plain_credentials.digest_token(row, digest(row.access_token)[:32])
	adoption.create_families_for([row for row in rows if row.status == token_pair.ACTIVE])


DIGEST_TOKENS = """UPDATE `tabOAuth Bearer Token` SET
	name = IF(name = access_token, SHA2(access_token, 256), name),
	oauth_plus_family = LEFT(SHA2(access_token, 256), 32),
	oauth_plus_generation = 1,
	oauth_plus_purge_at = IF(COALESCE(refresh_token, '') = '', COALESCE(UNIX_TIMESTAMP(expiration_time), 0), 0),
	refresh_token = IF(refresh_token = '', '', SHA2(refresh_token, 256)),
	access_token = SHA2(access_token, 256)
	WHERE name IN %(names)s"""
"""One statement for a batch, which is fifteen times as fast as one for each row. MariaDB makes the assignments in
this order. `oauth_plus_purge_at` may be wrong by the hours between the time zones of database and site."""

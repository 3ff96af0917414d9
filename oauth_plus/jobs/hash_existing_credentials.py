"""Credentials from before this app: told from ours by their form, and turned into digests batch by batch."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import frappe

from oauth_plus.platform import queries, readiness, schema, transaction
from oauth_plus.rules.secret import digest, is_digest, is_mask
from oauth_plus.store.client_secrets import secrets
from oauth_plus.store.clients import client_fields
from oauth_plus.store.grants import codes, families
from oauth_plus.store.presented_tokens import plain_credentials
from oauth_plus.store.tokens import token_pair

BATCH = 2_000
"""Rows between two commits: small enough to hold no lock for long, large enough not to wait for the disk."""

NEEDED = {
	token_pair.DOCTYPE: ["oauth_plus_family", "oauth_plus_generation", "oauth_plus_purge_at"],
	client_fields.DOCTYPE: [client_fields.SIGNING],
}
"""Columns of ours. When this app is updated they come after the patches, and the conversions with them."""


def may_begin() -> bool:
	"""Every column that is written here exists. Returns False while the tables are older than this code."""
	return all(schema.has_all_columns(doctype, fields) for doctype, fields in NEEDED.items())


def digest_tokens() -> Iterator[int]:
	"""Replace plain access and refresh tokens, and give each live pair a family; yields the rows done after
	each batch, which is committed."""
	return _batches(token_pair.DOCTYPE, token_pair.STOCK_COLUMNS, _digest_tokens)


def digest_codes() -> Iterator[int]:
	"""Replace plain authorization codes; yields the rows done after each batch, which is committed."""
	return _batches(codes.DOCTYPE, plain_credentials.CODE_COLUMNS, plain_credentials.digest_codes)


def digest_secrets() -> Iterator[int]:
	"""Replace plain client secrets; yields the rows done after each batch, which is committed."""
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
	"""Convert all that is there, and print the rows done after each batch, which is committed; a second run finds
	nothing to do. While columns are missing, nothing happens."""
	if may_begin():
		_report("tokens", digest_tokens())
		_report("codes", digest_codes())


def convert_secrets() -> None:
	"""Convert all plain client secrets, and print the rows done after each batch, which is committed; a second run
	finds nothing to do. While columns are missing, nothing happens."""
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
	"""Somebody may have tokens from before this app, or be about to get one: there is a row of OAuth Client."""
	return frappe.db.count(client_fields.DOCTYPE) > 0


def finish() -> None:
	"""Convert the rows that are left. Once there are none, a token in plain text opens nothing any more.
	Commits in batches."""
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
	"""Convert these rows as they are now, without those that a request has converted since they were read. Commits.
	Returns the number of rows."""
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
	families.create_families_for([row for row in rows if row.status == token_pair.ACTIVE])


DIGEST_TOKENS = """UPDATE `tabOAuth Bearer Token` SET
	name = IF(name = access_token, SHA2(access_token, 256), name),
	oauth_plus_family = LEFT(SHA2(access_token, 256), 32),
	oauth_plus_generation = 1,
	oauth_plus_purge_at = IF(COALESCE(refresh_token, '') = '', COALESCE(UNIX_TIMESTAMP(expiration_time), 0), 0),
	refresh_token = IF(refresh_token = '', '', SHA2(refresh_token, 256)),
	access_token = SHA2(access_token, 256)
	WHERE name IN %(names)s"""
"""A batch in one statement, whose assignments MariaDB carries out in this order: fifteen times as fast as row
by row. `oauth_plus_purge_at` may be off by the hours between the time zones of database and site."""

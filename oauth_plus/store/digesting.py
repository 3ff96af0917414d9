"""Credentials from before this app: told from ours by their form, and turned into digests batch by batch."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe

from oauth_plus.rules import pkce
from oauth_plus.rules.secret import digest, is_digest, is_mask, new_secret
from oauth_plus.store import clients, codes, families, moments, schema, secrets, tokens, vault

BATCH = 2_000
"""Rows between two commits: small enough to hold no lock for long, large enough not to wait for the disk."""

NEEDED = {
	tokens.DOCTYPE: ["oauth_plus_family", "oauth_plus_generation", "oauth_plus_purge_at"],
	clients.DOCTYPE: [clients.SIGNING],
}
"""Columns of ours. When this app is updated they come after the patches, and the conversions with them."""


CHALLENGE = ("code_challenge", "code_challenge_method")
"""A plain one is the verifier itself (RFC 7636 §4.2)."""


def may_begin() -> bool:
	"""Is every column there that is written here?"""
	return all(schema.has_all_columns(doctype, fields) for doctype, fields in NEEDED.items())


def digest_tokens() -> Iterator[int]:
	"""Replace plain access and refresh tokens, and give each live pair a family; yields the rows done after
	each batch, which is committed."""
	return _batches(tokens.DOCTYPE, tokens.STOCK_COLUMNS, _digest_tokens)


def digest_codes() -> Iterator[int]:
	"""Replace plain authorization codes; yields the rows done after each batch, which is committed."""
	return _batches(codes.DOCTYPE, ("authorization_code", *CHALLENGE), _digest_codes)


def digest_secrets() -> Iterator[int]:
	"""Replace plain client secrets; yields the rows done after each batch, which is committed."""
	done, last = 0, ""
	while rows := _after(clients.DOCTYPE, ("client_secret",), last):
		last = rows[-1].name
		plain = [row for row in rows if not is_mask(row.client_secret)]
		for row in plain:
			secrets.adopt(row.name)
		frappe.db.commit()
		done += len(plain)
		yield done


def give_back_secrets(kept: dict[str, str]) -> tuple[int, int]:
	"""Write secrets into Frappe's own field again: those that are kept, and new ones for the other clients.

	Returns how many were given back, and how many are new.
	"""
	known, unknown = [], []
	for client_id in clients.masked():
		(known if client_id in kept else unknown).append(client_id)
		clients.write_secret_field(client_id, kept.get(client_id) or new_secret())
	vault.forget_all()
	return len(known), len(unknown)


def delete_digested() -> dict[str, int]:
	"""Remove what only this app can read: stock would take a digest for the token itself."""
	return {
		"OAuth Bearer Token": _delete_digested(tokens.DOCTYPE, "access_token"),
		"OAuth Authorization Code": _delete_digested(codes.DOCTYPE, "authorization_code"),
	}


def _batches(
	doctype: str, columns: tuple[str, ...], digest_rows: Callable[[list[Any]], None]
) -> Iterator[int]:
	done, last = 0, ""
	while rows := _after(doctype, columns, last):
		last = rows[-1].name
		plain = [row for row in rows if not is_digest(row[columns[0]] or "")]
		if plain:
			digest_rows(plain)
			frappe.db.commit()
		done += len(plain)
		yield done


def _after(doctype: str, columns: tuple[str, ...], last: str) -> list[Any]:
	table = frappe.qb.DocType(doctype)
	chosen = frappe.qb.from_(table).select(table.name, *(table[column] for column in columns))
	return chosen.where(table.name > last).orderby(table.name).limit(BATCH).run(as_dict=True)


def _digest_tokens(rows: list[Any]) -> None:
	if frappe.db.db_type == "mariadb":
		frappe.db.sql(DIGEST_TOKENS, {"names": [row.name for row in rows]})
	else:
		for row in rows:
			_digest_token(row)
	families.found_for([row for row in rows if row.status == tokens.ACTIVE])


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


def _digest_token(row: Any) -> None:
	access, refresh = digest(row.access_token), row.refresh_token and digest(row.refresh_token)
	ends = moments.to_epoch(moments.from_column(row.expiration_time)) or 0
	frappe.db.sql(
		"""UPDATE `tabOAuth Bearer Token` SET name = %s, access_token = %s, refresh_token = %s,
		oauth_plus_family = %s, oauth_plus_generation = 1, oauth_plus_purge_at = %s WHERE name = %s""",
		(_name(row, access), access, refresh, access[:32], 0 if refresh else ends, row.name),
	)


def _digest_codes(rows: list[Any]) -> None:
	for row in rows:
		code = digest(row.authorization_code)
		challenge, method = pkce.kept(row.code_challenge, row.code_challenge_method)
		frappe.db.sql(
			"""UPDATE `tabOAuth Authorization Code` SET name = %s, authorization_code = %s,
			code_challenge = %s, code_challenge_method = %s WHERE name = %s""",
			(_name(row, code), code, challenge, method and method.lower(), row.name),
		)


def _name(row: Any, credential: str) -> str:
	"""A row's name follows where it was the credential itself; later Frappes name it otherwise."""
	return credential if row.name in (row.get("access_token"), row.get("authorization_code")) else row.name


def _delete_digested(doctype: str, column: str) -> int:
	table = frappe.qb.DocType(doctype)
	rows = frappe.qb.from_(table).select(table.name, table[column]).run(as_dict=True)
	names = [row.name for row in rows if is_digest(row[column] or "")]
	for start in range(0, len(names), BATCH):
		frappe.db.delete(doctype, {"name": ("in", names[start : start + BATCH])})
	return len(names)

"""Credentials from before this app: told from ours by their form, and turned into digests batch by batch."""

from collections.abc import Iterator

import frappe

from oauth_plus.rules.secret import digest, is_digest
from oauth_plus.store import codes, tokens

BATCH = 2_000
"""Rows between two commits: small enough to hold no lock for long, large enough not to wait for the disk."""


def digest_tokens() -> Iterator[int]:
	"""Replace plain access and refresh tokens; yields the rows done after each batch, which is committed."""
	return _batches(tokens.DOCTYPE, "access_token", "refresh_token")


def digest_codes() -> Iterator[int]:
	"""Replace plain authorization codes; yields the rows done after each batch, which is committed."""
	return _batches(codes.DOCTYPE, "authorization_code")


def delete_digested() -> dict[str, int]:
	"""Remove what only this app can read: stock would take a digest for the token itself."""
	return {
		"OAuth Bearer Token": _delete_digested(tokens.DOCTYPE, "access_token"),
		"OAuth Authorization Code": _delete_digested(codes.DOCTYPE, "authorization_code"),
	}


def _batches(doctype: str, *columns: str) -> Iterator[int]:
	done, last = 0, ""
	while rows := _after(doctype, columns, last):
		last = rows[-1].name
		plain = [row for row in rows if not is_digest(row[columns[0]] or "")]
		for row in plain:
			_digest(doctype, row, columns)
		frappe.db.commit()
		done += len(plain)
		yield done


def _after(doctype: str, columns: tuple[str, ...], last: str) -> list:
	table = frappe.qb.DocType(doctype)
	chosen = frappe.qb.from_(table).select(table.name, *(table[column] for column in columns))
	return chosen.where(table.name > last).orderby(table.name).limit(BATCH).run(as_dict=True)


def _digest(doctype: str, row, columns: tuple[str, ...]) -> None:
	"""One row. Its name follows where it was the credential itself; later Frappes name it otherwise."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.update(table).where(table.name == row.name)
	for column in columns:
		if row[column]:
			query = query.set(table[column], digest(row[column]))
	if row.name == row[columns[0]]:
		query = query.set(table.name, digest(row.name))
	query.run()


def _delete_digested(doctype: str, column: str) -> int:
	table = frappe.qb.DocType(doctype)
	rows = frappe.qb.from_(table).select(table.name, table[column]).run(as_dict=True)
	names = [row.name for row in rows if is_digest(row[column] or "")]
	for start in range(0, len(names), BATCH):
		frappe.db.delete(doctype, {"name": ("in", names[start : start + BATCH])})
	return len(names)

"""Credentials at uninstallation: delete digests, and give Frappe's provider the plain secrets."""

import frappe

from oauth_plus.platform import queries, sql
from oauth_plus.rules.secret import is_digest, new_secret
from oauth_plus.store.client_secrets import vault
from oauth_plus.store.clients import client_lists, client_rows
from oauth_plus.store.events.webhooks import webhook_secrets
from oauth_plus.store.grants import codes
from oauth_plus.store.tokens import token_pair


def give_back_secrets(kept: dict[str, str]) -> tuple[int, int]:
	"""Write the stored secrets into Frappe's own field, and new ones for other clients. Returns the number of rows of
	both."""
	known, unknown = [], []
	for client_id in client_lists.masked():
		(known if client_id in kept else unknown).append(client_id)
		client_rows.write_secret_field(client_id, kept.get(client_id) or new_secret())
	vault.delete_all()
	webhook_secrets.delete_all()
	return len(known), len(unknown)


def delete_digested() -> dict[str, int]:
	"""Delete rows of digests, which Frappe's provider would take for tokens. Returns the number of rows by DocType."""
	return {
		"OAuth Bearer Token": _delete_digested(token_pair.DOCTYPE, "access_token"),
		"OAuth Authorization Code": _delete_digested(codes.DOCTYPE, "authorization_code"),
	}


def _delete_digested(doctype: str, column: str) -> int:
	table = frappe.qb.DocType(doctype)
	rows = frappe.qb.from_(table).select(table.name, table[column]).run(as_dict=True)
	names = [row.name for row in rows if is_digest(row[column] or "")]
	return sum(sql.delete(doctype, chunk) for chunk in queries.chunks(names))

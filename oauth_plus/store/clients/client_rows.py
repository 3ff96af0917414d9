"""OAuth Clients as rows: read, locked and changed, with their keys in the cache."""

from collections.abc import Iterable
from datetime import datetime
from html import unescape
from typing import Any

import frappe

from oauth_plus.platform import cache, clock, queries, sql
from oauth_plus.rules.policy import Gate
from oauth_plus.store.clients import client_fields, client_gates
from oauth_plus.store.clients.client_fields import (
	COLUMNS,
	DOCTYPE,
	ENFORCEMENT,
	OF_BRANDING,
	PUBLIC,
	SERVICE_USER,
	SIGNING,
	SYMMETRIC,
)
from oauth_plus.store.clients.client_from_row import undigested

LONGEST_ID = 140
"""Characters of a name, as Frappe stores it."""


def read(client_id: str | None) -> Any | None:
	"""Return the row of exactly this id, COLUMNS and OF_BRANDING with `allowed_roles`, a list of names; None without
	one. The database's comparison ignores letter case; this does not."""
	if not client_id or len(client_id) > LONGEST_ID:
		return None
	row = sql.first(DOCTYPE, [*COLUMNS, *_of_branding()], name=client_id)
	if not row or row.name != client_id:
		return None
	row.allowed_roles = _allowed_roles(client_id)
	return row


def read_all(client_ids: Iterable[str]) -> dict[str, Any]:
	"""Return the rows of these ids as `read` does, by id; two statements for each thousand of them."""
	found: dict[str, Any] = {}
	for chunk in queries.chunks(sorted(set(client_ids))):
		named, columns = {"name": ("in", chunk)}, [*COLUMNS, *_of_branding()]
		rows = frappe.get_all(DOCTYPE, filters=named, fields=columns, order_by=None)
		found |= {row.name: frappe._dict(row, allowed_roles=[]) for row in rows if row.name in chunk}
		owned = {"parent": ("in", chunk), "parenttype": DOCTYPE}
		for role in frappe.get_all(
			"OAuth Client Role", filters=owned, fields=["parent", "role"], order_by=None
		):
			if role.parent in found:
				found[role.parent].allowed_roles.append(role.role)
	return found


def _of_branding() -> list[str]:
	meta = frappe.get_meta(DOCTYPE)
	return [column for column in OF_BRANDING if column == "owner" or meta.has_field(column)]


def cache_key(client_id: str) -> bytes:
	"""Return the key of a client in Redis, in bytes."""
	return cache.key_of("client", client_id)


def origins_key() -> bytes:
	"""Return the key of the origins of all public clients in Redis, in bytes."""
	return cache.key_of("origins")


def capabilities_key() -> bytes:
	"""Return the key of what some enabled client does in Redis, in bytes."""
	return cache.key_of("capabilities")


def invalidate(client_id: str) -> None:
	"""Invalidate the cache after a change of the client or of a secret of it, now and at the commit. Raises
	nothing where Redis does not answer."""
	cache.invalidate([cache_key(client_id), origins_key(), capabilities_key()])


def lock_shared(client_id: str) -> bool:
	"""Lock the row shared until the transaction ends, and return whether the client is enabled. A request that
	disables the client waits, and then sees what was written."""
	return bool(sql.lock_shared(DOCTYPE, client_id, "oauth_plus_enabled"))


def follow(client_id: str) -> None:
	"""Write the new name of a renamed client into Frappe's column that repeats it, which Frappe does only at the next
	save."""
	sql.update(DOCTYPE, {"client_id": client_id}, name=client_id)
	frappe.clear_document_cache(DOCTYPE, client_id)


def undigested_secret(client_id: str) -> str:
	"""Return the plain secret in Frappe's own field; empty if the field has the mask. Never log it."""
	return undigested(frappe.db.get_value(DOCTYPE, client_id, "client_secret"))


def write_secret_field(client_id: str, value: str) -> None:
	"""Write Frappe's own field: the mask, or the secret at uninstallation."""
	frappe.db.set_value(DOCTYPE, client_id, "client_secret", value, update_modified=False)
	frappe.clear_document_cache(DOCTYPE, client_id)
	invalidate(client_id)


def made_at(client_id: str) -> datetime | None:
	"""Return the time at which the client was made (UTC, aware)."""
	return clock.from_column(frappe.db.get_value(DOCTYPE, client_id, "creation"))


def owner_and_title(client_id: str) -> tuple[str, str]:
	"""Return the user who created the client, and its title; the owner is empty without a row."""
	owner, title = frappe.db.get_value(DOCTYPE, client_id, ["owner", "app_name"]) or ("", "")
	return owner, unescape(title or client_id)


def document_of(client_id: str) -> Any:
	"""Return the document of exactly this id; the caller checks permissions. Raises DoesNotExistError."""
	document = frappe.get_doc(DOCTYPE, client_id)
	if document.name != client_id:
		raise frappe.DoesNotExistError
	return document


def disable(client_id: str) -> None:
	"""Disable a client as an administrator does in Desk, with all hooks: its grants end. Raises what the
	hooks raise."""
	document = frappe.get_doc(DOCTYPE, client_id)
	document.oauth_plus_enabled = 0
	document.flags.ignore_validate = True
	document.save(ignore_permissions=True)


def delete(client_id: str) -> None:
	"""Delete a client as an administrator does in Desk, with all hooks: its grants end, and its secrets go. Raises what
	the hooks raise."""
	frappe.delete_doc(DOCTYPE, client_id, ignore_permissions=True, force=True, delete_permanently=True)


def verifies_with_secret(client_id: str) -> bool:
	"""Return whether the ID tokens of this client are signed with its secret (OpenID Connect Core §10.1)."""
	return frappe.db.get_value(DOCTYPE, client_id, SIGNING) == SYMMETRIC


def allowing(role: str) -> list[str]:
	"""Return the ids of the clients that this role may use; empty for none."""
	query = "SELECT DISTINCT `parent` FROM `tabOAuth Client Role` WHERE `role` = %s AND `parenttype` = %s"
	return [client_id for (client_id,) in frappe.db.sql(query, (role, DOCTYPE))]


def served_by(user: str) -> list[str]:
	"""Return the ids of the clients that act as this user by themselves; empty for none."""
	return frappe.get_all(DOCTYPE, filters={SERVICE_USER: user}, pluck="name")


def _allowed_roles(client_id: str) -> list[str]:
	query = "SELECT `role` FROM `tabOAuth Client Role` WHERE `parent` = %s AND `parenttype` = %s"
	return [role for (role,) in frappe.db.sql(query, (client_id, DOCTYPE))]


def treat_as_old() -> None:
	"""Set all rows to Warn at installation, with ID tokens signed by the client secret as before, and mark the
	clients without a secret as public (RFC 6749 §2.1)."""
	table = frappe.qb.DocType(DOCTYPE)
	frappe.qb.update(table).set(table[ENFORCEMENT], Gate.WARN.value).run()
	client_gates.begin_watching()
	frappe.qb.update(table).set(table[SIGNING], SYMMETRIC).run()
	field = table[client_fields.auth_method_field()]
	frappe.qb.update(table).set(table.oauth_plus_client_type, PUBLIC).where(field == "None").run()

"""Client secrets as rows and as values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from oauth_plus.platform import clock, frappe_private
from oauth_plus.store.client_secrets import vault
from oauth_plus.store.clients import client_rows

DOCTYPE = vault.OWNER

NOT_TOLD = 1_000
"""Days before expiry without any notification: more than those of every notification."""


@dataclass(frozen=True)
class Secret:
	"""Secret without its value. `ends_at` is None if it does not expire."""

	name: str
	client_id: str
	label: str
	hint: str
	made_at: datetime
	ends_at: datetime | None
	used_at: datetime | None
	told_days: int
	digest: str = field(repr=False)

	def has_ended(self, now: datetime) -> bool:
		"""Return whether the secret has ended."""
		return self.ends_at is not None and self.ends_at <= now


def live_of(client_id: str, now: datetime) -> list[Secret]:
	"""Return the secrets of a client that have not expired at this time, oldest first; empty for none."""
	return [each for each in of_client(client_id) if not each.has_ended(now)]


def count_live(now: datetime) -> int:
	"""Return the number of rows of secrets that have not expired at this time, of all clients."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(Count("*"))
	[[count]] = query.where((table.ends_at == 0) | (table.ends_at > clock.to_epoch(now))).run()
	return count


def count_of(client_id: str) -> int:
	"""Return the number of rows of a client's secrets, expired or not."""
	return len(of_client(client_id))


def find_live(client_id: str, name: str) -> Secret | None:
	"""Return one of the client's secrets that have not expired; None where there is none of this name."""
	return next((each for each in live_of(client_id, clock.now()) if each.name == name), None)


def delete_of_client(client_id: str) -> int:
	"""Delete the rows of a deleted client's secrets."""
	return delete(of_client(client_id))


def read(client_id: str) -> list[Any]:
	"""Return all secrets of a client as rows, live or not, oldest first."""
	return frappe.db.sql(OF_ONE_CLIENT, (DOCTYPE, vault.DIGEST, client_id), as_dict=True)


def from_row(row: Any) -> Secret:
	"""Return a row as a value."""
	return Secret(
		name=row.name,
		client_id=row.client,
		label=row.label or "",
		hint=row.hint or "",
		made_at=clock.from_column(row.creation),
		ends_at=clock.from_epoch(row.ends_at),
		used_at=clock.from_column(row.last_used),
		told_days=row.told_days or 0,
		digest=row.password,
	)


def of_client(client_id: str) -> list[Secret]:
	"""Return all secrets of a client, expired or not; empty for none."""
	return [from_row(row) for row in read(client_id)]


def select(which: Any) -> list[Secret]:
	"""Return the secrets that meet a condition, oldest first; empty for none."""
	table, auth = frappe.qb.DocType(DOCTYPE), frappe_private.passwords()
	kept = (auth.doctype == DOCTYPE) & (auth.name == table.name) & (auth.fieldname == vault.DIGEST)
	query = frappe.qb.from_(table).join(auth).on(kept).select(table.star, auth.password)
	return [from_row(row) for row in query.where(which).orderby(table.creation).run(as_dict=True)]


OF_ONE_CLIENT = f"""SELECT secret.`name`, secret.`client`, secret.`label`, secret.`hint`, secret.`creation`,
	secret.`ends_at`, secret.`last_used`, secret.`told_days`, auth.`password`
	FROM `tabOAuth Plus Client Secret` secret JOIN `{frappe_private.PASSWORDS}` auth
	ON auth.`doctype` = %s AND auth.`name` = secret.`name` AND auth.`fieldname` = %s
	WHERE secret.`client` = %s ORDER BY secret.`creation`"""  # noqa: S608 our own words
"""The query of `select` as plain SQL, for every request that authenticates a client: see platform/sql.py."""


def delete(gone: list[Secret]) -> int:
	"""Delete the rows of these secrets, digests and copies included. Returns the number of rows."""
	names = [each.name for each in gone]
	if names:
		vault.delete(names)
		frappe.db.delete(DOCTYPE, {"name": ("in", names)})
	for client_id in {each.client_id for each in gone}:
		client_rows.invalidate(client_id)
	return len(names)


def day_of(moment: datetime | None) -> str:
	"""Return a time in UTC as text, to the minute; empty for none."""
	return moment.astimezone(clock.UTC).strftime("%Y-%m-%d %H:%M UTC") if moment else ""

"""Signing secrets of webhooks, encrypted in Frappe's table of passwords, which no list, report or REST call reaches."""

import secrets
from collections.abc import Iterable

import frappe

from oauth_plus.platform import clock, frappe_private, sql
from oauth_plus.rules import webhook
from oauth_plus.store.events.webhooks.subscriptions import DOCTYPE
from oauth_plus.store.site import password_rows

PRESENT, LAST = "secret", "last_secret"

PURPOSE = "webhook_secret"

OVERLAP = 86_400
"""Seconds for which the last secret signs as well, after a new one was created."""


def make(name: str) -> str:
	"""Create a secret of a webhook, and return it, only this once. The last one signs for another day."""
	value = webhook.secret_from(secrets.token_bytes(webhook.SECRET_BYTES))
	last = password_rows.read(DOCTYPE, name, PRESENT)
	delete([name])
	if last:
		frappe_private.store_password(DOCTYPE, name, LAST, last)
	frappe_private.store_password(DOCTYPE, name, PRESENT, password_rows.encrypted(value, PURPOSE))
	sql.update(DOCTYPE, {"secret_created": clock.now()}, update_modified=False, name=name)
	frappe.clear_document_cache(DOCTYPE, name)
	return value


def signing(name: str) -> list[str]:
	"""Return the secrets that sign now, the newest first; empty for none, or if the site's encryption key has changed."""
	row = sql.first(DOCTYPE, ["secret_created"], name=name)
	created = clock.from_column(row.secret_created) if row else None
	is_young = created and (clock.now() - created).total_seconds() < OVERLAP
	fields = (PRESENT, LAST) if is_young else (PRESENT,)
	stored = [password_rows.read(DOCTYPE, name, field) for field in fields]
	return [*filter(None, (password_rows.decrypted(each, PURPOSE) for each in stored))]


def delete(names: Iterable[str]) -> None:
	"""Delete the secrets of these webhooks."""
	password_rows.delete(DOCTYPE, names)


def delete_all() -> None:
	"""Delete every secret of a webhook."""
	password_rows.delete_all(DOCTYPE)

"""Signing secrets of webhooks, encrypted in Frappe's table of passwords, which no list, report or REST call reaches."""

import base64
import secrets
from collections.abc import Iterable

import frappe
from frappe.utils import password

from oauth_plus.platform import clock, frappe_private, sql
from oauth_plus.rules import webhook
from oauth_plus.store.site import encryption_key
from oauth_plus.store.webhooks.subscriptions import DOCTYPE

PRESENT, LAST = "secret", "last_secret"

OVERLAP = 86_400
"""Seconds for which the last secret signs as well, after a new one was created."""


def make(name: str) -> str:
	"""Create a secret of a webhook, and return it, only this once. The last one signs for another day."""
	value = webhook.secret_from(secrets.token_bytes(webhook.SECRET_BYTES))
	last = _stored(name, PRESENT)
	delete([name])
	if last:
		frappe_private.store_password(DOCTYPE, name, LAST, last)
	frappe_private.store_password(DOCTYPE, name, PRESENT, password.encrypt(value, _key()))
	sql.update(DOCTYPE, {"secret_created": clock.now()}, update_modified=False, name=name)
	frappe.clear_document_cache(DOCTYPE, name)
	return value


def signing(name: str) -> list[str]:
	"""Return the secrets that sign now, the newest first; empty for none, or if the site's encryption key has changed."""
	row = sql.first(DOCTYPE, ["secret_created"], name=name)
	created = clock.from_column(row.secret_created) if row else None
	is_young = created and (clock.now() - created).total_seconds() < OVERLAP
	stored = [_stored(name, PRESENT), _stored(name, LAST) if is_young else None]
	return [*filter(None, map(_decrypted, stored))]


def delete(names: Iterable[str]) -> None:
	"""Delete the secrets of these webhooks."""
	auth, gone = frappe_private.passwords(), list(names)
	frappe.qb.from_(auth).delete().where((auth.doctype == DOCTYPE) & auth.name.isin(gone)).run()


def delete_all() -> None:
	"""Delete every secret of a webhook."""
	auth = frappe_private.passwords()
	frappe.qb.from_(auth).delete().where(auth.doctype == DOCTYPE).run()


def _stored(name: str, field: str) -> str | None:
	auth = frappe_private.passwords()
	mine = (auth.doctype == DOCTYPE) & (auth.name == name) & (auth.fieldname == field)
	rows = frappe.qb.from_(auth).select(auth.password).where(mine).run()
	return rows[0][0] if rows else None


def _decrypted(stored: str | None) -> str | None:
	try:
		return password.decrypt(stored, _key()) if stored else None
	except frappe.ValidationError:
		frappe.clear_last_message()
		return None


def _key() -> str:
	"""Return a key in the format that Fernet requires."""
	return base64.urlsafe_b64encode(bytes.fromhex(encryption_key.derived_key("webhook_secret"))).decode()

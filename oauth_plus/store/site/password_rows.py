"""Rows of this app in Frappe's table of passwords: plain digests, and values encrypted by a key of their own.

The table has no DocType: no list, report, export, filter or REST call reaches it. `encrypted` is 0, so that
`get_password`, which System Managers may call, does not find the rows either.
"""

import base64
from collections.abc import Iterable

import frappe
from frappe.utils import password

from oauth_plus.platform import frappe_private
from oauth_plus.store.site import encryption_key


def read(doctype: str, name: str, field: str) -> str | None:
	"""Return the value of a row as it is stored; None for no row."""
	auth = frappe_private.passwords()
	mine = (auth.doctype == doctype) & (auth.name == name) & (auth.fieldname == field)
	rows = frappe.qb.from_(auth).select(auth.password).where(mine).run()
	return rows[0][0] if rows else None


def encrypted(value: str, purpose: str) -> str:
	"""Return a value encrypted by the key that the site has for this purpose."""
	return password.encrypt(value, _key(purpose))


def decrypted(stored: str | None, purpose: str) -> str | None:
	"""Return the value of `encrypted`; None for None, or if the site's encryption key has changed."""
	try:
		return password.decrypt(stored, _key(purpose)) if stored else None
	except frappe.ValidationError:
		frappe.clear_last_message()
		return None


def delete(doctype: str, names: Iterable[str]) -> None:
	"""Delete the rows of these documents."""
	auth, gone = frappe_private.passwords(), list(names)
	if gone:
		frappe.qb.from_(auth).delete().where((auth.doctype == doctype) & auth.name.isin(gone)).run()


def delete_all(doctype: str) -> None:
	"""Delete the rows of every document of this kind."""
	auth = frappe_private.passwords()
	frappe.qb.from_(auth).delete().where(auth.doctype == doctype).run()


def _key(purpose: str) -> str:
	"""Return a key in the format that Fernet requires."""
	return base64.urlsafe_b64encode(bytes.fromhex(encryption_key.derived_key(purpose))).decode()

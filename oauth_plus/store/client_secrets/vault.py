"""Digests and encrypted copies of client secrets, in Frappe's table of passwords.

The table has no DocType: no list, report, export, filter or REST call reaches it. `encrypted` is 0, so that
`get_password`, which System Managers may call, does not find the rows either.
"""

import base64
from collections.abc import Iterable

import frappe
from frappe.utils import password

from oauth_plus.platform import frappe_private
from oauth_plus.rules import secret
from oauth_plus.store.site import encryption_key

OWNER = "OAuth Plus Client Secret"

DIGEST, COPY = "digest", "copy"


def digest(value: str) -> str:
	"""Return the keyed digest of a client secret, 64 characters of hex; the key is not in the database."""
	return secret.keyed_digest(encryption_key.derived_key("client_secret"), value)


def keep(name: str, value: str, *, with_copy: bool) -> None:
	"""Store the digest of a secret and, for signing with HS256, an encrypted copy (OpenID Connect Core
	§10.1)."""
	frappe_private.store_password(OWNER, name, DIGEST, digest(value))
	if with_copy:
		frappe_private.store_password(OWNER, name, COPY, password.encrypt(value, _copying_key()))


def copy_of(name: str) -> str | None:
	"""Return the secret; None if no copy is stored, or the site's encryption key has changed."""
	auth = frappe_private.passwords()
	mine = (auth.doctype == OWNER) & (auth.name == name) & (auth.fieldname == COPY)
	rows = frappe.qb.from_(auth).select(auth.password).where(mine).run()
	try:
		return password.decrypt(rows[0][0], _copying_key()) if rows else None
	except frappe.ValidationError:
		frappe.clear_last_message()
		return None


def delete(names: Iterable[str]) -> None:
	"""Delete the rows of these secrets."""
	auth, gone = frappe_private.passwords(), list(names)
	if gone:
		frappe.qb.from_(auth).delete().where((auth.doctype == OWNER) & auth.name.isin(gone)).run()


def delete_all() -> None:
	"""Delete every row of client secrets."""
	auth = frappe_private.passwords()
	frappe.qb.from_(auth).delete().where(auth.doctype == OWNER).run()


def _copying_key() -> str:
	"""Return a key in the format that Fernet requires."""
	return base64.urlsafe_b64encode(bytes.fromhex(encryption_key.derived_key("client_secret_copy"))).decode()

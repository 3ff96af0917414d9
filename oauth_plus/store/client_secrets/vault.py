"""Digests and encrypted copies of client secrets, in Frappe's table of passwords."""

from collections.abc import Iterable

from oauth_plus.platform import frappe_private
from oauth_plus.rules import secret
from oauth_plus.store.site import encryption_key, password_rows

OWNER = "OAuth Plus Client Secret"

DIGEST, COPY = "digest", "copy"

COPYING = "client_secret_copy"


def digest(value: str) -> str:
	"""Return the keyed digest of a client secret, 64 characters of hex; the key is not in the database."""
	return secret.keyed_digest(encryption_key.derived_key("client_secret"), value)


def keep(name: str, value: str, *, with_copy: bool) -> None:
	"""Store the digest of a secret and, for signing with HS256, an encrypted copy (OpenID Connect Core
	§10.1)."""
	frappe_private.store_password(OWNER, name, DIGEST, digest(value))
	if with_copy:
		frappe_private.store_password(OWNER, name, COPY, password_rows.encrypted(value, COPYING))


def copy_of(name: str) -> str | None:
	"""Return the secret; None if no copy is stored, or the site's encryption key has changed."""
	return password_rows.decrypted(password_rows.read(OWNER, name, COPY), COPYING)


def delete(names: Iterable[str]) -> None:
	"""Delete the rows of these secrets."""
	password_rows.delete(OWNER, names)


def delete_all() -> None:
	"""Delete every row of client secrets."""
	password_rows.delete_all(OWNER)

"""The site's signing keys, as an app's library and as a database sees them."""

import contextlib
from collections.abc import Iterator
from typing import Any

import frappe
import jwt

from oauth_plus.platform import clock
from oauth_plus.store.clients import client_rows
from oauth_plus.store.signing import key_rotation
from oauth_plus.tests.browser import Browser, body
from oauth_plus.tests.factories import App

JWKS = "/.well-known/jwks.json"
SIGNING_KEY = "OAuth Plus Signing Key"
JOB = "oauth_plus.tasks.rotate_signing_keys"


def served() -> dict[str, dict[str, str]]:
	"""The keys that everybody may fetch, by their names."""
	answer = Browser().get(JWKS)
	assert answer.status_code == 200, answer.text[:2000]
	return {key["kid"]: key for key in body(answer)["keys"]}


def verified(id_token: str, app: App, **more: Any) -> dict[str, Any]:
	"""The claims, if one of the served keys vouches for them: its name from the header, all else from the key."""
	key = served()[kid_of(id_token)]
	return jwt.decode(id_token, jwt.PyJWK(key).key, [key["alg"]], audience=app.client_id, **more)


def kid_of(id_token: str) -> str:
	return jwt.get_unverified_header(id_token)["kid"]


def stored(**filters: Any) -> list[Any]:
	"""Rows of keys, oldest first."""
	frappe.db.rollback()
	return frappe.get_all(
		SIGNING_KEY, filters=filters, fields=["*"], order_by="activated_at asc, creation asc"
	)


def active_kid() -> str:
	"""The name of the one key that signs."""
	[row] = stored(status="Active")
	return row.name


def private_halves() -> dict[str, str]:
	"""What lies among Frappe's secrets, by the names of its keys."""
	frappe.db.rollback()
	return dict(frappe.db.sql("SELECT name, password FROM `__Auth` WHERE doctype = %s", SIGNING_KEY))


def signed_by_the_site(claims: dict[str, Any], algorithm: str = "", **header: Any) -> str:
	"""What an accomplice inside could have signed: the true key, and a header of one's own choosing."""
	frappe.db.rollback()
	key = key_rotation.active_signer(clock.now())
	named = {"kid": key.kid, **header}
	return jwt.encode(claims, key.private_key, algorithm or key.algorithm.value, headers=named)


def run_the_job() -> None:
	"""As the scheduler does."""
	frappe.db.rollback()
	frappe.get_attr(JOB)()
	frappe.db.commit()


def grow_old(days: float) -> None:
	"""The active key has signed for so many days."""
	frappe.db.sql(
		f"UPDATE `tab{SIGNING_KEY}` SET activated_at = %s WHERE status = 'Active'",
		frappe.utils.add_to_date(frappe.utils.now_datetime(), days=-days),
	)
	frappe.db.commit()


def forget_all_keys() -> None:
	"""As on a site that never had one."""
	frappe.db.delete(SIGNING_KEY)
	key_rotation.delete_private_halves()
	frappe.db.commit()


@contextlib.contextmanager
def nobody_verifies_with_a_secret() -> Iterator[None]:
	"""Every client was moved to the site's key, for a while."""
	column = "oauth_plus_id_token_signing"
	moved = frappe.get_all("OAuth Client", filters={column: ("!=", "Site Key")}, pluck="name")
	_set(column, "Site Key", moved)
	try:
		yield
	finally:
		_set(column, "Client Secret (HS256)", moved)


def _set(column: str, word: str, names: list[str]) -> None:
	for name in names:
		frappe.db.set_value("OAuth Client", name, column, word, update_modified=False)
		client_rows.invalidate(name)  # no hook sees this
	frappe.db.commit()

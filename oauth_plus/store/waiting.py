"""Authorization requests that wait while the user signs in or chooses an account.

Such a request may be as long as the longest address, and grows each time that an address contains it. So it waits in
Redis for an hour, under a handle in the address. Its key and its encryption key are derived from the handle and a
cookie, which are not stored: no other browser can read it, and Redis does not reveal it. If Redis loses it, the user
must start again at the app.
"""

import base64
import contextlib
import secrets

import frappe
import redis
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from oauth_plus.rules import secret

PURPOSE = "oauth_plus: an authorization request that waits"

PLACES = "oauth_plus_waiting"
"""Prefix outside of Frappe's cache, which Frappe clears when somebody sets a password or a default."""

LONG = 3_600
"""Seconds for which a request waits: a user may have to find an e-mail, or choose a password."""

NONCE = 12
"""Bytes of the nonce (NIST SP 800-38D §8.2.2)."""


def keep(query: str, browser: str) -> str:
	"""Store a request and return its handle, for this browser only; empty if Redis does not answer."""
	handle, nonce = secret.new_token(), secrets.token_bytes(NONCE)
	sealed = _cipher(handle, browser).encrypt(nonce, query.encode(), None)
	try:
		redis.Redis.set(frappe.cache, _place(handle, browser), base64.b64encode(nonce + sealed), ex=LONG)
	except redis.exceptions.RedisError:
		return ""
	return handle


def find(handle: str, browser: str) -> str | None:
	"""Return the request of this handle and browser; None if there is none, or it has expired."""
	if not handle or not browser:
		return None
	with contextlib.suppress(redis.exceptions.RedisError, InvalidTag, ValueError):
		raw = base64.b64decode(redis.Redis.get(frappe.cache, _place(handle, browser)) or b"")
		return _cipher(handle, browser).decrypt(raw[:NONCE], raw[NONCE:], None).decode() if raw else None
	return None


def _place(handle: str, browser: str) -> bytes:
	return f"{PLACES}|{frappe.conf.db_name}|{secret.digest(_both(handle, browser))}".encode()


def _cipher(handle: str, browser: str) -> AESGCM:
	return AESGCM(secret.key_from(_both(handle, browser), PURPOSE))


def _both(handle: str, browser: str) -> str:
	return f"{handle}.{browser}"

"""Authorization requests that a browser is to come back with once somebody has signed in, or has chosen an account.

Such a request may be as long as an address can be, and would be longer each time that an address holds it within
another one. It waits in Redis for an hour, under a handle that the address holds instead. Key and place are made of
the handle and of a cookie, neither of which is stored: no other browser takes it up, and Redis does not tell what it
says. Redis may lose it: then the person is told to start again at the app.
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
"""Not where Frappe keeps what it clears: it clears all of that when somebody sets a password, or a default."""

LONG = 3_600
"""Seconds; a person may have to find a letter, or to make up a password."""

NONCE = 12
"""Bytes (NIST SP 800-38D §8.2.2)."""


def keep(query: str, browser: str) -> str:
	"""The handle of the request, for this browser alone; empty where Redis does not answer."""
	handle, nonce = secret.new_token(), secrets.token_bytes(NONCE)
	sealed = _cipher(handle, browser).encrypt(nonce, query.encode(), None)
	try:
		redis.Redis.set(frappe.cache, _place(handle, browser), base64.b64encode(nonce + sealed), ex=LONG)
	except redis.exceptions.RedisError:
		return ""
	return handle


def find(handle: str, browser: str) -> str | None:
	"""The request that this browser was given the handle for; None where there is none, or none any more."""
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

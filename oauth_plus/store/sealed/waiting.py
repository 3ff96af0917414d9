"""Authorization requests that wait while the user signs in or chooses an account.

Such a request may be as long as the longest address, and grows each time that an address contains it. So it waits in
Redis for an hour, under a handle in the address. Its key and its encryption key are derived from the handle and a
cookie, which are not stored: no other browser can read it, and Redis does not reveal it. If Redis loses it, the user
must start again at the app.
"""

import contextlib

import frappe
import redis

from oauth_plus.platform import cache
from oauth_plus.rules import secret
from oauth_plus.store.sealed import room, sealing

PURPOSE = "oauth_plus: an authorization request that waits"

PLACES = "oauth_plus_waiting"

LONG = 3_600
"""Seconds for which a request waits: a user may have to find an e-mail, or choose a password."""

LONGEST = 32_768
"""Characters of a request that waits: a `state` and `claims` of 4,096 characters each, percent-encoded, and the rest."""


def keep(query: str, browser: str) -> str:
	"""Store a request and return its handle, for this browser only; empty if it is too long, if too much waits for this
	IP address, or if Redis does not answer."""
	handle = secret.new_token()
	sealed = sealing.seal(query, _both(handle, browser), PURPOSE)
	try:
		if len(query) > LONGEST or not room.takes(len(sealed)):
			return ""
		redis.Redis.set(frappe.cache, _place(handle, browser), sealed, ex=LONG)
	except redis.exceptions.RedisError:
		return ""
	return handle


def find(handle: str, browser: str) -> str | None:
	"""Return the request of this handle and browser; None if there is none, or it has expired."""
	if not handle or not browser:
		return None
	with contextlib.suppress(redis.exceptions.RedisError):
		sealed = redis.Redis.get(frappe.cache, _place(handle, browser)) or b""
		return sealing.unseal(sealed, _both(handle, browser), PURPOSE)
	return None


def _place(handle: str, browser: str) -> bytes:
	return cache.lasting_key(PLACES, secret.digest(_both(handle, browser)))


def _both(handle: str, browser: str) -> str:
	return f"{handle}.{browser}"

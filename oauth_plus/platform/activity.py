"""Activity of the site: requests note that the site is in use, jobs ask."""

import contextlib
import time

import frappe
import redis

from oauth_plus.platform import cache

NOTED_EVERY = 1.0
"""Seconds in which a worker notes once that a request came; the note lives twice as long."""

_noted_at: dict[str, float] = {}
"""By site; a hint, to ask Redis less."""


def somebody_came(site: str) -> None:
	"""Note that the site is in use, at most once a second per worker. Raises nothing where Redis does not
	answer."""
	now = time.monotonic()
	if now < _noted_at.get(site, 0) + NOTED_EVERY:
		return
	_noted_at[site] = now
	with contextlib.suppress(redis.exceptions.ConnectionError):
		redis.Redis.set(frappe.cache, _place(), 1, px=int(2 * NOTED_EVERY * 1000))


def somebody_is_here() -> bool:
	"""The site was asked for something within two seconds. True where Redis does not answer."""
	try:
		return bool(redis.Redis.exists(frappe.cache, _place()))
	except redis.exceptions.ConnectionError:
		return True


def _place() -> bytes:
	return cache.key_of("somebody")

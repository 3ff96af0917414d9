"""Is anybody using the site just now? Requests note it, jobs look."""

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
	"""The site of this request is asked for something."""
	now = time.monotonic()
	if now < _noted_at.get(site, 0) + NOTED_EVERY:
		return
	_noted_at[site] = now
	with contextlib.suppress(redis.exceptions.ConnectionError):
		redis.Redis.set(frappe.cache, _place(), 1, px=int(2 * NOTED_EVERY * 1000))


def somebody_is_here() -> bool:
	"""The site was asked for something a moment ago. Where Redis does not answer, it may be so."""
	try:
		return bool(redis.Redis.exists(frappe.cache, _place()))
	except redis.exceptions.ConnectionError:
		return True


def _place() -> bytes:
	return cache.key_of("somebody")

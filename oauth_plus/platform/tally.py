"""Tally of what happens, for metrics: each process adds up by itself, and writes to Redis in batches.

A request adds to a dictionary, and makes no round trip. A thread writes a second later, so that other processes see it,
and so does a job at its end.
"""

import json
import threading
from typing import Any

import frappe
import redis

from oauth_plus.platform import cache
from oauth_plus.platform.later import Later
from oauth_plus.platform.redis_away import AWAY

PLACE, NAME = "oauth_plus_metrics", "tally"
"""Redis key of a site's tally, which outlasts `clear_cache`."""

MOST = 1_000
"""Fields of one tally. New clients count as OTHER above it; all other labels are words of ours."""

OTHER = "other"

OF_CLIENTS = ("issued", "refreshed", "refused_client")
"""Metrics whose last label is a client."""

Field = tuple[str, ...]
"""Name of a metric and its labels. A client is the last label."""


class _Unwritten:
	"""What this process has not written yet, by the Redis key of the site."""

	def __init__(self) -> None:
		self.lock = threading.Lock()
		self.added: dict[bytes, dict[Field, float]] = {}
		self.put: dict[bytes, dict[Field, float]] = {}


_unwritten = _Unwritten()


def place() -> bytes:
	"""Return the Redis key of this site's tally."""
	return cache.lasting_key(PLACE, NAME)


def add(amounts: dict[Field, float]) -> None:
	"""Add these amounts."""
	key = place()
	with _unwritten.lock:
		known = _unwritten.added.setdefault(key, {})
		for field, amount in amounts.items():
			known[field] = known.get(field, 0) + amount
	_writer.soon()


def put(field: Field, value: float) -> None:
	"""Set a value in place of what was there."""
	key = place()
	with _unwritten.lock:
		_unwritten.put.setdefault(key, {})[field] = value
	_writer.soon()


def read() -> dict[Field, float]:
	"""Return all values of this site. Raises ConnectionError or TimeoutError of Redis."""
	write()
	said = redis.Redis.hgetall(frappe.cache, place())
	return {tuple(json.loads(field)): float(value) for field, value in said.items()}


def write() -> None:
	"""Write what this process has added up. Where Redis does not answer, it is lost."""
	_writer.now()


def _write(connection: Any) -> None:
	with _unwritten.lock:
		added, _unwritten.added = _unwritten.added, {}
		put_, _unwritten.put = _unwritten.put, {}
	try:
		for key, amounts in added.items():
			_add_to(connection, key, amounts)
		for key, values in put_.items():
			redis.Redis.hset(
				connection, key, mapping={json.dumps(field): value for field, value in values.items()}
			)
	except AWAY:
		return


_writer = Later(_write)


def _add_to(connection: Any, key: bytes, amounts: dict[Field, float]) -> None:
	names = {field: json.dumps(field) for field in amounts}
	with redis.Redis.pipeline(connection, transaction=False) as pipe:
		pipe.hmget(key, list(names.values()))
		pipe.hlen(key)
		known, there = pipe.execute()
	is_full = there >= MOST
	with redis.Redis.pipeline(connection, transaction=False) as pipe:
		for (field, amount), value in zip(amounts.items(), known, strict=True):
			is_one_more = value is None and is_full and field[0] in OF_CLIENTS
			kept = (*field[:-1], OTHER) if is_one_more else field
			pipe.hincrbyfloat(key, json.dumps(kept), amount)
		pipe.execute()

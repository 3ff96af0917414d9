"""Tally of what happens, for metrics: each process adds up by itself, and writes to Redis in batches.

A request adds to a dictionary, and makes no round trip. A thread writes a second later, so that other processes see it,
and so does a job at its end. What a process has not written when it is killed is lost.
"""

import atexit
import json
import os
import threading
from typing import Any

import frappe
import redis

from oauth_plus.platform import cache
from oauth_plus.platform.redis_away import AWAY

PLACE, NAME = "oauth_plus_metrics", "tally"
"""Redis key of a site's tally, which outlasts `clear_cache`."""

SECONDS = 1.0

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
		self.writer: tuple[int, threading.Timer] | None = None


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
	if _unwritten.writer is None or _unwritten.writer[0] != os.getpid():
		_write_later()


def put(field: Field, value: float) -> None:
	"""Set a value in place of what was there."""
	key = place()
	with _unwritten.lock:
		_unwritten.put.setdefault(key, {})[field] = value
	_write_later()


def read() -> dict[Field, float]:
	"""Return all values of this site. Raises ConnectionError or TimeoutError of Redis."""
	write()
	said = redis.Redis.hgetall(frappe.cache, place())
	return {tuple(json.loads(field)): float(value) for field, value in said.items()}


def write(connection: Any = None) -> None:
	"""Write what this process has added up. Where Redis does not answer, it is lost."""
	connection = connection or frappe.cache
	with _unwritten.lock:
		added, _unwritten.added = _unwritten.added, {}
		put_, _unwritten.put = _unwritten.put, {}
		_unwritten.writer = None
	try:
		for key, amounts in added.items():
			_add_to(connection, key, amounts)
		for key, values in put_.items():
			redis.Redis.hset(
				connection, key, mapping={json.dumps(field): value for field, value in values.items()}
			)
	except AWAY:
		return


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


def _write_later() -> None:
	timer = threading.Timer(SECONDS, write, [frappe.cache])
	timer.daemon = True
	_unwritten.writer = (os.getpid(), timer)
	timer.start()


def _write_at_exit() -> None:
	if frappe.cache and (_unwritten.added or _unwritten.put):
		write()


atexit.register(_write_at_exit)

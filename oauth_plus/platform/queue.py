"""Frappe's queue of background jobs."""

from functools import partial
from typing import Any

import frappe
import redis

from oauth_plus.platform.cache import key_of

QUEUED_FOR = 60
"""Seconds for which a job counts as queued, if no worker begins it."""


def after_commit(method: str, **arguments: Any) -> None:
	"""Have a worker call a method once this transaction is committed. Where the queue does not answer, nothing is
	queued and no error is raised: the scheduler does the same work later."""
	frappe.db.after_commit.add(partial(_enqueue, method, arguments))


def after_commit_once(method: str) -> None:
	"""Have a worker call a method once this transaction is committed, unless it is queued already. The method does all
	work that is due, and calls `begin` first. Where the queue does not answer, nothing is queued."""
	frappe.db.after_commit.add(partial(_enqueue_once, method))


def begin(method: str) -> None:
	"""Mark the method as begun: work that is added from now on queues it again."""
	try:
		redis.Redis.delete(frappe.cache, _mark(method))
	except redis.exceptions.RedisError:
		return


def _enqueue_once(method: str) -> None:
	try:
		if redis.Redis.set(frappe.cache, _mark(method), 1, nx=True, ex=QUEUED_FOR):
			_enqueue(method, {})
	except redis.exceptions.RedisError as error:
		frappe.logger().warning(f"{method} was not queued: {error}")


def _mark(method: str) -> bytes:
	return key_of("queued", method)


def _enqueue(method: str, arguments: dict[str, Any]) -> None:
	try:
		frappe.enqueue(method, queue="short", **arguments)
	except (redis.exceptions.RedisError, OSError) as error:
		frappe.logger().warning(f"{method} was not queued: {error}")

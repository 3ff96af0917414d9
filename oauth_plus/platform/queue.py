"""Frappe's queue of background jobs."""

from functools import partial
from typing import Any

import frappe
import redis


def after_commit(method: str, **arguments: Any) -> None:
	"""Have a worker call a method once this transaction is committed. Where the queue does not answer, nothing is
	queued and no error is raised: the scheduler does the same work later."""
	frappe.db.after_commit.add(partial(_enqueue, method, arguments))


def _enqueue(method: str, arguments: dict[str, Any]) -> None:
	try:
		frappe.enqueue(method, queue="short", **arguments)
	except (redis.exceptions.RedisError, OSError) as error:
		frappe.logger().warning(f"{method} was not queued: {error}")

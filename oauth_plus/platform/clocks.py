"""Clocks of the machines that a site consists of, and whether they answer."""

import frappe
import redis

from oauth_plus.platform import clock
from oauth_plus.platform.redis_away import AWAY


def database_ahead() -> float:
	"""Return how many seconds the clock of the database is ahead of this machine's; negative if it is behind."""
	if frappe.db.db_type == "sqlite":
		statement = "SELECT (julianday('now') - 2440587.5) * 86400.0"
	else:
		statement = "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) / 1000000"
	before = clock.now().timestamp()
	[[there]] = frappe.db.sql(statement)
	return float(there) - (before + clock.now().timestamp()) / 2


def redis_ahead() -> float | None:
	"""Return how many seconds the clock of Redis is ahead of this machine's; None if Redis does not answer."""
	before = clock.now().timestamp()
	try:
		seconds, microseconds = redis.Redis.time(frappe.cache)
	except AWAY:
		return None
	return seconds + microseconds / 1_000_000 - (before + clock.now().timestamp()) / 2


def silent_redis() -> list[str]:
	"""Return the names of the settings whose Redis does not answer: `redis_cache`, `redis_queue`. Empty if both do."""
	found = []
	try:
		redis.Redis.ping(frappe.cache)
	except AWAY:
		found.append("redis_cache")
	address = frappe.conf.get("redis_queue")
	if address:
		queue = redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)
		try:
			queue.ping()
		except redis.exceptions.RedisError:
			found.append("redis_queue")
		finally:
			queue.close()
	return found

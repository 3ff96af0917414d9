"""Errors of Redis that does not answer: it is gone, or hangs."""

import redis

AWAY = (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)
"""redis-py's TimeoutError is no ConnectionError."""

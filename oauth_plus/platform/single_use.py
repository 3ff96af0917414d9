"""Single use of proofs and assertions, on whichever worker of the site. Redis decides which request was first."""

import frappe
import redis

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.platform.request_state import state

SPENT = b"oauth_plus_spent|"
"""Prefix outside of Frappe's cache, which Frappe clears when somebody changes the site: what was used stays used."""


def spend(key: bytes, seconds: int) -> bool:
	"""Mark the key as used for so many seconds, for all workers. Returns True for the first request only, also if that
	request asks again after a conflict. Raises TemporarilyUnavailable if Redis does not answer, because then nobody
	knows whether the key was used."""
	here = state()
	if key in here.spent:
		return True
	try:
		is_first = bool(redis.Redis.set(frappe.cache, SPENT + key, 1, nx=True, ex=seconds))
	except redis.exceptions.RedisError as error:
		raise TemporarilyUnavailable("The site's cache does not answer: try again") from error
	here.spent.update({key} if is_first else ())
	return is_first

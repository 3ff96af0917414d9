"""Single use of proofs and assertions, on whichever worker of the site. Redis decides which request was first."""

import frappe
import redis

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.platform.request_state import state

SPENT = b"oauth_plus_spent|"
"""Prefix outside of Frappe's cache, which Frappe clears when somebody changes the site: what was used stays used."""


def spend(key: bytes, seconds: int) -> bool:
	"""Take something that may be used once in so many seconds, on whichever worker. True for exactly one request, which
	may decide more than once after a conflict. Raises TemporarilyUnavailable where Redis does not answer: nobody knows
	then."""
	here = state()
	if key in here.spent:
		return True
	try:
		is_first = bool(redis.Redis.set(frappe.cache, SPENT + key, 1, nx=True, ex=seconds))
	except redis.exceptions.RedisError as error:
		raise TemporarilyUnavailable("The site's cache does not answer: try again") from error
	here.spent.update({key} if is_first else ())
	return is_first

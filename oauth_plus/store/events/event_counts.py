"""Counts of refusals in Redis, by window. Without Redis there is no room for any."""

import frappe
import redis

from oauth_plus.platform import clock
from oauth_plus.platform.redis_away import AWAY

HOUR = 3_600

OF_A_CLIENT, OF_THE_SITE = 200, 2_000
"""Largest number of rows of refusals in an hour: of one client, and of all requests without a client; and of the site.
The first refusal of its kind is recorded for each client, while the site has room."""


def count(*counted: tuple[int, str]) -> list[int]:
	"""Add 1 to each count of the present window, in seconds, and return them. If Redis does not answer, there is no room."""
	now = int(clock.now().timestamp())
	try:
		with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
			for window, what in counted:
				key = frappe.cache.make_key(f"oauth_plus:refused:{what}:{window}:{now // window}")
				pipe.incrby(key, 1)
				pipe.expire(key, window)
			return pipe.execute()[::2]
	except AWAY:
		return [OF_THE_SITE + 1] * len(counted)

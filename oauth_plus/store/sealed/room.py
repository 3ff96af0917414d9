"""Room in Redis for requests that anybody may leave there: so much for one IP address, so that nobody fills it."""

from oauth_plus.platform import cache, counters
from oauth_plus.store.site import ip_address

MOST, WINDOW = 64 * 2**20, 3_600
"""Octets within so many seconds: 2,000 people who each begin 16 sign-ins of 2,000 characters stay below it."""


def takes(octets: int) -> bool:
	"""Count so many octets more for the IP address of this request. True if there is room for them. Raises the errors of
	Redis."""
	caller = ip_address.caller()
	return counters.add(cache.lasting_key("oauth_plus_room", caller), octets, WINDOW) <= MOST

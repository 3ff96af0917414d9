"""Wrong client secrets, counted for each client and address: whoever guesses is slowed down (RFC 6749 §2.3.1), and a client
whose secret somebody else guesses is not."""

from oauth_plus.exceptions import LimitReached
from oauth_plus.platform.prefetch import prefetched
from oauth_plus.platform.request_state import state
from oauth_plus.rules.credentials import Credentials
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.limits import attempts
from oauth_plus.store.limits.requests import LONGEST
from oauth_plus.store.site import ip_address

WHAT, WHAT_OF_ALL = "client_secret", "client_secret_of_all"

MOST, MOST_OF_ALL = 100, 1_000
"""Wrong secrets for one client within ten minutes: from one address, which is refused from then on, and from all."""


def look_ahead(credentials: Credentials) -> None:
	"""Have the next look-up in Redis read how many wrong secrets came for this client from this address."""
	if credentials.client_secret and credentials.client_id and len(credentials.client_id) <= LONGEST:
		state().keys_to_prefetch.append(_place(credentials.client_id))


def require_few(client_id: str) -> None:
	"""Raises LimitReached after too many wrong secrets: the one that is presented now is not looked at."""
	if int(prefetched(_place(client_id)) or 0) >= MOST:
		left = attempts.seconds_left()
		raise LimitReached(
			Sentence("Too many wrong client secrets from this address: try again in {0} s", left), left
		)


def note(client_id: str) -> int:
	"""Count a wrong secret. Returns the limit that it reaches; 0 for none."""
	from_here = attempts.add(WHAT, f"{client_id}:{ip_address.caller()}")
	of_all = attempts.add(WHAT_OF_ALL, client_id)
	return MOST if from_here == MOST else MOST_OF_ALL if of_all == MOST_OF_ALL else 0


def _place(client_id: str) -> bytes:
	return attempts.place(WHAT, f"{client_id}:{ip_address.caller()}")

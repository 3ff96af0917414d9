"""Limits on requests to the OAuth endpoints, counted in Redis by address, client and user.

Whoever proves itself is counted by what it proves. So nobody who shares its address, or names its client_id, uses up what
belongs to it: an address counts for those who prove nothing, and a refused request that proved nothing is taken off
its client's count again.
"""

import contextlib

from oauth_plus.exceptions import LimitReached, Refusal, TemporarilyUnavailable
from oauth_plus.platform import counters
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.platform.request_state import state
from oauth_plus.rules.limits import Allowance, LimitKind, Whose, tightest
from oauth_plus.store.limits import counts
from oauth_plus.store.limits.counts import Limited
from oauth_plus.store.site import ip_address, limit_settings

LONGEST = 140
"""Characters of a client's or user's name that is counted."""


def begin(kind: LimitKind) -> None:
	"""Limit this request as one of its kind."""
	state().limits = Limited(kind)


def name_client(client_id: str | None, *, sends_proof: bool, is_device: bool = False) -> None:
	"""Count this request for the client that it names, and for its address if it sends no proof of being that client. What
	the address has sent is read in any case. All this rides on the first round trip to Redis."""
	limited: Limited | None = state().limits
	if limited is None:
		return
	limited.is_device = is_device
	if client_id and len(client_id) <= LONGEST:
		counts.count(Whose.CLIENT, client_id)
	if sends_proof:
		state().keys_to_prefetch.append(counts.place_of(Whose.ADDRESS, ip_address.caller()))
	else:
		counts.count(Whose.ADDRESS, ip_address.caller())


def require_no_flood() -> None:
	"""Raises LimitReached before the database is read for an address that sends a multiple of what it may."""
	limited: Limited | None = state().limits
	if limited and (found := counts.of_address()) and found.is_flood:
		raise _refusal(found)


def require_room(own: int = 0, *, is_proven: bool = False) -> None:
	"""Require that the limits allow this request. `own` is the client's own limit, 0 for the site's. Raises LimitReached;
	TemporarilyUnavailable without Redis, if Settings say so."""
	limited: Limited | None = state().limits
	if limited is None:
		return
	limited.is_proven = is_proven
	if not is_proven:
		counts.count(Whose.ADDRESS, ip_address.caller())
	for whose in (Whose.CLIENT,) if is_proven else (Whose.ADDRESS, Whose.CLIENT):
		_require(whose, own if whose is Whose.CLIENT else 0)


def require_person(user: str) -> None:
	"""Count a request of a browser for the user who is signed in, or else for its address. Raises LimitReached."""
	is_guest = user == "Guest"
	counts.count(*((Whose.ADDRESS, ip_address.caller()) if is_guest else (Whose.USER, user)))
	_require(Whose.ADDRESS if is_guest else Whose.USER)
	state().limits.is_proven = not is_guest


def instead_of(refusal: Refusal) -> Refusal:
	"""Return the refusal of this request. In place of another one it is LimitReached if its address has used up its limit,
	and TemporarilyUnavailable if Redis does not answer and Settings say so: whoever guesses secrets learns nothing then."""
	limited: Limited | None = state().limits
	if limited is None or limited.is_proven:
		return refusal
	_give_back(limited)
	if not isinstance(refusal, LimitReached | TemporarilyUnavailable):
		counts.count(Whose.ADDRESS, ip_address.caller())
		try:
			_require(Whose.ADDRESS)
		except (LimitReached, TemporarilyUnavailable) as other:
			return other
	return refusal


def headers() -> dict[str, str]:
	"""Return the headers that tell of the tightest limit of this request; empty for none."""
	limited: Limited | None = state().limits
	return limited.allowance.headers if limited and limited.allowance else {}


def _require(whose: Whose, own: int = 0) -> None:
	limited = state().limits
	found = counts.allowance_of(whose, own)
	if found is None:
		if whose in limited.keys:
			limit_settings.accept_without_redis()
		return
	limited.allowance = tightest(found, limited.allowance or found)
	if found.is_over:
		raise _refusal(found)


def _refusal(found: Allowance) -> LimitReached:
	return counts.refused(found, state().limits.keys[found.quota.whose])


def _give_back(limited: Limited) -> None:
	place = limited.keys.get(Whose.CLIENT)
	if place in state().counts:
		with contextlib.suppress(*AWAY):
			counters.add(place, -1, limited.kind.window)

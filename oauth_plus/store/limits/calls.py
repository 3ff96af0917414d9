"""Limits on API calls with an access token. The cached bearer holds them, and Redis counts a call in the same round trip in
which it is asked for the bearer."""

import contextlib
import time

from oauth_plus.platform import cache
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.platform.request_state import state
from oauth_plus.rules.limits import MINUTE, LimitKind, Quota, Whose, seconds_left
from oauth_plus.rules.limits import headers as told
from oauth_plus.store.limits import counts
from oauth_plus.store.site import ip_address, limit_settings

EACH = (Whose.CLIENT, Whose.USER, Whose.ADDRESS)
"""Whose calls are counted, in the order of a bearer's limits."""

NAMES = tuple(each.value for each in EACH)

Limits = tuple[int, int, int]

NONE: Limits = (0, 0, 0)


def of_client(per_client: int, per_user: int) -> Limits:
	"""Return the limits of the calls with a client's tokens, in the order of EACH. Both arguments are those on its
	form, and 0 where the site's apply."""
	own = {Whose.CLIENT: per_client, Whose.USER: per_user}
	client, user, address = (limit_settings.most(LimitKind.CALL, whose, own.get(whose, 0)) for whose in EACH)
	return client, user, address


def count(client_id: str = "", user: str = "") -> None:
	"""Count a call with the next keys that are read from Redis: by its address, and by client and user once they are
	known."""
	here, window = state(), counts.present_window(LimitKind.CALL)
	of_client, of_user, of_address = here.call_keys or (b"", b"", b"")
	if not of_address:
		of_address = counts.key(window, Whose.ADDRESS, ip_address.caller())
		here.keys_to_count[of_address] = MINUTE
	if client_id:
		of_client = counts.key(window, Whose.CLIENT, client_id)
		of_user = counts.key(window, Whose.USER, user)
		here.keys_to_count[of_client] = here.keys_to_count[of_user] = MINUTE
	here.call_keys = (of_client, of_user, of_address)


def require_room(most: Limits, client_id: str, user: str) -> None:
	"""Require that the limits allow this call. Raises LimitReached; TemporarilyUnavailable without Redis, if Settings say
	so."""
	if most == NONE:
		return
	here = state()
	if not (here.call_keys and here.call_keys[0]):
		count(client_id, user)
	if here.keys_to_count:
		with contextlib.suppress(*AWAY):
			cache.look_up([])
	counted = [here.counts.get(key, 0) for key in here.call_keys]
	if not all(counted):
		limit_settings.accept_without_redis()
	here.allowance = (most, counted)
	for whose, allowed, now, key in zip(EACH, most, counted, here.call_keys, strict=True):
		if 0 < allowed < now:
			raise counts.refused(counts.allowance(Quota(LimitKind.CALL, whose, allowed), now), key)


def require_no_flood() -> None:
	"""Require that the address of this request may call, before an unknown token is looked for in the database. Raises
	LimitReached."""
	here = state()
	counted = here.counts.get(here.call_keys[-1], 0) if here.call_keys else 0
	found = counts.allowance(limit_settings.quota(LimitKind.CALL, Whose.ADDRESS), counted)
	if found.is_over:
		raise counts.refused(found, here.call_keys[-1])


def headers() -> dict[str, str]:
	"""Return the headers that tell of the tightest limit of this call; empty for none."""
	most, counted = state().allowance
	parts = [
		(now / allowed, place)
		for place, (allowed, now) in enumerate(zip(most, counted, strict=True))
		if allowed
	]
	place = max(parts)[1]
	reset = seconds_left(time.time(), MINUTE)
	return told(f"call-{NAMES[place]}", most[place], counted[place], MINUTE, reset)

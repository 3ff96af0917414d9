"""Counters of one request in Redis: whose they are, and where they stand."""

import contextlib
import time
from dataclasses import dataclass, field

from oauth_plus.exceptions import LimitReached
from oauth_plus.platform import cache
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.platform.request_state import state
from oauth_plus.rules.limits import Allowance, LimitKind, Quota, Whose, seconds_left
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.site import ip_address, limit_settings

PLACE = "oauth_plus_limits"
"""Beginning of the Redis keys, which outlast `clear_cache`."""

FIX = (
	"If the app is an honest one, raise the limit: for one client on its form, for all in OAuth Plus Settings"
)


@dataclass
class Limited:
	"""Counters of one request: their keys in Redis. `is_proven`: the sender proved to be the client. `allowance` is
	what the response tells of the limits. `is_device`: a device polls."""

	kind: LimitKind
	keys: dict[Whose, bytes] = field(default_factory=dict)
	is_proven: bool = False
	is_device: bool = False
	allowance: Allowance | None = None


def present_window(kind: LimitKind) -> bytes:
	"""Return the beginning of the Redis keys of all counters of this kind in the present window."""
	return cache.lasting_key(PLACE, f"{kind.value}:{int(time.time()) // kind.window}:")


def key(window: bytes, whose: Whose, name: str) -> bytes:
	"""Return the Redis key of a counter in a window."""
	return window + f"{whose.value}:{name}".encode()


def place_of(whose: Whose, name: str) -> bytes:
	"""Return the key of a counter of this request, which is the same until its end."""
	limited: Limited = state().limits
	if whose not in limited.keys:
		limited.keys[whose] = key(present_window(limited.kind), whose, name)
	return limited.keys[whose]


def count(whose: Whose, name: str) -> None:
	"""Count this request once, with the next key that is read from Redis."""
	here, place = state(), place_of(whose, name)
	if place not in here.counts:
		here.keys_to_count[place] = here.limits.kind.window


def of_address() -> Allowance | None:
	"""Return where the address of this request stands, counted or only read; None if Redis does not answer."""
	here, place = state(), place_of(Whose.ADDRESS, ip_address.caller())
	if place in here.prefetched:
		quota = limit_settings.quota(here.limits.kind, Whose.ADDRESS)
		return allowance(quota, int(here.prefetched[place] or 0))
	if place not in here.keys_to_prefetch:
		count(Whose.ADDRESS, ip_address.caller())
	return allowance_of(Whose.ADDRESS)


def allowance_of(whose: Whose, own: int = 0) -> Allowance | None:
	"""Return where a count stands; None if it was not counted, because Redis does not answer."""
	here = state()
	place = here.limits.keys.get(whose)
	if place is None:
		return None
	if place in here.keys_to_count:
		with contextlib.suppress(*AWAY):
			cache.look_up([])
	if place not in here.counts:
		return None
	return allowance(limit_settings.quota(here.limits.kind, whose, own), here.counts[place])


def allowance(quota: Quota, count: int) -> Allowance:
	"""Return where a count stands now."""
	return Allowance(quota, count, seconds_left(time.time(), quota.window))


def refused(found: Allowance, place: bytes) -> LimitReached:
	"""Return the refusal of a request that is one too many, in words that a device goes on after. `place` is the key of
	its counter."""
	quota, limited = found.quota, state().limits
	refusal = LimitReached(
		Sentence(
			"Too many requests of one {0}: try again in {1} s", Sentence(quota.whose.value), found.reset
		),
		found.reset,
		found.headers,
		cause=Sentence(
			"More than {0} requests ({1}) came within {2} seconds", quota.most, quota.name, quota.window
		),
		fix=FIX,
		reason=quota.name,
		subject=f"{quota.name}:{place.decode().split(':', 3)[-1]}",
		is_first=found.count == quota.most + 1,
	)
	return refusal.to_device() if limited and limited.is_device else refusal

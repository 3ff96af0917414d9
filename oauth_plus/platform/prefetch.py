"""Reads that an endpoint declares, so that Redis answers them in one round trip (see cache.look_up)."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe

from oauth_plus.platform.request_state import state


@dataclass(frozen=True)
class Prefetch:
	"""Declaration of what an endpoint reads from Redis: functions that return keys of this site, and DocTypes with one
	document each, which Frappe caches."""

	keys: tuple[Callable[[], bytes], ...] = ()
	documents: tuple[str, ...] = ()


NOTHING = Prefetch()
"""Declaration of an endpoint that prefetches nothing."""


def read_ahead(declared: Prefetch) -> None:
	"""Read these together with the first key that this request looks up, in one round trip. Outside of requests,
	nothing is prefetched, because a job could use a value hours later."""
	if getattr(frappe.local, "request", None):
		here = state()
		here.keys_to_prefetch.extend(key() for key in declared.keys)
		here.documents_to_prefetch.extend(declared.documents)


def prefetched(key: bytes) -> bytes | None:
	"""Return a prefetched value, only once; None if it was not prefetched."""
	return state().prefetched.pop(key, None)

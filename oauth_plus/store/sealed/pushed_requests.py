"""Authorization requests that clients have pushed (RFC 9126), in Redis until they are answered or expire.

The key of a request is derived from its random reference, and so is the key that it is encrypted with: Redis reveals
neither. It opens for its own client alone. The first browser with a session that takes it up moves it to a place that
only this browser can name. So a page can be loaded again, and the request works nowhere else. Each change is one
atomic command: whatever Redis loses, no request works twice.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import frappe
import redis

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.platform import cache
from oauth_plus.platform.request_state import state
from oauth_plus.rules import secret
from oauth_plus.rules.pushed_request import EXPIRES_IN
from oauth_plus.store.sealed import room, sealing
from oauth_plus.store.sealed.waiting import LONG

PURPOSE = "oauth_plus: a pushed authorization request"

PLACES = "oauth_plus_pushed"


@dataclass(frozen=True)
class PushedRequest:
	"""Request that waits, as a query string. `ends_at` is its last second, in Unix time, once its user has arrived."""

	query: str = field(repr=False)
	ends_at: int


def keep(query: str, client_id: str, now: datetime) -> str:
	"""Store the request of a client for 90 seconds, and return its reference, 43 characters. Raises
	TemporarilyUnavailable."""
	reference, text = secret.new_token(), f"{int(now.timestamp()) + LONG} {query}"
	sealed = sealing.seal(text, reference, PURPOSE, client_id)
	with _answering():
		redis.Redis.set(frappe.cache, _place(reference), sealed, ex=EXPIRES_IN)
	return reference


def has_room(query: str) -> bool:
	"""Return whether Redis has room for this request of the IP address that sends it. Raises TemporarilyUnavailable."""
	with _answering():
		return room.takes(len(query))


def find(reference: str, client_id: str, browser: str) -> PushedRequest | None:
	"""Return the request of this client, which waits for any browser or for this one; None for an unknown or expired
	one. Raises TemporarilyUnavailable."""
	for place in _places(reference, browser):
		with _answering():
			sealed = state().answered.get(place) or redis.Redis.get(frappe.cache, place)
		if sealed:
			return _opened(sealed, reference, client_id)
	return None


def extend(reference: str, ends_at: int) -> None:
	"""Let a request wait until it ends, because its user has arrived and signs in. Raises TemporarilyUnavailable."""
	with _answering():
		redis.Redis.expireat(frappe.cache, _place(reference), ends_at)


def take(reference: str, browser: str, ends_at: int) -> bool:
	"""Reserve a request for one browser until it ends. True for exactly one browser, as often as it asks. Raises
	TemporarilyUnavailable."""
	own = _place(reference, browser)
	if own in state().answered:
		return True
	with _answering():
		try:
			redis.Redis.rename(frappe.cache, _place(reference), own)
		except redis.exceptions.ResponseError:  # no such key: somebody has it, or nobody
			return bool(redis.Redis.exists(frappe.cache, own))
		redis.Redis.expireat(frappe.cache, own, ends_at)
	return True


def spend(reference: str, browser: str) -> bool:
	"""Use a request up, because it is answered. True for exactly one answer, which may be given again after a conflict in
	the database. Raises TemporarilyUnavailable."""
	places, answered = _places(reference, browser), state().answered
	if not answered.keys().isdisjoint(places):
		return True
	with _answering(), redis.Redis.pipeline(frappe.cache) as pipe:
		for place in places:
			redis.client.Pipeline.get(pipe, place)
		pipe.delete(*places)
		*found, _deleted = pipe.execute()
	answered.update({place: sealed for place, sealed in zip(places, found, strict=True) if sealed})
	return any(found)


@contextlib.contextmanager
def _answering() -> Iterator[None]:
	"""Raises TemporarilyUnavailable where Redis does not answer: nobody knows then what was used."""
	try:
		yield
	except redis.exceptions.RedisError as error:
		raise TemporarilyUnavailable("The site's cache does not answer: try again") from error


def _opened(raw: bytes | None, reference: str, client_id: str) -> PushedRequest | None:
	text = sealing.unseal(raw or b"", reference, PURPOSE, client_id)
	if text is None:
		return None
	ends_at, _, query = text.partition(" ")
	return PushedRequest(query, int(ends_at))


def _places(reference: str, browser: str) -> list[bytes]:
	"""Return where a request may wait: for this browser, and for any."""
	return [*([_place(reference, browser)] if browser else []), _place(reference)]


def _place(reference: str, browser: str = "") -> bytes:
	named = secret.digest(f"{reference}.{browser}" if browser else reference)
	return cache.lasting_key(PLACES, named)

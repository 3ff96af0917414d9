"""Calls with an access token that were refused, or would be at Enforce: noted in Redis, written as events by a job.

A call writes no row, because it may be a GET, which Frappe rolls back. A process keeps its notes for a second, so that a
program that repeats the same call costs Redis one command a second.
"""

import json
import threading
from typing import Any

from oauth_plus.exceptions import Refusal
from oauth_plus.platform import cache_notes, clock
from oauth_plus.platform.cache import key_of
from oauth_plus.platform.cache_notes import Noted
from oauth_plus.platform.later import Later
from oauth_plus.rules.sentence import of_parts, parts_of
from oauth_plus.store.events import refusals
from oauth_plus.store.events.event_rows import Event, Outcome
from oauth_plus.store.site import ip_address

REFUSED, WOULD_REFUSE = "call_refused", "would_refuse"

Place = tuple[bytes, str]
"""Redis key of a site's notes, and a client."""

_unwritten: dict[Place, dict[str, Noted]] = {}
"""What this process has not written yet."""

_lock = threading.Lock()


def place() -> bytes:
	"""Return the Redis key of this site's notes."""
	return key_of("refused_calls")


def note(client_id: str, user: str, refusal: Refusal) -> None:
	"""Note that a call was refused."""
	_note(client_id, user, refusal, REFUSED, refusal.reason or refusal.error)


def note_would(client_id: str, user: str, refusal: Refusal, hardening: str) -> None:
	"""Note that Enforce would have refused a call. `hardening` is its name."""
	_note(client_id, user, refusal, WOULD_REFUSE, hardening)


def write_down() -> None:
	"""Write each note as an event, while there is room, and delete the notes."""
	_writer.now()
	cache_notes.make_room(place())
	times = cache_notes.take_times(place())
	for told, last in cache_notes.take_notes(place()):
		_write_event(json.loads(told), json.loads(last), times.pop(told, 1))


def _note(client_id: str, user: str, refusal: Refusal, event: str, reason: str) -> None:
	told = json.dumps([event, reason, client_id, user, parts_of(refusal.cause), parts_of(refusal.fix)])
	last = json.dumps([clock.now().timestamp(), ip_address.of_request()])
	with _lock:
		notes = _unwritten.setdefault((place(), client_id), {})
		times = notes[told].times if told in notes else 0
		if times or len(notes) < cache_notes.MOST_OF_ONE:
			notes[told] = Noted(last, times + 1)
	_writer.soon()


def _write(connection: Any) -> None:
	with _lock:
		notes_of = _unwritten.copy()
		_unwritten.clear()
	for (key, client_id), notes in notes_of.items():
		cache_notes.put(key, client_id, notes, connection)


_writer = Later(_write)


def _write_event(told: list[Any], last: tuple[float, str], times: int) -> None:
	event, reason, client_id, user, cause, fix = told
	at, address = last
	outcome = Outcome.REFUSED if event == REFUSED else Outcome.WOULD_REFUSE
	refused = Event(event, outcome, reason, of_parts(cause), of_parts(fix), client_id, user, address)
	refusals.fold(refused, times=times, at=clock.from_epoch(at))

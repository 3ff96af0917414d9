"""How a job goes through its rows: fast while nobody asks the site for anything, in small bites with long rests beside
those who do.

On a machine with few processors whatever a job does is felt by the requests beside it: there is no batch so small
that the database could delete thousands of rows a second without. So it is told apart whether somebody is there.
"""

import contextlib
import time
from dataclasses import dataclass

import frappe
import redis

from oauth_plus.store import remembered


@dataclass(frozen=True)
class Pace:
	"""So many `rows` in one transaction, and then a `rest`, in times as long as that took."""

	rows: int
	rest: float


ALONE, BESIDE_OTHERS = Pace(100, 0.5), Pace(50, 24.0)

NOTED_EVERY = 1.0
"""Seconds in which a worker notes once that somebody came; the note lives twice as long."""

GENTLE_FOR = 5.0
"""Seconds that a job goes on gently after it has noticed somebody."""


class Watch:
	"""Looks whether somebody is there, once a batch."""

	def __init__(self) -> None:
		self._noticed = float("-inf")

	def pace(self) -> Pace:
		"""For the next batch."""
		now = time.monotonic()
		if somebody_is_here():
			self._noticed = now
		return BESIDE_OTHERS if now < self._noticed + GENTLE_FOR else ALONE


_noted_at: dict[str, float] = {}
"""By site; a hint, to ask Redis less."""


def somebody_came(site: str) -> None:
	"""The site of this request is asked for something."""
	now = time.monotonic()
	if now < _noted_at.get(site, 0) + NOTED_EVERY:
		return
	_noted_at[site] = now
	with contextlib.suppress(redis.exceptions.ConnectionError):
		redis.Redis.set(frappe.cache, _place(), 1, px=int(2 * NOTED_EVERY * 1000))


def somebody_is_here() -> bool:
	"""The site was asked for something a moment ago. Where Redis does not answer, it may be so."""
	try:
		return bool(redis.Redis.exists(frappe.cache, _place()))
	except redis.exceptions.ConnectionError:
		return True


def _place() -> bytes:
	return remembered.key_of("somebody")

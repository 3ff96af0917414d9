"""How a job goes through its rows: fast while nobody asks the site for anything, in small bites with long rests beside
those who do.

On a machine with few processors whatever a job does is felt by the requests beside it: there is no batch so small
that the database could delete thousands of rows a second without. So it is told apart whether somebody is there.
"""

import time
from dataclasses import dataclass

from oauth_plus.platform import activity


@dataclass(frozen=True)
class Pace:
	"""So many `rows` in one transaction, and then a `rest`, in times as long as that took."""

	rows: int
	rest: float


ALONE, BESIDE_OTHERS = Pace(100, 0.5), Pace(50, 24.0)

GENTLE_FOR = 5.0
"""Seconds that a job goes on gently after it has noticed somebody."""


class Watch:
	"""Looks whether somebody is there, once a batch."""

	def __init__(self) -> None:
		self._noticed = float("-inf")

	def pace(self) -> Pace:
		"""For the next batch."""
		now = time.monotonic()
		if activity.somebody_is_here():
			self._noticed = now
		return BESIDE_OTHERS if now < self._noticed + GENTLE_FOR else ALONE

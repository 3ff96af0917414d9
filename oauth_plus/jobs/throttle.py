"""Pace of a job: large batches while the site has no requests, small batches with long pauses while it has.

On a machine with few processors, every batch slows down the requests that run at the same time, whatever its size. So
the job detects whether there are requests.
"""

import time
from dataclasses import dataclass

from oauth_plus.platform import activity


@dataclass(frozen=True)
class Pace:
	"""Number of `rows` in one transaction, and the `rest` after it, as a multiple of the time that the transaction
	took."""

	rows: int
	rest: float


ALONE, BESIDE_OTHERS = Pace(100, 0.5), Pace(50, 24.0)

GENTLE_FOR = 5.0
"""Seconds for which a job stays slow after it has detected a request."""


class Watch:
	"""Detector of requests, asked once a batch."""

	def __init__(self) -> None:
		self._noticed = float("-inf")

	def pace(self) -> Pace:
		"""Return the pace of the next batch."""
		now = time.monotonic()
		if activity.somebody_is_here():
			self._noticed = now
		return BESIDE_OTHERS if now < self._noticed + GENTLE_FOR else ALONE

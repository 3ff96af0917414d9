"""Times of the scheduler's jobs, for metrics."""

import time
from collections.abc import Callable
from functools import wraps

from oauth_plus.platform import clock
from oauth_plus.store import metrics

Task = Callable[..., None]


def timed(task: Task) -> Task:
	"""Return the task, which notes how long each of its runs took. A run that raises is noted too."""

	@wraps(task)
	def run(*arguments: object, **more: object) -> None:
		began = time.monotonic()
		try:
			task(*arguments, **more)
		finally:
			metrics.note_job(task.__name__, time.monotonic() - began, clock.now().timestamp())

	return run

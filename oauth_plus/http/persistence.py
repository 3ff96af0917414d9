"""What every answer of ours goes through: a conflict in the database is tried again, and an error shows no
credential."""

from collections.abc import Callable
from traceback import clear_frames
from types import TracebackType
from typing import TypeVar

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.platform import readiness, transaction

Result = TypeVar("Result")


class ScrubTracebacks:
	"""Frappe's Error Log shows the variables of every frame of what broke: ours hold credentials, and are emptied
	before it looks (RFC 9700 §4.9.2). Wrap this around calls whose caller holds none itself."""

	def __enter__(self) -> None:
		pass

	def __exit__(
		self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
	) -> None:
		seen = []
		while error is not None and error not in seen:  # a chain of errors may bite its tail
			clear_frames(error.__traceback__)
			seen.append(error)
			error = error.__context__


def persistently(answer: Callable[[], Result]) -> Result:
	"""Return what `answer` returns. Where a deadlock or a changed row undid it, it begins again. Raises
	TemporarilyUnavailable where tables change meanwhile, and after the last attempt (503)."""
	try:
		with readiness.on_known_tables(), ScrubTracebacks():
			return transaction.repeat_on_conflict(answer)
	except transaction.CONFLICTS:
		raise TemporarilyUnavailable("The site is busy: try again") from None

"""Wrapper of every response: repeats a request after a conflict in the database, and removes credentials from
tracebacks."""

from collections.abc import Callable
from traceback import clear_frames
from typing import TypeVar

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.platform import readiness, transaction

Result = TypeVar("Result")


def scrub(error: BaseException | None) -> None:
	"""Empty the variables of the frames that an error and its causes passed, because Frappe's Error Log shows them (RFC
	9700 §4.9.2). The caller must hold no credentials itself."""
	seen = []
	while error is not None and error not in seen:  # a chain of errors may have a loop
		clear_frames(error.__traceback__)
		seen.append(error)
		error = error.__context__


def persistently(answer: Callable[[], Result]) -> Result:
	"""Return what `answer` returns. Repeat it after a deadlock or a changed row. Raises TemporarilyUnavailable (503)
	after the last attempt, and while tables change."""
	try:
		with readiness.on_known_tables():
			return transaction.repeat_on_conflict(answer)
	except BaseException as error:
		scrub(error)
		if isinstance(error, transaction.CONFLICTS):
			raise TemporarilyUnavailable("The site is busy: try again") from None
		raise

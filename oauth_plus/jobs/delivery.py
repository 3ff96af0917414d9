"""Send pending deliveries to addresses of others, each in its own transaction."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from oauth_plus.platform import clock, transaction

LEASE = 60
"""Seconds for which one worker has a delivery to itself; longer than it takes."""

Due = TypeVar("Due")


def send(
	owed: Iterable[Due],
	take: Callable[[Due, float], bool],
	deliver: Callable[[Due], bool],
	*,
	stops_at_failure: bool = False,
) -> int:
	"""Send what is owed. `take` claims one delivery for this worker until a time. `deliver` sends it, and returns whether
	the receiver accepted it. Returns the number of accepted ones.

	The attempt is committed before the request leaves, so that two workers never send the same one. `stops_at_failure`:
	all go to one address, which is given a pause after a failure.
	"""
	taken = 0
	for each in owed:
		if not transaction.repeat_on_conflict(partial(_take, take, each)):
			continue
		is_taken = _deliver(deliver, each)
		taken += is_taken
		if stops_at_failure and not is_taken:
			break
	return taken


def _take(take: Callable[[Due, float], bool], due: Due) -> bool:
	is_mine = take(due, clock.now().timestamp() + LEASE)
	transaction.keep()
	return is_mine


def _deliver(deliver: Callable[[Due], bool], due: Due) -> bool:
	"""Return whether the receiver accepted it. If the result cannot be stored, it is sent again after its lease."""
	try:
		is_taken = deliver(due)
		transaction.keep()
	except transaction.CONFLICTS:
		transaction.undo()
		return False
	return is_taken

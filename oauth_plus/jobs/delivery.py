"""Delivery of what is owed to addresses of others: one by one, each taken and settled in a transaction of its own."""

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
	"""Send what is owed. Returns the number of those that were taken.

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
	"""Return whether it was taken. Whatever cannot be written down is sent again after its lease."""
	try:
		is_taken = deliver(due)
		transaction.keep()
	except transaction.CONFLICTS:
		transaction.undo()
		return False
	return is_taken

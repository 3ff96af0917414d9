"""Delivery of what is owed to addresses of others: one by one, each taken and settled in a transaction of its own."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import frappe

from oauth_plus.platform import clock

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
		is_mine = take(each, clock.now().timestamp() + LEASE)
		frappe.db.commit()
		if not is_mine:
			continue
		is_taken = deliver(each)
		frappe.db.commit()
		taken += is_taken
		if stops_at_failure and not is_taken:
			break
	return taken

"""Delivery of logout tokens: one by one, each taken and settled in a transaction of its own."""

from collections.abc import Callable

import frappe

from oauth_plus.platform import clock
from oauth_plus.store import sessions
from oauth_plus.store.sessions import DueLogout

MOST = 200
"""Deliveries of one run. What is left waits for the next."""

LEASE = 60
"""Seconds for which one worker has a delivery to itself; longer than it takes."""


def send_due(deliver: Callable[[DueLogout], bool]) -> int:
	"""Send the logout tokens that are owed by now. Returns the number of those that apps took.

	The attempt is committed before the request leaves, so that two workers never send the same one.
	"""
	taken = 0
	for logout in sessions.due_logouts(MOST):
		is_mine = sessions.take(logout, clock.now().timestamp() + LEASE)
		frappe.db.commit()
		if is_mine:
			taken += deliver(logout)
			frappe.db.commit()
	return taken

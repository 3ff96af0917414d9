"""Delivery of logout tokens."""

from collections.abc import Callable

from oauth_plus.jobs import delivery
from oauth_plus.store.people import sessions
from oauth_plus.store.people.sessions import DueLogout

MOST = 200
"""Deliveries of one run. What is left waits for the next."""


def send_due(deliver: Callable[[DueLogout], bool]) -> int:
	"""Send the logout tokens that are owed by now. Returns the number of those that apps accepted."""
	return delivery.send(sessions.due_logouts(MOST), sessions.take, deliver)

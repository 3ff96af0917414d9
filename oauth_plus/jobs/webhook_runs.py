"""Delivery of webhooks: each webhook in turn, so that one that does not answer holds up no other for long."""

import time
from collections.abc import Callable

from oauth_plus.jobs import delivery
from oauth_plus.store.events.webhooks import deliveries
from oauth_plus.store.events.webhooks.deliveries import Delivery

AT_ONCE = 50
"""Deliveries to one webhook before it is the turn of the next one."""

SECONDS = 200
"""Time of one run, less than the timeout of the queue that runs it (300 in Frappe). What is left waits for the next."""


def send_due(deliver: Callable[[Delivery], bool]) -> int:
	"""Send what is owed by now, until nothing is, or the time is over. Returns the number of deliveries that were accepted."""
	taken, until = 0, time.monotonic() + SECONDS
	while time.monotonic() < until:
		now = sum(_send_to(webhook, deliver) for webhook in deliveries.webhooks_with_due())
		taken += now
		if not now:
			break
	return taken


def _send_to(webhook: str, deliver: Callable[[Delivery], bool]) -> int:
	return delivery.send(deliveries.due_of(webhook, AT_ONCE), deliveries.take, deliver, stops_at_failure=True)

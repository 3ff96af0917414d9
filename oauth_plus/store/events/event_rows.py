"""Rows of the audit trail: an event as a value, and as a row that its listeners are told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import frappe

from oauth_plus.platform import clock, event_hooks, sql
from oauth_plus.rules import sentence, storable
from oauth_plus.store.events.webhooks import deliveries
from oauth_plus.store.site import ip_address

DOCTYPE = "OAuth Plus Event"


class Outcome(str, Enum):
	"""Outcome of an event."""

	ALLOWED = "Allowed"
	REFUSED = "Refused"
	WOULD_REFUSE = "Would Refuse"


@dataclass(frozen=True)
class Event:
	"""Event that is to be recorded. `event` and `reason` are words of a fixed vocabulary. Without a user it is the
	session's, without an address the request's. An empty user stands for several."""

	event: str
	outcome: Outcome = Outcome.ALLOWED
	reason: str = ""
	cause: str = ""
	fix: str = ""
	client_id: str | None = None
	user: str | None = None
	address: str | None = None

	@property
	def row(self) -> dict[str, Any]:
		"""Columns of the event, without times."""
		return {
			"event": self.event,
			"outcome": self.outcome.value,
			"reason": self.reason,
			"cause": storable.without_markup(self.cause[: sentence.LONGEST]),
			"fix": storable.without_markup(self.fix[: sentence.LONGEST]),
			"told": sentence.dump(cause=self.cause, fix=self.fix),
			"client": self.client_id,
			"user": frappe.session.user if self.user is None else self.user,
			"address": (self.address or ip_address.of_request())[:45],
		}


def write(event: Event, grants: Iterable[str] = ()) -> None:
	"""Insert an event, and call the listeners in the same transaction, with the names of the `grants`."""
	row, name = event.row, frappe.generate_hash(length=16)
	sql.insert(DOCTYPE, name, row | times_of(1, clock.now()))
	tell(name, row, grants)


def times_of(times: int, at: datetime) -> dict[str, Any]:
	"""Return the columns that say how often and when; `at` is the first time and the last one. No column is called
	`last_seen`: v15 leaves out of lists whatever contains `_seen`."""
	return {"times": times, "creation": at, "modified": at, "last_time": at}


def tell(name: str, row: dict[str, Any], grants: Iterable[str]) -> None:
	"""Call the listeners of other apps with an event that was inserted, in its transaction."""
	deliveries.owe(name, row, grants := list(grants))
	told = {key: value for key, value in row.items() if key != "told"}
	for listener in frappe.get_hooks(event_hooks.HOOK):
		event_hooks.tell(listener, told | {"name": name, "grants": grants})

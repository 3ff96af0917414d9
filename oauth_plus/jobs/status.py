"""Status of the tables and of the scheduled jobs, for an administrator on the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime

from oauth_plus.platform import clock, scheduler
from oauth_plus.store import events
from oauth_plus.store.grants import codes, consents
from oauth_plus.store.grants.family import GRANT
from oauth_plus.store.tokens import token_pair

TABLES = (token_pair.DOCTYPE, codes.DOCTYPE, GRANT, consents.DOCTYPE, events.DOCTYPE)


@dataclass(frozen=True)
class Table:
	"""Number of rows of one DocType; `oldest` is in the site's time."""

	name: str
	count: int
	oldest: datetime | None


@dataclass(frozen=True)
class LastRun:
	"""Last run of a job, by the scheduler or by hand. `at` is in the site's time, and None if it never ran. `sentence` has
	its counts, if it writes them as an event."""

	job: str
	at: datetime | None
	sentence: str


def tables() -> Iterator[Table]:
	"""Yield each table with its count and its oldest row."""
	for doctype in TABLES:
		oldest = frappe.get_all(doctype, fields=["creation"], order_by="creation asc", limit=1)
		yield Table(doctype, frappe.db.count(doctype), oldest[0].creation if oldest else None)


def last_runs() -> Iterator[LastRun]:
	"""Yield the last run of each scheduled job of the app, by name."""
	for job in sorted(scheduler.own_jobs(), key=lambda each: each.method):
		name = job.method.rpartition(".")[2]
		recorded = frappe.get_all(
			events.DOCTYPE,
			filters={"event": "job_done", "reason": name},
			fields=["creation", "cause"],
			order_by="creation desc",
			limit=1,
		)
		runs = [clock.to_column(job.last_run), *(get_datetime(row.creation) for row in recorded)]
		yield LastRun(name, max(filter(None, runs), default=None), recorded[0].cause if recorded else "")

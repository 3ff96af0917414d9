"""Status of the tables, and of the jobs that expire, revoke and purge, for an administrator on the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime

from oauth_plus.store import events
from oauth_plus.store.grants import codes, consents
from oauth_plus.store.grants.family import GRANT
from oauth_plus.store.tokens import token_pair

JOBS = ("expire", "revoke", "purge")

TABLES = (token_pair.DOCTYPE, codes.DOCTYPE, GRANT, consents.DOCTYPE, events.DOCTYPE)


@dataclass(frozen=True)
class Table:
	"""Number of rows of one DocType; `oldest` is in the site's time."""

	name: str
	count: int
	oldest: datetime | None


@dataclass(frozen=True)
class LastRun:
	"""Last run of a job: its time, in the site's time, and its counts."""

	at: datetime
	sentence: str


def tables() -> Iterator[Table]:
	"""Yield each table with its count and its oldest row."""
	for doctype in TABLES:
		oldest = frappe.get_all(doctype, fields=["creation"], order_by="creation asc", limit=1)
		yield Table(doctype, frappe.db.count(doctype), oldest[0].creation if oldest else None)


def last_runs() -> Iterator[LastRun]:
	"""Yield the last run of each of JOBS, in the site's time. Nothing for a job that never ran."""
	for job in JOBS:
		found = frappe.get_all(
			events.DOCTYPE,
			filters={"event": "job_done", "reason": job},
			fields=["creation", "cause"],
			order_by="creation desc",
			limit=1,
		)
		yield from (LastRun(get_datetime(row.creation), row.cause) for row in found)

"""What Enforce would refuse a client: since when it is watched, what was seen, and whether anything would break."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Max, Min, Sum

from oauth_plus.platform import clock
from oauth_plus.rules.client_faults import Fault
from oauth_plus.rules.gates import exceptions_of
from oauth_plus.rules.policy import Gate, gate_named
from oauth_plus.store.clients import client_faults
from oauth_plus.store.clients.client_fields import ENFORCEMENT, EXCEPTIONS, FAPI, PROFILE, WATCHED_SINCE
from oauth_plus.store.events.event_rows import DOCTYPE, Outcome
from oauth_plus.store.site import day_settings, settings


class Readiness(str, Enum):
	"""How far a client is on its way to Enforce."""

	ENFORCED = "enforced"
	OFF = "off"
	YOUNG = "young"  # it is watched for too short a time
	BREAKS = "breaks"  # requests of the last days would be refused
	FAULTY = "faulty"  # it could not be saved at Enforce
	QUIET = "quiet"  # nothing would break, but nothing was seen either
	READY = "ready"

	@property
	def is_offered(self) -> bool:
		"""Return whether the form offers to enforce."""
		return self in (Readiness.READY, Readiness.QUIET)


@dataclass(frozen=True)
class Violations:
	"""What one hardening would have refused: how often, and when for the first and the last time."""

	hardening: str
	times: int
	first: datetime
	last: datetime


@dataclass(frozen=True)
class Seen:
	"""Requests of one kind that were seen and accepted: how many, of how many users."""

	event: str
	reason: str
	times: int
	users: int


@dataclass(frozen=True)
class Foresight:
	"""What would happen to a client at Enforce. Times are aware."""

	standing: Readiness
	days: int
	since: datetime | None
	violations: tuple[Violations, ...]
	seen: tuple[Seen, ...]
	faults: tuple[Fault, ...]


def of_client(row: Any) -> Foresight:
	"""Return the foresight for a client as a Document, or as a row of `client_faults.JUDGED` with WATCHED_SINCE."""
	days, since = day_settings.before_enforce(), clock.from_column(row.get(WATCHED_SINCE))
	cutoff = clock.now() - timedelta(days=days)
	violations = _violations(row.name, since)
	seen = _seen(row.name, max(since, cutoff) if since else cutoff)
	faults = faults_at_enforce(row)
	standing = _standing(row, since, cutoff, violations, faults, was_seen=bool(seen))
	return Foresight(standing, days, since, violations, seen, faults)


def is_at(row: Any, gate: Gate) -> bool:
	"""Return whether the client's Enforcement is at this level."""
	held = Gate.ENFORCE if row.get(PROFILE) == FAPI else gate_named(row.get(ENFORCEMENT))
	return held is gate


def blocks(row: Any, hardening: str) -> bool:
	"""Return whether a violation of this hardening would be refused at Enforce: it has no exception."""
	exceptions = exceptions_of(row.get(EXCEPTIONS), settings.exceptions())
	gates = {each.value: gate for each, gate in exceptions.items()}
	return gates.get(hardening, Gate.ENFORCE) is Gate.ENFORCE


def faults_at_enforce(row: Any) -> tuple[Fault, ...]:
	"""Return the faults with which the client could not be saved at Enforce."""
	faults = client_faults.faults_of(row)
	return tuple(each for each in faults if each.hardening is None or blocks(row, each.hardening.value))


def _standing(
	row: Any,
	since: datetime | None,
	cutoff: datetime,
	violations: tuple[Violations, ...],
	faults: tuple[Fault, ...],
	*,
	was_seen: bool,
) -> Readiness:
	if not is_at(row, Gate.WARN):
		return Readiness.ENFORCED if is_at(row, Gate.ENFORCE) else Readiness.OFF
	if any(each.last >= cutoff and blocks(row, each.hardening) for each in violations):
		return Readiness.BREAKS
	if faults:
		return Readiness.FAULTY
	if since is None or since > cutoff:
		return Readiness.YOUNG
	return Readiness.READY if was_seen else Readiness.QUIET


def _violations(client_id: str, since: datetime | None) -> tuple[Violations, ...]:
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).groupby(table.reason)
	query = query.select(table.reason, Sum(table.times), Min(table.creation), Max(table.last_time))
	query = query.where((table.client == client_id) & (table.outcome == Outcome.WOULD_REFUSE.value))
	if since:
		query = query.where(table.last_time >= clock.to_column(since))
	rows = query.orderby(Max(table.last_time), order=frappe.qb.desc).run()
	return tuple(
		Violations(reason, int(times), clock.from_column(first), clock.from_column(last))
		for reason, times, first, last in rows
	)


def _seen(client_id: str, since: datetime) -> tuple[Seen, ...]:
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).groupby(table.event, table.reason)
	query = query.select(table.event, table.reason, Sum(table.times), Count(table.user).distinct())
	query = query.where((table.client == client_id) & (table.outcome == Outcome.ALLOWED.value))
	query = query.where(table.event.isin(REQUESTS) & (table.last_time >= clock.to_column(since)))
	return tuple(Seen(event, reason or "", int(times), users) for event, reason, times, users in query.run())


REQUESTS = ("code_issued", "token_issued", "token_repeated", "token_revoked", "device_allowed")
"""Events of requests that the client sent, and that were accepted."""

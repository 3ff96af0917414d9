"""How far the site is on its way to Enforce: the number of clients at each level, and those that are ready."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules.policy import Gate
from oauth_plus.store.clients import client_faults
from oauth_plus.store.clients.client_fields import DOCTYPE, ENFORCEMENT, EXCEPTIONS, PROFILE, WATCHED_SINCE
from oauth_plus.store.enforcement import foresight
from oauth_plus.store.events.event_rows import DOCTYPE as EVENT
from oauth_plus.store.events.event_rows import Outcome
from oauth_plus.store.site import day_settings


@dataclass(frozen=True)
class Progress:
	"""Enabled clients by level, and the titles of those that are ready by client_id. `days` is the time that Settings
	ask for."""

	off: int
	warn: int
	enforce: int
	ready: dict[str, str]
	days: int


def of_site() -> Progress:
	"""Return the progress of the site, in a fixed number of statements; those of faults for clients that seem ready."""
	columns = ["name", ENFORCEMENT, PROFILE]
	rows = frappe.get_all(DOCTYPE, filters={"oauth_plus_enabled": 1}, fields=columns)
	levels = Counter(gate for row in rows for gate in Gate if foresight.is_at(row, gate))
	days = day_settings.before_enforce()
	ready = ready_clients(days) if levels[Gate.WARN] else {}
	return Progress(levels[Gate.OFF], levels[Gate.WARN], levels[Gate.ENFORCE], ready, days)


def ready_clients(days: int) -> dict[str, str]:
	"""Return the titles by client_id of the clients at Warn that have been watched for so many days and were used in
	them, and of which Enforce would have refused nothing and changes nothing on the form."""
	cutoff = clock.to_column(clock.now() - timedelta(days=days))
	used = _clients_with(Outcome.ALLOWED, cutoff)
	filters = {"oauth_plus_enabled": 1, ENFORCEMENT: Gate.WARN.value, WATCHED_SINCE: ("<=", cutoff)}
	fields = [*dict.fromkeys((*client_faults.JUDGED, EXCEPTIONS, WATCHED_SINCE))]
	rows = [
		row
		for row in frappe.get_all(DOCTYPE, filters=filters, fields=fields, order_by="app_name")
		if row.name in used
	]
	broken = _clients_with(Outcome.WOULD_REFUSE, cutoff)
	whole = (row for row in rows if not any(foresight.blocks(row, each) for each in broken.get(row.name, ())))
	return {
		row.name: unescape(row.app_name or row.name) for row in whole if not foresight.faults_at_enforce(row)
	}


def _clients_with(outcome: Outcome, since: Any) -> dict[str, set[str]]:
	"""Return the reasons of such events since then, by client."""
	table = frappe.qb.DocType(EVENT)
	query = frappe.qb.from_(table).select(table.client, table.reason).distinct()
	query = query.where(
		(table.outcome == outcome.value) & (table.last_time >= since) & table.client.isnotnull()
	)
	if outcome is Outcome.ALLOWED:
		query = query.where(table.event.isin(foresight.REQUESTS))
	found: dict[str, set[str]] = {}
	for client, reason in query.run():
		found.setdefault(client, set()).add(reason or "")
	return found

"""Jobs that delete what is past its retention, in batches, as those of ending.py."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from oauth_plus.jobs import event_bounds
from oauth_plus.jobs.run import Run, persistently
from oauth_plus.platform import clock, sql
from oauth_plus.store import events
from oauth_plus.store.client_secrets import secret_expiry
from oauth_plus.store.events.webhooks import deliveries
from oauth_plus.store.grants import codes, consents, device_requests, sweep
from oauth_plus.store.grants.family import GRANT, State
from oauth_plus.store.grants.sweep import Condition, count_of, ended_before, names_of
from oauth_plus.store.scope_use import scope_uses
from oauth_plus.store.site import day_settings
from oauth_plus.store.tokens import token_pair

ENDED = (State.EXPIRED, State.REVOKED, State.REPLAYED)

FOUND = 2_000
"""Rows to delete that one query finds. The database skips deleted rows that it has not purged yet, so few queries are
faster."""

CODES_KEPT = timedelta(days=1)
"""Time for which a spent code is kept, so that its reuse is detected."""

OLD_CODES_KEPT = timedelta(days=90)
"""Time for which a code from before installation is kept. Such a code has no expiry."""

DELIVERIES_KEPT = timedelta(days=30)
"""Time for which the log of webhooks is kept."""


def purge(run: Run, now: datetime) -> Run:
	"""Delete rows that ended longer ago than the days in Settings, and the oldest refusals above the bounds. Returns
	the number of rows by DocType, and the time in seconds."""
	for name, doctype, condition in _past(now):
		_delete(run, name, doctype, condition)
	event_bounds.delete_excess(run)
	if not run.is_dry:
		run.add("client secrets", secret_expiry.purge_expired(now))
		run.add("webhook deliveries", deliveries.trim())
		run.add("uses of scopes", scope_uses.purge(now - scope_uses.KEPT))
	return run.finish()


def behind(now: datetime) -> list[str]:
	"""Return what a purge would delete at this time, by name; empty for nothing. Finds one row of each kind at most."""
	return list(
		dict.fromkeys(name for name, doctype, condition in _past(now) if names_of(doctype, condition, 1))
	)


def _past(now: datetime) -> Iterator[tuple[str, str, Condition]]:
	"""Yield the name, the DocType and the condition of each kind of rows that are past their retention."""
	kept = day_settings.retention()
	yield "tokens", token_pair.DOCTYPE, ended_before("oauth_plus_purge_at", now - kept.tokens)
	yield "codes", codes.DOCTYPE, ended_before("oauth_plus_expires_at", now - CODES_KEPT)
	yield "device requests", device_requests.DOCTYPE, ended_before("expires_at", now - CODES_KEPT)
	yield "old codes", codes.DOCTYPE, _endless_from_before(now - OLD_CODES_KEPT)
	for state in ENDED:
		yield "grants", GRANT, _in_state_since(state, now - kept.grants)
	yield "withdrawn consents", consents.DOCTYPE, _before("withdrawn", now - kept.grants)
	yield "events", events.DOCTYPE, _before("creation", now - kept.events)
	yield "webhook deliveries", deliveries.DOCTYPE, _before("creation", now - DELIVERIES_KEPT)


def erase_sealed(run: Run, now: datetime) -> Run:
	"""Erase sealed successors after their grace. Records no event, because the job runs every few minutes."""
	for found in run.batches(lambda limit: sweep.sealed_past_grace(now, limit), FOUND):
		run.add("sealed successors", persistently(sweep.erase_sealed, found, now))
	return run


def _endless_from_before(moment: datetime) -> Condition:
	here = clock.to_column(moment)
	return lambda table: (table.oauth_plus_expires_at == 0) & (table.creation < here)


def _in_state_since(state: State, moment: datetime) -> Condition:
	here = clock.to_column(moment)
	return lambda table: (table.state == state.value) & (table.ended_at < here)


def _before(column: str, moment: datetime) -> Condition:
	here = clock.to_column(moment)
	return lambda table: table[column] < here


def _delete(run: Run, name: str, doctype: str, condition: Condition) -> None:
	if run.is_dry:
		run.add(name, count_of(doctype, condition))
		return
	for found in run.batches(lambda limit: names_of(doctype, condition, limit), FOUND):
		run.add(name, persistently(sql.delete, doctype, found))

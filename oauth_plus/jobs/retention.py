"""Jobs that expire, revoke and purge, in batches.

Each batch is one transaction and takes its rows by primary key. So an interrupted job loses nothing, two jobs at once
do not disturb each other, and a request waits for a lock no longer than one batch takes.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from oauth_plus.jobs import event_bounds
from oauth_plus.jobs.run import Run, persistently
from oauth_plus.jobs.throttle import ALONE
from oauth_plus.jobs.unused_clients import delete_unused_registrations, disable_unused
from oauth_plus.platform import clock, sql
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import events
from oauth_plus.store.client_secrets import secret_expiry
from oauth_plus.store.clients import client_lists, client_policy
from oauth_plus.store.events.webhooks import deliveries
from oauth_plus.store.grants import codes, consents, device_requests, family_lists, revocation, sweep
from oauth_plus.store.grants.family import GRANT, State
from oauth_plus.store.grants.sweep import Condition, count_of, ended_before, names_of
from oauth_plus.store.scope_use import scope_uses
from oauth_plus.store.signing.key_rotation import RESTORED
from oauth_plus.store.site import registration_settings, settings
from oauth_plus.store.tokens import token_pair

FOUND = 2_000
"""Rows to delete that one query finds. The database skips deleted rows that it has not purged yet, so few queries are
faster."""

CODES_KEPT = timedelta(days=1)
"""Time for which a spent code is kept, so that its reuse is detected."""

OLD_CODES_KEPT = timedelta(days=90)
"""Time for which a code from before installation is kept. Such a code has no expiry."""

DELIVERIES_KEPT = timedelta(days=30)
"""Time for which the log of webhooks is kept."""


def expire(run: Run, now: datetime) -> Run:
	"""Mark the grants whose lifetime is over as expired. Grants of clients whose gate does not enforce expiry stay
	active."""
	here = clock.to_column(now)
	_end(run, "grants unused for too long", "idle_ends", here, "idle")
	_end(run, "grants past their absolute end", "absolute_ends", here, "expired")
	for client in client_lists.all_that_enforce(Hardening.REFRESH_LIFETIME):
		idle = timedelta(seconds=client_policy.policy_for(client).lifetimes.refresh_idle.seconds)
		_end_without_ends(run, client.client_id, clock.to_column(now - idle))
	return run.finish()


def revoke(run: Run, now: datetime) -> Run:
	"""End the grants of disabled users and clients, disable clients that were not used for the days in Settings, and delete
	those that registered themselves and were never used. Returns the counts, and the time in seconds."""
	_end_named(run, "grants of disabled users", family_lists.of_disabled_users, "user_disabled")
	_end_named(run, "grants of disabled clients", family_lists.of_disabled_clients, "client_disabled")
	if days := settings.unused_client_days():
		disable_unused(run, now - timedelta(days=days))
	if days := registration_settings.unused_days():
		delete_unused_registrations(run, now - timedelta(days=days))
	return run.finish()


def end_everything(run: Run, now: datetime) -> Run:
	"""End every grant, code and consent of a restored copy. Returns the counts, and the time in seconds."""
	_end_named(run, "grants", family_lists.any_live, RESTORED)
	if not run.is_dry:
		later = now + timedelta(seconds=1)  # the database may have rounded the time up
		run.add("grants", revocation.end_all(RESTORED, before=later))
	return run.finish()


def purge(run: Run, now: datetime) -> Run:
	"""Delete rows that ended longer ago than the days in Settings, and the oldest refusals above the bounds, in batches. Returns the number of rows by DocType,
	and the time in seconds."""
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
	kept = settings.retention()
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


ENDED = (State.EXPIRED, State.REVOKED, State.REPLAYED)


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


def _end(run: Run, name: str, column: str, here: datetime, reason: str) -> None:
	_end_named(
		run, name, lambda limit: family_lists.enforced_past(column, here, limit), reason, State.EXPIRED
	)


def _end_without_ends(run: Run, client_id: str, here: datetime) -> None:
	name = "grants from before this app"
	_end_named(run, name, lambda limit: family_lists.endless(client_id, here, limit), "idle", State.EXPIRED)


def _end_named(
	run: Run, name: str, find: Callable[[int], list[str]], reason: str, state: State = State.REVOKED
) -> None:
	if run.is_dry:
		run.add(name, len(find(1_000_000)))
		return
	for found in run.batches(find, ALONE.rows):
		run.add(name, persistently(revocation.end, found, reason, state))

"""Jobs that expire and revoke, in batches.

Each batch is one transaction and takes its rows by primary key. So an interrupted job loses nothing, two jobs at once
do not disturb each other, and a request waits for a lock no longer than one batch takes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import frappe

from oauth_plus.jobs.run import Run, persistently
from oauth_plus.jobs.throttle import ALONE
from oauth_plus.jobs.unused_clients import delete_unused_registrations, disable_unused
from oauth_plus.platform import clock
from oauth_plus.rules.policy import Hardening
from oauth_plus.store.clients import client_lists, client_policy
from oauth_plus.store.events.webhooks import deliveries, subscriptions
from oauth_plus.store.grants import family_lists, revocation
from oauth_plus.store.grants.family import State
from oauth_plus.store.signing.key_rotation import RESTORED
from oauth_plus.store.site import day_settings


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
	if days := day_settings.unused_clients():
		disable_unused(run, now - timedelta(days=days))
	if days := day_settings.unused_registrations():
		delete_unused_registrations(run, now - timedelta(days=days))
	return run.finish()


def end_everything(run: Run, now: datetime) -> Run:
	"""End every grant, code and consent of a restored copy, and tell no receiver of the original: its webhooks are disabled
	first, and what they were owed is deleted. Returns the counts, and the time in seconds."""
	if run.is_dry:
		run.add("webhooks", subscriptions.count_enabled())
	else:
		run.add("webhooks", subscriptions.disable_all())
		deliveries.delete_waiting()
		frappe.db.commit()
	_end_named(run, "grants", family_lists.any_live, RESTORED)
	if not run.is_dry:
		later = now + timedelta(seconds=1)  # the database may have rounded the time up
		run.add("grants", revocation.end_all(RESTORED, before=later))
	return run.finish()


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

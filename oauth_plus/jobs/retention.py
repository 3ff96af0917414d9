"""What ended by time is marked, and what has been kept for long enough is deleted: batch by batch.

Each batch is a transaction of its own and takes its rows by primary key, so that a kill in the middle loses and
doubles nothing, two at once are in nobody's way, and requests wait for no lock longer than a batch takes.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from oauth_plus.jobs.throttle import ALONE, Watch
from oauth_plus.mail import notifications
from oauth_plus.platform import clock, sql, transaction
from oauth_plus.store import events, scope_uses, users
from oauth_plus.store.client_secrets import secret_expiry
from oauth_plus.store.clients import client_fields, client_lists, client_policy, client_rows
from oauth_plus.store.grants import codes, consents, family_lists, revocation, sweep
from oauth_plus.store.grants.family import GRANT, State
from oauth_plus.store.grants.sweep import Condition, ended_before, names_of
from oauth_plus.store.signing.key_rotation import RESTORED
from oauth_plus.store.site import settings
from oauth_plus.store.tokens import token_pair

FOUND = 2_000
"""Rows to delete that are looked for at once: the database looks past those that it has not swept up yet."""

CODES_KEPT = timedelta(days=1)
"""A spent code is remembered, so that its reuse is told from a typing error."""

OLD_CODES_KEPT = timedelta(days=90)
"""Codes from before this app never ended."""


@dataclass
class Run:
	"""One run of a job: what it may do, and what it did. `seconds` is its time, after which it stops."""

	job: str
	is_dry: bool = False
	seconds: float = 600
	counts: dict[str, int] = field(default_factory=dict)
	began: float = field(default_factory=time.monotonic)
	was_cut: bool = False

	@property
	def took(self) -> float:
		"""Seconds so far."""
		return time.monotonic() - self.began

	def may_go_on(self) -> bool:
		"""Is there time for another batch?"""
		self.was_cut = self.was_cut or self.took > self.seconds
		return not self.was_cut

	def sentence(self) -> str:
		"""Return for people what was done, and in how many seconds."""
		what = ", ".join(f"{count} {name}" for name, count in self.counts.items() if count) or "nothing to do"
		cut = "; its time is up, the next run goes on" if self.was_cut else ""
		return f"{self.job}{' (dry run)' if self.is_dry else ''}: {what} in {self.took:.1f} s{cut}"


def expire(run: Run, now: datetime) -> Run:
	"""Mark the grants that ended by time. Clients that their gate only watches go on, as before this app."""
	here = clock.to_column(now)
	_end(run, "grants unused for too long", "idle_ends", here, "idle")
	_end(run, "grants past their absolute end", "absolute_ends", here, "expired")
	for client in client_lists.all_that_enforce():
		idle = timedelta(seconds=client_policy.policy_for(client).lifetimes.refresh_idle.seconds)
		_end_without_ends(run, client.client_id, clock.to_column(now - idle))
	return _finished(run)


def revoke(run: Run, now: datetime) -> Run:
	"""End the grants of disabled users and clients, and disable clients that were not used for the days of
	Settings. Returns what was done, and the seconds it took."""
	_end_named(run, "grants of disabled users", family_lists.of_disabled_users, "user_disabled")
	_end_named(run, "grants of disabled clients", family_lists.of_disabled_clients, "client_disabled")
	if days := settings.unused_client_days():
		_disable_unused(run, now - timedelta(days=days))
	return _finished(run)


def end_everything(run: Run, now: datetime) -> Run:
	"""End every grant, code and consent that a restored copy brought along. Returns what was done, and the
	seconds it took."""
	_end_named(run, "grants", family_lists.any_live, RESTORED)
	if not run.is_dry:
		later = now + timedelta(seconds=1)  # a column of the database may have rounded up
		_add(run, "grants", revocation.end_all(RESTORED, before=later))
	return _finished(run)


def purge(run: Run, now: datetime) -> Run:
	"""Delete rows that are older than the days of Settings, in batches. Returns the number of rows by
	DocType, and the seconds it took."""
	kept = settings.retention()
	for name, doctype, condition in (
		("tokens", token_pair.DOCTYPE, ended_before("oauth_plus_purge_at", now - kept.tokens)),
		("codes", codes.DOCTYPE, ended_before("oauth_plus_expires_at", now - CODES_KEPT)),
		("old codes", codes.DOCTYPE, _endless_from_before(now - OLD_CODES_KEPT)),
		*(("grants", GRANT, _in_state_since(state, now - kept.grants)) for state in ENDED),
		("withdrawn consents", consents.DOCTYPE, _withdrawn_before(now - kept.grants)),
		("events", events.DOCTYPE, _written_before(now - kept.events)),
	):
		_delete(run, name, doctype, condition)
	if not run.is_dry:
		_add(run, "client secrets", secret_expiry.purge_expired(now))
		_add(run, "uses of scopes", scope_uses.purge(now - scope_uses.KEPT))
	return _finished(run)


def erase_sealed(run: Run, now: datetime) -> Run:
	"""Erase sealed successors whose grace is over. It leaves no event: it runs every few minutes."""
	for found in _batches(run, lambda limit: sweep.sealed_past_grace(now, limit), FOUND):
		_add(run, "sealed successors", _persistently(sweep.erase_sealed, found, now))
	return run


ENDED = (State.EXPIRED, State.REVOKED, State.REPLAYED)


def _endless_from_before(moment: datetime) -> Condition:
	here = clock.to_column(moment)
	return lambda table: (table.oauth_plus_expires_at == 0) & (table.creation < here)


def _in_state_since(state: State, moment: datetime) -> Condition:
	here = clock.to_column(moment)
	return lambda table: (table.state == state.value) & (table.ended_at < here)


def _withdrawn_before(moment: datetime) -> Condition:
	here = clock.to_column(moment)
	return lambda table: table.withdrawn < here


def _written_before(moment: datetime) -> Condition:
	here = clock.to_column(moment)
	return lambda table: table.creation < here


def _delete(run: Run, name: str, doctype: str, condition: Condition) -> None:
	if run.is_dry:
		_add(run, name, _count(doctype, condition))
		return
	for found in _batches(run, lambda limit: names_of(doctype, condition, limit), FOUND):
		_add(run, name, _persistently(sql.delete, doctype, found))


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
		_add(run, name, len(find(1_000_000)))
		return
	for found in _batches(run, find, ALONE.rows):
		_add(run, name, _persistently(revocation.end, found, reason, state))


def _disable_unused(run: Run, since: datetime) -> None:
	for client_id in client_lists.unused_since(since):
		_add(run, "clients out of use", 1)
		if not run.is_dry:
			client_rows.disable(client_id)
			_tell_of_disabling(client_id)
			frappe.db.commit()


def _tell_of_disabling(client_id: str) -> None:
	owner, title = client_rows.owner_and_title(client_id)
	days = settings.unused_client_days()
	subject = _("The OAuth Client {0} was disabled").format(title)
	message = _(
		"Nobody used it for {0} days. It was not deleted: tick Enabled on its form to bring it back."
	).format(days)
	notifications.tell(users.to_be_told(owner), subject, message, client_fields.DOCTYPE, client_id)


def _batches(run: Run, find: Callable[[int], list[str]], at_once: int) -> Iterator[list[str]]:
	"""Names, so many looked for at once, until there are none left or time is up; what is left after a conflict
	comes again."""
	watch = Watch()
	while run.may_go_on() and (found := find(at_once)):
		are_all = len(found) < at_once
		while found:
			if not run.may_go_on():
				return
			begun, now = time.monotonic(), watch.pace()
			yield found[: now.rows]
			found = found[now.rows :]
			time.sleep((time.monotonic() - begun) * now.rest)
		if are_all:
			return


def _persistently(act: Callable[..., int], *arguments: Any) -> int:
	"""Do it and commit; somebody else who was faster with the same rows is no failure."""
	try:
		done = act(*arguments)
		frappe.db.commit()
		return done
	except transaction.CONFLICTS:
		transaction.undo()
		return 0


def _count(doctype: str, condition: Condition) -> int:
	return len(names_of(doctype, condition, 10_000_000))


def _add(run: Run, name: str, count: int) -> None:
	run.counts[name] = run.counts.get(name, 0) + count


def _finished(run: Run) -> Run:
	"""Write down what was done; a dry run leaves no trace."""
	if not run.is_dry:
		events.record("job_done", reason=run.job, cause=run.sentence())
		frappe.db.commit()
	return run

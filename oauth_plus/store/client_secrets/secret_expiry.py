"""End of client secrets: notices before it, deletion after it."""

from datetime import datetime, timedelta

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.rules import secret
from oauth_plus.store import events
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE, Secret

KEPT_DAYS = 90
"""An ended secret is remembered that long, so that its use can be told from a wrong one."""


def due_to_tell(now: datetime) -> list[tuple[Secret, int]]:
	"""Secrets that end soon or have ended, and nobody has heard of it yet, with the days to tell of."""
	table = frappe.qb.DocType(DOCTYPE)
	horizon = clock.to_epoch(now + timedelta(days=max(secret.NOTICE_DAYS)))
	soon = secret_rows.select((table.ends_at > 0) & (table.ends_at <= horizon) & (table.told_days > 0))
	due = [(each, secret.due_notice(each.ends_at, now)) for each in soon]
	return [(each, days) for each, days in due if days is not None and days < each.told_days]


def note_told(told: Secret, days: int) -> None:
	"""Store in how many days a secret expires, as people were notified; after its expiry an event is
	recorded."""
	sql.update(DOCTYPE, {"told_days": days}, name=told.name)
	if not days:
		cause = f"The secret {told.label!r} ended by itself on {secret_rows.day_of(told.ends_at)}"
		events.record("secret_ended", cause=cause, client_id=told.client_id)


def purge_expired(now: datetime, keep_days: int = KEPT_DAYS) -> int:
	"""Forget secrets that ended so many days ago; returns how many."""
	table = frappe.qb.DocType(DOCTYPE)
	long_ago = clock.to_epoch(now - timedelta(days=keep_days))
	return secret_rows.delete(secret_rows.select((table.ends_at > 0) & (table.ends_at <= long_ago)))

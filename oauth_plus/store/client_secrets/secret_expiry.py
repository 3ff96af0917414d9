"""Expiry of client secrets: notifications before it, deletion after it."""

from datetime import datetime, timedelta

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.rules import secret
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE, Secret

KEPT_DAYS = 90
"""Time for which an ended secret is kept, so that its use is told from that of a wrong secret."""


def due_to_tell(now: datetime) -> list[tuple[Secret, int]]:
	"""Return the secrets whose expiry is near or past and was not yet notified, with the number of days left."""
	table = frappe.qb.DocType(DOCTYPE)
	horizon = clock.to_epoch(now + timedelta(days=max(secret.NOTICE_DAYS)))
	soon = secret_rows.select((table.ends_at > 0) & (table.ends_at <= horizon) & (table.told_days > 0))
	due = [(each, secret.due_notice(each.ends_at, now)) for each in soon]
	return [(each, days) for each, days in due if days is not None and days < each.told_days]


def note_told(told: Secret, days: int) -> None:
	"""Store the days before expiry of the notification that was sent. After the expiry, record an event."""
	sql.update(DOCTYPE, {"told_days": days}, name=told.name)
	if not days:
		cause = Sentence(
			"The secret {0} ended by itself on {1}", repr(told.label), secret_rows.day_of(told.ends_at)
		)
		events.record("secret_ended", cause=cause, client_id=told.client_id)


def purge_expired(now: datetime, keep_days: int = KEPT_DAYS) -> int:
	"""Delete secrets that ended so many days ago. Returns the number of rows."""
	table = frappe.qb.DocType(DOCTYPE)
	long_ago = clock.to_epoch(now - timedelta(days=keep_days))
	return secret_rows.delete(secret_rows.select((table.ends_at > 0) & (table.ends_at <= long_ago)))

"""Webhooks as rows: which events they want, and how their deliveries go. Settings repeat the events of all, so that an event
that nobody wants costs nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.store.site import settings

DOCTYPE, EVENT = "OAuth Plus Webhook", "OAuth Plus Webhook Event"

FIELD = "webhook_events"

FRESH: dict[str, Any] = {"failing_since": None, "failures": 0, "paused_until": 0, "last_error": None}
"""Values of a webhook whose deliveries go well."""


@dataclass(frozen=True)
class Webhook:
	"""Webhook with the state of its deliveries. `failures` came in a row."""

	name: str
	title: str
	url: str
	format: str
	audience: str
	failures: int
	failing_since: datetime | None
	owner: str


def choices() -> list[str]:
	"""Return the names of the events that a webhook may send."""
	return str(frappe.get_meta(EVENT).get_field("event").options).split("\n")


def wants(event: str) -> bool:
	"""Return whether some enabled webhook wants this event, without a query of its own."""
	wanted = settings.document().get(FIELD)
	return bool(wanted) and event in wanted.split()


def wanting(event: str) -> list[tuple[str, str]]:
	"""Return the names of the enabled webhooks that want this event, each with its format."""
	query = (
		f"SELECT webhook.`name`, webhook.`format` FROM `tab{DOCTYPE}` webhook JOIN `tab{EVENT}` wanted ON wanted.`parent` = webhook.`name` "  # noqa: S608
		"WHERE webhook.`enabled` = 1 AND wanted.`event` = %s"
	)
	return [(name, format_) for name, format_ in frappe.db.sql(query, (event,))]


def renew() -> None:
	"""Write the events of all enabled webhooks into Settings, if they changed."""
	query = (
		f"SELECT DISTINCT wanted.`event` FROM `tab{DOCTYPE}` webhook JOIN `tab{EVENT}` wanted "  # noqa: S608
		"ON wanted.`parent` = webhook.`name` WHERE webhook.`enabled` = 1 ORDER BY 1"
	)
	events = " ".join(event for (event,) in frappe.db.sql(query))
	if (settings.document().get(FIELD) or "") != events:
		settings.choose(FIELD, events)


def count_enabled() -> int:
	"""Return the number of enabled webhooks."""
	return frappe.db.count(DOCTYPE, {"enabled": 1})


def disable_all() -> int:
	"""Disable every webhook. Returns how many were enabled."""
	names = frappe.get_all(DOCTYPE, {"enabled": 1}, pluck="name")
	for name in names:
		sql.update(DOCTYPE, {"enabled": 0}, name=name)
		frappe.clear_document_cache(DOCTYPE, name)
	renew()
	return len(names)


def find(name: str) -> Webhook | None:
	"""Return an enabled webhook; None for a disabled one, and for none."""
	columns = ("name", "title", "url", "format", "audience", "failures", "failing_since", "owner", "enabled")
	row = sql.first(DOCTYPE, columns, name=name)
	if not row or not row.enabled:
		return None
	return Webhook(
		row.name,
		row.title,
		row.url,
		row.format,
		row.audience or "",
		int(row.failures or 0),
		clock.from_column(row.failing_since),
		row.owner,
	)


def note_success(webhook: Webhook, now: datetime) -> None:
	"""Write down that a delivery was taken."""
	_write(webhook.name, FRESH | {"last_success": now})


def note_failure(webhook: Webhook, why: str, now: datetime, pause: int) -> None:
	"""Write down that a delivery was not taken, and send nothing for so many seconds."""
	_write(
		webhook.name,
		{
			"failures": webhook.failures + 1,
			"failing_since": webhook.failing_since or now,
			"last_error": why[:500],
			"paused_until": now.timestamp() + pause,
		},
	)


def disable(name: str, why: str) -> None:
	"""Disable a webhook."""
	_write(name, {"enabled": 0, "last_error": why[:500]})
	renew()


def _write(name: str, values: dict[str, Any]) -> None:
	sql.update(DOCTYPE, values, update_modified=False, name=name)
	frappe.clear_document_cache(DOCTYPE, name)

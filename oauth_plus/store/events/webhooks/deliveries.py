"""Deliveries of webhooks: events that are owed, in the transaction of the event, and how they went. They hold no secret."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock, queries, queue, sql
from oauth_plus.rules import secret, security_events
from oauth_plus.rules.webhook import TOKEN_FORMAT
from oauth_plus.store.events.webhooks import subscriptions
from oauth_plus.store.site import site_issuer

DOCTYPE = "OAuth Plus Webhook Delivery"

SEND = "oauth_plus.tasks.send_webhooks"

WAITING, DELIVERED, GIVEN_UP = "Waiting", "Delivered", "Given Up"

MOST = 10_000
"""Deliveries of one webhook that are kept; a job deletes the oldest above it."""


@dataclass(frozen=True)
class Delivery:
	"""One event that is owed to a webhook. `attempts` were made before; `due` is in seconds since 1970."""

	name: str
	webhook: str
	event: str
	payload: dict[str, Any]
	attempts: int
	due: float


def owe(event_name: str, row: dict[str, Any], grants: Iterable[str]) -> None:
	"""Owe an event to the webhooks that want it. A worker sends it after the commit."""
	if not subscriptions.wants(row["event"]):
		return
	data = {name: row[name] or "" for name in ("outcome", "reason", "cause", "fix", "user", "address")}
	data |= {"id": event_name, "client_id": row["client"] or ""}
	named = list(grants)
	parts = security_events.parts_of(
		row["event"], row["reason"], named, client_id=data["client_id"], user=data["user"]
	)
	for webhook, format_ in subscriptions.wanting(row["event"]):
		for part in parts if format_ == TOKEN_FORMAT else [named]:
			owe_to(webhook, row["event"], data | {"grants": part})


def owe_to(webhook: str, event: str, data: dict[str, Any]) -> str:
	"""Owe one event to one webhook. Returns the name of the delivery."""
	now, name = clock.now(), f"msg_{secret.new_identifier()}"
	payload = {"at": int(now.timestamp()), "data": data | {"issuer": site_issuer.issuer()}}
	values = {"webhook": webhook, "event": event, "state": WAITING, "attempts": 0, "due": now.timestamp()}
	sql.insert(
		DOCTYPE, name, values | {"payload": json.dumps(payload, ensure_ascii=False), "next_attempt": now}
	)
	queue.after_commit_once(SEND)
	return name


def webhooks_with_due() -> list[str]:
	"""Return the enabled webhooks to which something is owed by now, and which are not paused."""
	now = clock.now().timestamp()
	query = (
		f"SELECT DISTINCT owed.`webhook` FROM `tab{DOCTYPE}` owed JOIN `tab{subscriptions.DOCTYPE}` webhook "  # noqa: S608
		"ON webhook.`name` = owed.`webhook` WHERE owed.`state` = %s AND owed.`due` <= %s AND webhook.`enabled` = 1 "
		"AND COALESCE(webhook.`paused_until`, 0) <= %s"
	)
	return [name for (name,) in frappe.db.sql(query, (WAITING, now, now))]


def due_of(webhook: str, limit: int) -> list[Delivery]:
	"""Return what is owed to a webhook by now, the oldest first, up to a limit of rows."""
	query = (
		"SELECT `name`, `webhook`, `event`, `payload`, `attempts`, `due` "  # noqa: S608
		f"FROM `tab{DOCTYPE}` WHERE `webhook` = %s AND `state` = %s AND `due` <= %s ORDER BY `due` LIMIT {int(limit)}"
	)
	rows = frappe.db.sql(query, (webhook, WAITING, clock.now().timestamp()))
	return [Delivery(*row[:3], json.loads(row[3]), int(row[4] or 0), float(row[5])) for row in rows]


def take(delivery: Delivery, until: float) -> bool:
	"""Take a delivery: nobody else sends it until a time, in seconds since 1970. True for one caller."""
	values = {"due": until, "attempts": delivery.attempts + 1}
	seen = {"name": delivery.name, "attempts": delivery.attempts, "state": WAITING}
	return sql.update(DOCTYPE, values, update_modified=False, **seen) == 1


def settle(delivery: Delivery, now: datetime) -> None:
	"""Write down that a delivery was taken."""
	_write(delivery, {"state": DELIVERED, "delivered_at": now, "error": None, "next_attempt": None})


def put_off(delivery: Delivery, why: str, until: datetime | None) -> None:
	"""Write down why a delivery was not taken, and when it is tried again; None gives it up."""
	if until is None:
		_write(delivery, {"state": GIVEN_UP, "error": why[:500], "next_attempt": None})
	else:
		_write(delivery, {"due": until.timestamp(), "error": why[:500], "next_attempt": until})


def send_again(name: str) -> None:
	"""Owe a delivery once more, with the same id."""
	now = clock.now()
	values = {"state": WAITING, "attempts": 0, "due": now.timestamp(), "next_attempt": now}
	sql.update(DOCTYPE, values, name=name)
	queue.after_commit_once(SEND)


def delete_of(webhook: str) -> None:
	"""Delete all deliveries of a webhook."""
	frappe.db.delete(DOCTYPE, {"webhook": webhook})


def delete_waiting() -> None:
	"""Delete what any webhook is still owed."""
	frappe.db.delete(DOCTYPE, {"state": WAITING})


def trim() -> int:
	"""Delete the oldest deliveries of each webhook that has too many. Returns the number of rows."""
	query = f"SELECT `webhook`, COUNT(*) FROM `tab{DOCTYPE}` GROUP BY `webhook` HAVING COUNT(*) > %s"  # noqa: S608
	deleted = 0
	for webhook, there in frappe.db.sql(query, (MOST,)):
		filters, order = {"webhook": webhook}, "creation asc"
		oldest = frappe.get_all(DOCTYPE, filters, pluck="name", order_by=order, limit=there - MOST)
		deleted += sum(sql.delete(DOCTYPE, chunk) for chunk in queries.chunks(oldest))
	return deleted


def _write(delivery: Delivery, values: dict[str, Any]) -> None:
	sql.update(DOCTYPE, values, update_modified=False, name=delivery.name)

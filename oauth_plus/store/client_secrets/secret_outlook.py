"""Clients whose last secret ends soon, or has just ended, without one that follows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

import frappe

from oauth_plus.platform import clock
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE
from oauth_plus.store.clients.client_fields import CONFIDENTIAL, JWKS
from oauth_plus.store.clients.client_fields import DOCTYPE as CLIENT

DAYS = 30


@dataclass(frozen=True)
class LastSecret:
	"""Client, and when its last secret ends."""

	client_id: str
	title: str
	ends_at: datetime


def ending(now: datetime) -> list[LastSecret]:
	"""Return the enabled confidential clients that have no secret 30 days from now, but had one 30 days ago, with the end
	of their last secret, the earliest first. Clients with public keys need no secret."""
	client, secret = frappe.qb.DocType(CLIENT), frappe.qb.DocType(DOCTYPE)
	since, horizon = (clock.to_epoch(now + timedelta(days=days)) for days in (-DAYS, DAYS))
	query = frappe.qb.from_(secret).join(client).on(client.name == secret.client)
	query = query.select(client.name, client.app_name, client[JWKS], secret.ends_at)
	query = query.where(client.oauth_plus_enabled == 1).where(client.oauth_plus_client_type == CONFIDENTIAL)
	ends: dict[tuple[str, str], list[float]] = {}
	for name, title, keys, ends_at in query.run():
		if not keys:
			ends.setdefault((name, unescape(title or name)), []).append(float(ends_at or 0))
	found = [
		LastSecret(name, title, clock.from_epoch(max(each)))
		for (name, title), each in ends.items()
		if all(each) and since < max(each) <= horizon
	]
	return sorted(found, key=lambda last: last.ends_at)

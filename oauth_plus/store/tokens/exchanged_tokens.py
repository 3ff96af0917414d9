"""Tokens that clients got by exchange (RFC 8693): rows of a user's grant, each with its chain of clients."""

from datetime import datetime, timedelta

import frappe

from oauth_plus.platform import clock, queries
from oauth_plus.store.site import token_lifetimes
from oauth_plus.store.tokens.token_pair import ACTIVE, DOCTYPE

DAY = 86_400


def live_of(client_id: str, *, user: str | None = None, before: datetime | None = None) -> dict[str, str]:
	"""Return the live tokens in whose chain this client acts, each with its grant; empty for none.

	They are found by their expiry, which lies within the lifetime of an access token: that index is there for all tokens,
	and most of the others expire later.
	"""
	now = clock.now()
	latest = now + timedelta(seconds=max(DAY, token_lifetimes.longest_access_lifetime()))
	table = frappe.qb.DocType(DOCTYPE)
	ends, chain = table.oauth_plus_purge_at, table.oauth_plus_delegation
	query = frappe.qb.from_(table).select(table.name, table.oauth_plus_family, chain)
	query = query.where((ends > clock.to_epoch(now)) & (ends <= clock.to_epoch(latest)))
	query = query.where((table.status == ACTIVE) & (chain != ""))
	query = queries.narrowed(query, table, user=user, client_id=None, before=before)
	found = queries.locking(query).run()
	return {name: family for name, family, clients in found if client_id in clients.splitlines()[:-1]}

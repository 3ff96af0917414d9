"""Lists of clients with a common property."""

from datetime import datetime

import frappe
from frappe.query_builder.functions import Coalesce

from oauth_plus.platform import clock
from oauth_plus.rules import scope_list, secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.token_exchange import MARK as EXCHANGES
from oauth_plus.store.clients import client_gates
from oauth_plus.store.clients.client import Client
from oauth_plus.store.clients.client_fields import (
	COLUMNS,
	DOCTYPE,
	PUBLIC,
	REGISTRATION,
	SERVICE_USER,
)
from oauth_plus.store.clients.client_from_row import from_row


def masked() -> list[str]:
	"""Return the ids of the clients whose secret is not stored in Frappe's own field; empty for none."""
	return frappe.get_all(DOCTYPE, filters={"client_secret": secret.MASK}, pluck="name")


def all_that_enforce(hardening: Hardening) -> list[Client]:
	"""Return the clients for which this hardening is enforced, without their roles; empty for none."""
	client = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(client).select(*COLUMNS).where(client_gates.enforces(client, hardening))
	return [from_row(row) for row in query.run(as_dict=True)]


def every_id() -> list[str]:
	"""Return the ids of all clients."""
	return frappe.get_all(DOCTYPE, pluck="name")


def all_public() -> list[Client]:
	"""Return the enabled public clients (RFC 6749 §2.1), without their roles."""
	of_public = {"oauth_plus_client_type": PUBLIC, "oauth_plus_enabled": 1}
	return [from_row(row) for row in frappe.get_all(DOCTYPE, filters=of_public, fields=COLUMNS)]


def listed_origins() -> list[str]:
	"""Return the origins that the forms of enabled clients list, as they stand there (RFC 6454 §6.1); empty for none."""
	listing = {"oauth_plus_origins": ("is", "set"), "oauth_plus_enabled": 1}
	texts = frappe.get_all(DOCTYPE, filters=listing, pluck="oauth_plus_origins")
	return [origin for text in texts for origin in scope_list.split(text)]


def registered_and_never_used(time: datetime, limit: int) -> list[str]:
	"""Return the ids of enabled clients that came by themselves before `time`, that no user has ever allowed, and that no
	administrator has vouched for or given a Service User; at most so many."""
	here = clock.to_column(time)
	client = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(client).select(client.name).where(client.creation < here)
	query = query.where((client[REGISTRATION] != "") & (client.oauth_plus_enabled == 1))
	for field in ("oauth_plus_maker", SERVICE_USER):
		query = query.where(Coalesce(client[field], "") == "")
	for doctype in ("OAuth Plus Grant", "OAuth Plus Consent"):
		table = frappe.qb.DocType(doctype)
		known = frappe.qb.from_(table).select(table.client).where(table.client.isnotnull()).distinct()
		query = query.where(client.name.notin(known))
	return [row[0] for row in query.limit(limit).run()]


def unused_since(time: datetime) -> list[str]:
	"""Return the ids of enabled clients that were created before `time`, and that have had no grant or use since. A
	gateway that exchanges tokens has no grants of its own: it is not among them."""
	here = clock.to_column(time)
	client, family = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("OAuth Plus Grant")
	in_use = frappe.qb.from_(family).select(family.client).distinct()
	in_use = in_use.where(
		(family.creation > here) | (family.last_refreshed > here) | (family.last_used > here)
	)
	query = frappe.qb.from_(client).select(client.name).where(client.creation < here)
	query = query.where(client.oauth_plus_enabled == 1).where(client[EXCHANGES] == 0)
	query = query.where(client.name.notin(in_use))
	return [row[0] for row in query.run()]

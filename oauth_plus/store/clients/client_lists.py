"""Lists of clients with a common property."""

from datetime import datetime

import frappe

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
	administrator has vouched for, given a Service User, or let skip the question; at most so many."""
	query = f"""SELECT client.`name` FROM `tab{DOCTYPE}` client WHERE client.`creation` < %s
		AND client.`{REGISTRATION}` <> '' AND client.`oauth_plus_enabled` = 1
		AND COALESCE(client.`skip_authorization`, 0) = 0
		AND COALESCE(client.`oauth_plus_maker`, '') = '' AND COALESCE(client.`{SERVICE_USER}`, '') = ''
		AND {_has_no("OAuth Plus Grant")} AND {_has_no("OAuth Plus Consent")} LIMIT {int(limit)}"""  # noqa: S608
	return [name for (name,) in frappe.db.sql(query, (clock.to_column(time),))]


def unused_since(time: datetime) -> list[str]:
	"""Return the ids of enabled clients that were created before `time`, and that got no token, called nothing and proved
	nothing with a secret since. Servers that introspect the tokens of others, and gateways that exchange them, have no
	grants of their own: they are not among them."""
	query = f"""SELECT client.`name` FROM `tab{DOCTYPE}` client WHERE client.`creation` < %(here)s
		AND client.`oauth_plus_enabled` = 1
		AND client.`{EXCHANGES}` = 0 AND client.`oauth_plus_introspects_all` = 0
		AND {" AND ".join(_has_no(doctype, condition) for doctype, condition in USES.items())}"""  # noqa: S608
	return [name for (name,) in frappe.db.sql(query, {"here": clock.to_column(time)})]


USES = {
	"OAuth Plus Grant": "(found.`creation` > %(here)s OR found.`last_refreshed` > %(here)s OR found.`last_used` > %(here)s)",
	"OAuth Plus Client Secret": "found.`last_used` > %(here)s",
	"OAuth Plus Event": "found.`outcome` = 'Allowed' AND found.`last_time` > %(here)s AND found.`event` = 'token_issued'",
}
"""What shows that a client is in use, by the DocType that shows it. Grants are purged sooner than events."""


def _has_no(doctype: str, condition: str = "1 = 1") -> str:
	"""Return the condition, in SQL, that a client has no such row."""
	found = f"SELECT 1 FROM `tab{doctype}` found WHERE found.`client` = client.`name` AND {condition}"  # noqa: S608
	return f"NOT EXISTS ({found})"

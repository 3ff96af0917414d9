"""Enabled clients with a property that an administrator may want to change: their number, and a few of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from oauth_plus.rules import redirect_uri, redirect_uri_kinds, scope_list
from oauth_plus.rules.lifetime import DAY, YEAR
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.scope_definition import ALL
from oauth_plus.store.clients import client_gates
from oauth_plus.store.clients.client_fields import (
	DOCTYPE,
	ENFORCEMENT,
	EXCEPTIONS,
	FAPI,
	LIFETIMES,
	PROFILE,
	PUBLIC,
	REGISTRATION,
)

FEW = 10
"""Clients that are named."""


@dataclass(frozen=True)
class Named:
	"""A client, by its id and its title."""

	client_id: str
	title: str


@dataclass(frozen=True)
class Found:
	"""Number of clients, and the first of them by id."""

	count: int
	first: tuple[Named, ...]


def at_gate(gate: Gate) -> Found:
	"""Return the clients at this gate."""
	return _matching({ENFORCEMENT: gate.value})


def public_without_pkce() -> Found:
	"""Return the public clients that may leave PKCE out (RFC 9700 §2.1.1)."""
	return _found_by(
		lambda client: (
			(client.oauth_plus_client_type == PUBLIC)
			& client_gates.enforces(client, Hardening.PKCE_REQUIRED).negate()
		)
	)


def at_enforce_with_exceptions() -> Found:
	"""Return the clients at Enforce for which a hardening is set apart."""
	return _matching({ENFORCEMENT: Gate.ENFORCE.value, EXCEPTIONS: ("!=", ""), PROFILE: ("!=", FAPI)})


def with_plain_http() -> Found:
	"""Return the clients with a redirect URI that is plain http and leads to another machine (RFC 9700 §2.6)."""
	return _matching({"redirect_uris": ("like", "%http://%")}, _leaves_in_plain_text, "redirect_uris")


def _leaves_in_plain_text(row: Any) -> bool:
	uris = redirect_uri.split(row.redirect_uris)
	return any(uri.startswith("http://") and not redirect_uri_kinds.is_loopback(uri) for uri in uris)


def with_everything(*, registered: bool) -> Found:
	"""Return the clients that may ask for the scope `all`: those that registered themselves, or those that an
	administrator made."""
	chosen = {"scopes": ("like", f"%{ALL}%"), REGISTRATION: ("is", "set" if registered else "not set")}
	return _matching(chosen, lambda row: ALL in scope_list.split(row.scopes), "scopes")


def with_long_lifetimes() -> Found:
	"""Return the clients whose access tokens live longer than a day, or whose grants live longer than a year."""
	access = _matching({LIFETIMES["access"]: (">", DAY)})
	absolute = _matching({LIFETIMES["refresh_absolute"]: (">", YEAR), LIFETIMES["access"]: ("<=", DAY)})
	return Found(access.count + absolute.count, (access.first + absolute.first)[:FEW])


def found_in(titles: Mapping[str, str]) -> Found:
	"""Return the clients of these titles, by client_id."""
	named = [Named(client_id, titles[client_id]) for client_id in sorted(titles)]
	return Found(len(named), tuple(named[:FEW]))


def _matching(chosen: dict[str, Any], which: Callable[[Any], bool] | None = None, *columns: str) -> Found:
	"""Return the enabled clients that meet the filters, and `which` of their rows."""
	chosen = {"oauth_plus_enabled": 1, **chosen}
	fields = ["name", "app_name", *columns]
	if which is None:
		rows = frappe.get_all(DOCTYPE, filters=chosen, fields=fields, order_by="name asc", limit=FEW)
		return Found(frappe.db.count(DOCTYPE, chosen), tuple(map(_named, rows)))
	rows = list(filter(which, frappe.get_all(DOCTYPE, filters=chosen, fields=fields, order_by="name asc")))
	return Found(len(rows), tuple(map(_named, rows[:FEW])))


def _found_by(condition: Callable[[Any], Any]) -> Found:
	"""Return the enabled clients that meet a condition on the table."""
	client = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(client).where(client.oauth_plus_enabled == 1).where(condition(client))
	[[count]] = query.select(Count("*")).run()
	rows = query.select(client.name, client.app_name).orderby(client.name).limit(FEW).run(as_dict=True)
	return Found(count, tuple(map(_named, rows)))


def _named(row: Any) -> Named:
	return Named(row.name, unescape(row.app_name or row.name))

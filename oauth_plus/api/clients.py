"""Endpoints of the buttons on the form of an OAuth Client."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from oauth_plus.grants import scope_suggestion
from oauth_plus.http import response
from oauth_plus.platform import clock, sql
from oauth_plus.rules.lifetime import NAMES
from oauth_plus.store import client_lookup, secret_rotation
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.client_secrets.secret_rows import Secret
from oauth_plus.store.clients import client_policy

OAUTH_CLIENT = "OAuth Client"

DAY = 86_400
LONGEST_OVERLAP = 3_650


@frappe.whitelist(methods=["GET", "POST"])
def live_secrets(client: str) -> list[dict[str, Any]]:
	"""Return the secrets of a client that have not expired, without their values. Raises PermissionError for
	who may not read the client."""
	_require("read", client)
	return [_described(each) for each in secret_rows.live_of(client, clock.now())]


@frappe.whitelist(methods=["GET", "POST"])
def effective_lifetimes(client: str) -> list[dict[str, Any]]:
	"""Return each lifetime that applies to a client, in seconds, and where it is set."""
	_require("read", client)
	effective = client_policy.lifetimes(client_lookup.find_fresh(client))
	return [{"name": name, **asdict(getattr(effective, name))} for name in NAMES]


@frappe.whitelist(methods=["POST"])
def new_secret(
	client: str, label: str = "", overlap_days: int = 7, ends: datetime | None = None
) -> dict[str, str]:
	"""Make a secret and return it, this once; the others expire in so many days at most. Raises
	PermissionError for who may not write the client."""
	_require("write", client)
	if not 0 <= overlap_days <= LONGEST_OVERLAP:
		frappe.throw(_("The old secrets can go on for 0 to {0} days.").format(LONGEST_OVERLAP))
	ends_at = clock.from_column(ends)
	if ends_at and ends_at <= clock.now():
		frappe.throw(_("The new secret would have ended before it begins: choose a later moment."))
	issued = secret_rotation.rotate(client, overlap_days * DAY, label.strip(), ends_at)
	response.forbid_storing()
	return {"name": issued.name, "client_secret": issued.client_secret}


@frappe.whitelist(methods=["POST"])
def end_secret(client: str, name: str) -> None:
	"""Refuse a secret of this client from now on. Raises PermissionError for who may not write the client."""
	_require("write", client)
	live = secret_rows.find_live(client, name)
	if live is None:
		frappe.throw(_("This secret has ended already."))
	secret_rotation.end(live)


@frappe.whitelist(methods=["GET", "POST"])
def suggest_scopes(client: str, days: int = 30) -> dict[str, Any]:
	"""Return the fewest scopes that cover what the client did in the last days; `unnamed` is what none but
	`all` opens."""
	_require("read", client)
	_require_days(days)
	return scope_suggestion.suggested(client, clock.now() - timedelta(days=days))


@frappe.whitelist(methods=["POST"])
def make_scope(client: str, scope: str, title: str = "", days: int = 30) -> dict[str, Any]:
	"""Make an OAuth Plus Scope that opens what the client did in the last days, methods and reports included.

	Returns the scopes with which the client can do the same again, what no scope names (`unnamed`), why the new scope
	is marked sensitive, if it is (`sensitive`), and the folders of which it opens every file (`folders`).
	"""
	_require("write", client)
	_require_days(days)
	return scope_suggestion.make_scope(
		client, clock.now() - timedelta(days=days), scope.strip(), title.strip()
	)


def _require_days(days: int) -> None:
	if not 0 < days <= LONGEST_OVERLAP:
		frappe.throw(_("Look back for 1 to {0} days.").format(LONGEST_OVERLAP))


def _require(permission: str, client: str) -> None:
	"""Of a client of exactly that name: the database's comparison knows no letter case."""
	if not sql.exists(OAUTH_CLIENT, client):
		frappe.throw(_("There is no OAuth Client of this name."), frappe.DoesNotExistError)
	frappe.has_permission(OAUTH_CLIENT, permission, client, throw=True)


def _described(each: Secret) -> dict[str, Any]:
	moment = {"created": each.made_at, "ends": each.ends_at, "last_used": each.used_at}
	return {"name": each.name, "label": each.label, "hint": each.hint} | {
		name: value and str(clock.to_column(value)) for name, value in moment.items()
	}

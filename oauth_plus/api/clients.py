"""Endpoints of the buttons on the form of an OAuth Client."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from oauth_plus.api import permitted
from oauth_plus.grants import scope_suggestion
from oauth_plus.http import response
from oauth_plus.platform import clock
from oauth_plus.platform.translation import translated
from oauth_plus.rules.lifetime import NAMES
from oauth_plus.store import client_lookup, secret_rotation
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.client_secrets.secret_rows import Secret
from oauth_plus.store.clients import client_policy
from oauth_plus.store.people import users

DAY = 86_400
LONGEST_OVERLAP = 3_650


@frappe.whitelist(methods=["GET", "POST"])
def live_secrets(client: str) -> list[dict[str, Any]]:
	"""Return the live secrets of a client, without their values. Raises PermissionError for users who may not read
	the client."""
	permitted.require("read", client)
	return [_described(each) for each in secret_rows.live_of(client, clock.now())]


@frappe.whitelist(methods=["GET", "POST"])
def effective_lifetimes(client: str) -> list[dict[str, Any]]:
	"""Return each lifetime that applies to a client, in seconds, and where it is set."""
	permitted.require("read", client)
	effective = client_policy.lifetimes(client_lookup.find_fresh(client))
	return [{"name": name, **asdict(getattr(effective, name))} for name in NAMES]


@frappe.whitelist(methods=["POST"])
def new_secret(
	client: str, label: str = "", overlap_days: int = 7, ends: datetime | None = None
) -> dict[str, str]:
	"""Create a secret and return it, only this once. The other secrets expire after `overlap_days` days at most.
	Raises PermissionError for users who are no System Manager."""
	permitted.require("write", client)
	if not users.is_administrator(frappe.session.user):
		frappe.throw(
			_("Only a System Manager can create a secret, because it is shown to them."),
			frappe.PermissionError,
		)
	if not 0 <= overlap_days <= LONGEST_OVERLAP:
		frappe.throw(_("The old secrets can stay valid for 0 to {0} days.").format(LONGEST_OVERLAP))
	ends_at = clock.from_column(ends)
	if ends_at and ends_at <= clock.now():
		frappe.throw(_("The new secret would expire in the past. Choose a later time."))
	try:
		issued = secret_rotation.rotate(client, overlap_days * DAY, label.strip(), ends_at)
	except secret_rotation.TakesNoSecret as why:
		frappe.throw(translated(why.sentence))
	response.forbid_storing()
	return {"name": issued.name, "client_secret": issued.client_secret}


@frappe.whitelist(methods=["POST"])
def end_secret(client: str, name: str) -> None:
	"""End a secret of this client at once. Raises PermissionError for users who may not write the client."""
	permitted.require("write", client)
	live = secret_rows.find_live(client, name)
	if live is None:
		frappe.throw(_("This secret has ended already."))
	secret_rotation.end(live)


@frappe.whitelist(methods=["GET", "POST"])
def suggest_scopes(client: str, days: int = 30) -> dict[str, Any]:
	"""Return the fewest scopes that cover what the client did in the last days. `unnamed` lists what only `all`
	allows."""
	permitted.require("read", client)
	_require_days(days)
	return scope_suggestion.suggested(client, clock.now() - timedelta(days=days))


@frappe.whitelist(methods=["POST"])
def make_scope(client: str, scope: str, title: str = "", days: int = 30) -> dict[str, Any]:
	"""Create an OAuth Plus Scope that allows what the client did in the last days, methods and reports included.

	Returns the scopes that cover the same use again, what no scope can allow (`unnamed`), why the new scope is
	sensitive, if it is (`sensitive`), and the folders whose files it allows (`folders`).
	"""
	permitted.require("write", client)
	_require_days(days)
	return scope_suggestion.make_scope(
		client, clock.now() - timedelta(days=days), scope.strip(), title.strip()
	)


def _require_days(days: int) -> None:
	if not 0 < days <= LONGEST_OVERLAP:
		frappe.throw(_("Choose 1 to {0} days.").format(LONGEST_OVERLAP))


def _described(each: Secret) -> dict[str, Any]:
	moment = {"created": each.made_at, "ends": each.ends_at, "last_used": each.used_at}
	hint = each.hint if users.is_administrator(frappe.session.user) else ""
	return {"name": each.name, "label": _(each.label), "hint": hint} | {
		name: value and str(clock.to_column(value)) for name, value in moment.items()
	}

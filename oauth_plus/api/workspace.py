"""Endpoints of the cards and charts on the workspace OAuth, for who may read what they count."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.utils import cint

from oauth_plus.overview import activity, todo
from oauth_plus.overview.todo import ToDo

Chart = Callable[[str, str], dict[str, Any]]
"""Function that draws a chart for a timespan and an interval."""


@frappe.whitelist(methods=["GET", "POST"])
def replays(filters: str | None = None) -> dict[str, Any]:
	"""Return the number of replays within a week, with the list of their grants. Raises PermissionError."""
	return _card(todo.GRANT, todo.replays)


@frappe.whitelist(methods=["GET", "POST"])
def refused_today(filters: str | None = None) -> dict[str, Any]:
	"""Return the number of refusals of today, with the list of their events. Raises PermissionError."""
	return _card(todo.EVENT, todo.refused_today)


@frappe.whitelist(methods=["GET", "POST"])
def ending_secrets(filters: str | None = None) -> dict[str, Any]:
	"""Return the number of secrets that end within thirty days, with the report of them. Raises PermissionError."""
	return _card(todo.CLIENT, todo.ending_secrets)


@frappe.whitelist(methods=["GET", "POST"])
def below_enforce(filters: str | None = None) -> dict[str, Any]:
	"""Return the number of clients below Enforce, with their list. Raises PermissionError."""
	return _card(todo.CLIENT, todo.below_enforce)


@frappe.whitelist(methods=["GET", "POST"])
def unused_clients(filters: str | None = None) -> dict[str, Any]:
	"""Return the number of clients that nobody uses, with the report of them. Raises PermissionError."""
	return _card(todo.CLIENT, todo.unused_clients)


@frappe.whitelist(methods=["GET", "POST"])
def tokens(
	timespan: str | None = None, time_interval: str | None = None, refresh: int | str | None = None
) -> dict[str, Any]:
	"""Return the chart of tokens issued and refused. Raises PermissionError."""
	return _chart(todo.EVENT, activity.tokens, timespan, time_interval, is_fresh=bool(cint(refresh)))


@frappe.whitelist(methods=["GET", "POST"])
def users_by_client(timespan: str | None = None, refresh: int | str | None = None) -> dict[str, Any]:
	"""Return the chart of active users by client. Raises PermissionError."""
	return _chart(todo.GRANT, activity.users_by_client, timespan, "", is_fresh=bool(cint(refresh)))


def _card(doctype: str, count: Callable[[], ToDo]) -> dict[str, Any]:
	frappe.has_permission(doctype, "read", throw=True)
	found = count()
	return {
		"value": found.count,
		"fieldtype": "Int",
		"route": list(found.route),
		"route_options": found.options,
	}


def _chart(
	doctype: str, draw: Chart, timespan: str | None, interval: str | None, *, is_fresh: bool
) -> dict[str, Any]:
	"""Return a chart, at most five minutes old. Each language has its own, because the chart has labels."""
	frappe.has_permission(doctype, "read", throw=True)
	span = timespan if timespan in activity.DAYS_OF else "Last Month"
	every = interval if interval in activity.INTERVALS else "Daily"
	key = f"oauth_plus:chart:{draw.__name__}:{span}:{every}:{frappe.local.lang}"
	known: dict[str, Any] | None = None if is_fresh else frappe.cache.get_value(key, expires=True)
	if known is None:
		known = draw(span, every)
		frappe.cache.set_value(key, known, expires_in_sec=activity.SECONDS)
	return known

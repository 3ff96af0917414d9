"""Bounds of the audit trail: refusals that strangers can cause, of each client and of the site."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe.query_builder import Order
from frappe.query_builder.functions import Count

from oauth_plus.jobs.run import Run, persistently
from oauth_plus.platform import sql
from oauth_plus.store.events.event_rows import DOCTYPE, Outcome

OF_A_CLIENT, OF_THE_SITE = 10_000, 100_000
"""Rows of refusals that are kept at most: of one client, also of all requests without a client; and of the site."""

AT_ONCE = 2_000

REFUSALS = [Outcome.REFUSED.value, Outcome.WOULD_REFUSE.value]


def delete_excess(run: Run) -> None:
	"""Delete the oldest refusals above the bounds, in batches. A dry run only counts them."""
	for client, excess in _excess():
		if run.is_dry:
			run.add("refusals above the bounds", excess)
		else:
			_delete_oldest(run, client, excess)


def _delete_oldest(run: Run, client: str | None, excess: int) -> None:
	left = excess

	def find(most: int) -> list[str]:
		return _oldest(client, min(most, left)) if left > 0 else []

	for found in run.batches(find, AT_ONCE):
		deleted = persistently(sql.delete, DOCTYPE, found)
		left -= deleted
		run.add("refusals above the bounds", deleted)


def _excess() -> Iterator[tuple[str | None, int]]:
	"""Yield each client with too many refusals, and then None for the site, with the number of rows above the bound."""
	table = frappe.qb.DocType(DOCTYPE)
	of_all = frappe.qb.from_(table).select(Count("*")).where(table.outcome.isin(REFUSALS))
	if _number(of_all) <= min(OF_A_CLIENT, OF_THE_SITE):
		return  # without counting them by client
	query = frappe.qb.from_(table).select(table.client, Count("*")).where(table.outcome.isin(REFUSALS))
	for client, rows in query.groupby(table.client).having(Count("*") > OF_A_CLIENT).run():
		yield client or "", rows - OF_A_CLIENT
	if (rows := _number(of_all)) > OF_THE_SITE:
		yield None, rows - OF_THE_SITE


def _number(query: Any) -> int:
	[[rows]] = query.run()
	return rows


def _oldest(client: str | None, most: int) -> list[str]:
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name).where(table.outcome.isin(REFUSALS))
	if client is not None:
		nobodys = table.client.isnull() | (table.client == "")
		query = query.where(table.client == client if client else nobodys)
	return [name for (name,) in query.orderby(table.last_time, order=Order.asc).limit(most).run()]

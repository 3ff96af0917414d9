"""Sweep: a request that issues tokens deletes a few rows that are past their retention."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from oauth_plus.platform import cache, cache_notes, clock, queries, sql
from oauth_plus.platform.frappe_private import affected_rows
from oauth_plus.store.grants.family import GRANT
from oauth_plus.store.site import day_settings
from oauth_plus.store.tokens import token_pair

HANDFUL = 100
"""Rows that one sweep deletes, at most once a second on a site. A table grows only if more tokens are issued than
that, day and night: 8.6 million a day."""

SWEEP_EVERY = 1
"""Seconds between two sweeps of all workers."""

Condition = Callable[[Any], Any]
"""Condition on the rows of each table."""


def sweep_a_handful(now: datetime) -> None:
	"""Delete some tokens after their retention, and erase some sealed successors after their grace, so that this is
	also done without a scheduler. Only one request in a second does it, because others would wait for its locks."""
	if cache_notes.is_first(cache.key_of("sweep"), SWEEP_EVERY):
		condition = ended_before("oauth_plus_purge_at", now - day_settings.retention().tokens)
		sql.delete(token_pair.DOCTYPE, names_of(token_pair.DOCTYPE, condition, HANDFUL))
		erase_sealed(sealed_past_grace(now, HANDFUL), now)


def ended_before(column: str, moment: datetime) -> Condition:
	"""Return the condition that a column with seconds since 1970 is past; 0 means no time."""
	return lambda table: (table[column] > 0) & (table[column] <= clock.to_epoch(moment))


def names_of(doctype: str, condition: Condition, limit: int) -> list[str]:
	"""Return the names of rows that meet a condition, up to a limit."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).where(condition(table)).limit(limit)
	return [row[0] for row in query.run()]


def count_of(doctype: str, condition: Condition) -> int:
	"""Return the number of rows that meet a condition."""
	table = frappe.qb.DocType(doctype)
	[[count]] = frappe.qb.from_(table).select(Count("*")).where(condition(table)).run()
	return count


def sealed_past_grace(now: datetime, limit: int) -> list[str]:
	"""Return the families whose sealed successor is past its grace, up to a limit of rows."""
	return names_of(GRANT, ended_before("sealed_until", now), limit)


def erase_sealed(families: list[str], now: datetime) -> int:
	"""Erase the sealed pairs of these families after their grace. Returns the number of rows.

	Locked rows are skipped without waiting: the request that holds the lock rotates or ends the family, which also
	erases the pair. Rows are chosen by name only, because a condition on the other index would lock gaps that a
	refresh writes to.
	"""
	if not families:
		return 0
	table = frappe.qb.DocType(GRANT)
	query = frappe.qb.from_(table).select(table.name, table.sealed_until).where(table.name.isin(families))
	found = queries.locking(query, skip_locked=True).run()
	over = sorted(name for name, until in found if until and until <= clock.to_epoch(now))
	if not over:
		return 0
	erase = frappe.qb.update(table).set(table.sealed_successor, None).set(table.sealed_until, 0)
	erase.where(table.name.isin(over)).run()
	return affected_rows()

"""Sweep: delete a few rows that are past their time, together with a request that adds some."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import cache, cache_notes, clock, queries, sql
from oauth_plus.platform.frappe_private import affected_rows
from oauth_plus.store.grants.family import GRANT
from oauth_plus.store.site import settings
from oauth_plus.store.tokens import token_pair

HANDFUL = 100
"""Rows that issuing a token deletes beside, at most once a second on a site. A table grows only where more tokens are
made than that, day and night: 8.6 million a day."""

SWEEP_EVERY = 1
"""Seconds, for all workers together."""

Condition = Callable[[Any], Any]
"""From a table to what its rows must meet."""


def sweep_a_handful(now: datetime) -> None:
	"""Delete some tokens that may go, and erase some sealed successors whose grace is over, so that this is done
	where no scheduler runs too.

	One request in a second does it: others would only wait for its locks.
	"""
	if cache_notes.is_first(cache.key_of("sweep"), SWEEP_EVERY):
		condition = ended_before("oauth_plus_purge_at", now - settings.retention().tokens)
		sql.delete(token_pair.DOCTYPE, names_of(token_pair.DOCTYPE, condition, HANDFUL))
		erase_sealed(sealed_past_grace(now, HANDFUL), now)


def ended_before(column: str, moment: datetime) -> Condition:
	"""The column holds a time in seconds since 1970 that is past; 0 is no time."""
	return lambda table: (table[column] > 0) & (table[column] <= clock.to_epoch(moment))


def names_of(doctype: str, condition: Condition, limit: int) -> list[str]:
	"""At most so many rows that meet a condition, by their names."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).where(condition(table)).limit(limit)
	return [row[0] for row in query.run()]


def sealed_past_grace(now: datetime, limit: int) -> list[str]:
	"""Return the families whose sealed successor may not be opened any more, up to a limit of rows."""
	return names_of(GRANT, ended_before("sealed_until", now), limit)


def erase_sealed(families: list[str], now: datetime) -> int:
	"""Erase what is sealed in these families, if its grace is over; returns in how many.

	Nobody is waited for, whatever the caller has locked: who holds a family rotates or ends it, which erases too. The
	rows are chosen by their names alone, for a look along the other index would lock gaps that a refresh writes to.
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

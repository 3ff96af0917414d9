"""Delete a few rows whose time is over, beside a request that adds some."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import cache, cache_notes, clock, sql
from oauth_plus.store import families, settings, tokens

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
		sql.delete(tokens.DOCTYPE, names_of(tokens.DOCTYPE, condition, HANDFUL))
		families.erase_sealed(families.sealed_past_grace(now, HANDFUL), now)


def ended_before(column: str, moment: datetime) -> Condition:
	"""The column holds a time in seconds since 1970 that is past; 0 is no time."""
	return lambda table: (table[column] > 0) & (table[column] < clock.to_epoch(moment))


def names_of(doctype: str, condition: Condition, limit: int) -> list[str]:
	"""At most so many rows that meet a condition, by their names."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).where(condition(table)).limit(limit)
	return [row[0] for row in query.run()]

"""Fill `last_time` of events with their creation time, where it is empty."""

import frappe

from oauth_plus.store.events.event_rows import DOCTYPE

AT_ONCE = 10_000
"""Rows of one transaction."""


def date_events() -> int:
	"""Fill `last_time` where it is empty, in batches. Commits after each batch. Returns the number of rows."""
	table, done = frappe.qb.DocType(DOCTYPE), 0
	undated = frappe.qb.from_(table).select(table.name).where(table.last_time.isnull()).limit(AT_ONCE)
	while names := [name for (name,) in undated.run()]:
		frappe.qb.update(table).set(table.last_time, table.creation).where(table.name.isin(names)).run()
		frappe.db.commit()
		done += len(names)
	return done

"""All that a request writes stands or falls together; Frappe commits at its end."""

import weakref
from functools import partial
from typing import Any

import frappe

ENDS = ("before_commit", "after_commit", "before_rollback", "after_rollback")
"""Where Frappe keeps those that wait for the end of a transaction."""

CONFLICTS = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
"""The database chose another request of two that were in each other's way."""


def undo() -> None:
	"""Forget what this request wrote, and look at the database afresh."""
	frappe.db.rollback()


def spare_idle_rollback() -> None:
	"""At the end of a GET Frappe undoes what was written, and connects to the database to do so: a request that has
	not spoken to it until then need not."""
	database = frappe.local.db
	database.rollback = partial(_rollback_unless_idle, weakref.ref(database))  # no cycle: it is freed at once


def _rollback_unless_idle(reference: weakref.ref, **how: Any) -> None:
	database = reference()
	if how.get("save_point") or not _is_idle(database):
		type(database).rollback(database, **how)


def _is_idle(database: Any) -> bool:
	"""Never connected, and nobody waits for the end; a Frappe that keeps either elsewhere is never idle."""
	waiting = (getattr(database, name, None) for name in ENDS)
	nobody_waits = not any(getattr(callbacks, "_functions", True) for callbacks in waiting)
	return nobody_waits and getattr(database, "_conn", database) is None


def keep() -> None:
	"""Commit: for commands at a terminal and jobs, which no request ends for."""
	frappe.db.commit()

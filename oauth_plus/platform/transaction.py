"""All that a request writes stands or falls together; Frappe commits at its end."""

import contextlib
import weakref
from collections.abc import Iterator
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


def begin_afresh() -> bool:
	"""Look at the database afresh from here on; False, and nothing done, where something was written already, by
	whomever, or somebody waits for the end of it."""
	database = frappe.local.db
	if _is_idle(database):
		return True
	if getattr(database, "transaction_writes", 1) or _somebody_waits(database):
		return False
	database.rollback()
	return True


@contextlib.contextmanager
def another_look() -> Iterator[None]:
	"""The database as all have committed it, by a connection of its own: what this transaction has written, seen
	and locked is neither looked at nor touched."""
	mine = frappe.local.db
	frappe.connect(set_admin_as_user=False)
	try:
		yield
	finally:
		frappe.local.db.close()
		frappe.local.db = mine


def spare_idle_rollback() -> None:
	"""At the end of a GET Frappe undoes what was written, and speaks to the database to do so: a request that has not
	spoken to it until then, or whose last words were our own look at the bearer, need not."""
	database = frappe.local.db
	said = getattr(database, "last_query", None)
	database.rollback = partial(
		_rollback_unless_idle, weakref.ref(database), said
	)  # no cycle: it is freed at once


def _rollback_unless_idle(reference: weakref.ref, said: Any, **how: Any) -> None:
	database = reference()
	if how.get("save_point"):
		type(database).rollback(database, **how)
	elif said is not None and database.last_query is said and not _somebody_waits(database):
		database.close()  # ends the look too; who asks further is connected anew
	elif not _is_idle(database):
		type(database).rollback(database, **how)


def _is_idle(database: Any) -> bool:
	"""Never connected, and nobody waits for the end; a Frappe that keeps either elsewhere is never idle."""
	return getattr(database, "_conn", database) is None and not _somebody_waits(database)


def _somebody_waits(database: Any) -> bool:
	waiting = (getattr(database, name, None) for name in ENDS)
	return any(getattr(callbacks, "_functions", True) for callbacks in waiting)


def keep() -> None:
	"""Commit: for commands at a terminal and jobs, which no request ends for."""
	frappe.db.commit()

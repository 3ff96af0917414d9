"""The transaction of a request: all that it writes is committed together, by Frappe at its end."""

import contextlib
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import frappe

from oauth_plus.platform import frappe_private
from oauth_plus.platform.frappe_private import Rollback

CONFLICTS = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
"""Errors of the request that loses a conflict with another one in the database."""

ATTEMPTS = 3
"""When the database breaks a tie between two requests, the loser goes on as if it had come later."""

Result = TypeVar("Result")


def repeat_on_conflict(act: Callable[[], Result]) -> Result:
	"""Do it again, from a fresh look at the database, when a deadlock or a changed row undid it. `act` starts from the
	beginning each time. Raises one of CONFLICTS after the last attempt."""
	for _attempt in range(ATTEMPTS):
		try:
			return act()
		except CONFLICTS as error:
			undo()
			lost = error
	raise lost


def undo() -> None:
	"""Undo what this request wrote, and read the database as it is committed from here on."""
	frappe.db.rollback()


def begin_afresh() -> bool:
	"""Read the database as it is committed from here on. Returns False, and does nothing, where something was written
	already, or a callback waits for the end of the transaction."""
	database = frappe_private.current_connection()
	if frappe_private.is_idle(database):
		return True
	if frappe_private.has_written(database) or frappe_private.callbacks_wait(database):
		return False
	database.rollback()
	return True


def another_look() -> contextlib.AbstractContextManager[None]:
	"""Read the database as all have committed it, by a second connection: what this transaction has written, read and
	locked is neither read nor changed."""
	return frappe_private.second_connection()


def spare_idle_rollback() -> None:
	"""Save the rollback at the end of a GET, a round trip to the database: a request that has not used the connection
	since, or whose last statement was our own look at the bearer, needs none."""
	database = frappe_private.current_connection()
	statement = frappe_private.last_statement(database)

	# By a weak reference: the connection is freed at once.
	def rollback_of(reference: weakref.ref, own: Rollback) -> Rollback:
		return partial(_rollback_unless_idle, reference, own, statement)

	frappe_private.replace_rollback(database, rollback_of)


def _rollback_unless_idle(reference: weakref.ref, own: Rollback, statement: Any, **how: Any) -> None:
	database = reference()
	if how.get("save_point"):
		own(**how)
	elif (
		statement is not None
		and frappe_private.last_statement(database) is statement
		and not frappe_private.callbacks_wait(database)
	):
		database.close()  # ends the transaction too; the next statement opens a new connection
	elif not frappe_private.is_idle(database):
		own(**how)


def keep() -> None:
	"""Commit, in commands and jobs: no end of a request does it for them. Raises what the database raises."""
	frappe.db.commit()

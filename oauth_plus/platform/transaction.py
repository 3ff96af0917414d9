"""Transaction of a request. Frappe commits all its writes together, at its end."""

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
"""Attempts after a conflict. The loser of a conflict repeats the work as if it had come later."""

Result = TypeVar("Result")


def repeat_on_conflict(act: Callable[[], Result]) -> Result:
	"""Repeat a function in a new transaction after a deadlock or a changed row. `act` starts from the beginning each
	time. Raises one of CONFLICTS after the last attempt."""
	for _attempt in range(ATTEMPTS):
		try:
			return act()
		except CONFLICTS as error:
			undo()
			lost = error
	raise lost


def undo() -> None:
	"""Roll back this request's writes. Later reads see what is committed by then."""
	frappe.db.rollback()


def begin_afresh() -> bool:
	"""Begin a new transaction, so that later reads see what is committed by then. Returns False, and does nothing, if
	something was written, or a callback waits for the end of the transaction."""
	database = frappe_private.current_connection()
	if frappe_private.is_idle(database):
		return True
	if frappe_private.has_written(database) or frappe_private.callbacks_wait(database):
		return False
	database.rollback()
	return True


def another_look() -> contextlib.AbstractContextManager[None]:
	"""Read the committed database through a second connection. The writes, reads and locks of this transaction are
	not affected."""
	return frappe_private.second_connection()


def spare_idle_rollback() -> None:
	"""Skip the rollback at the end of a GET, which is a round trip to the database, if nothing was read since the
	check of the bearer, or the connection was not used."""
	database = frappe_private.current_connection()
	statement = frappe_private.last_statement(database)

	# By a weak reference, so that the connection is freed at once.
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
	"""Commit in commands and jobs, because there is no request to commit. Raises the errors of the database."""
	frappe.db.commit()

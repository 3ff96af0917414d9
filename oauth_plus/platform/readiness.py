"""Is the site ready for this code? Frappe calls the hooks of an app before its `after_install` has run, and workers go
on while tables change.

The mark is a global default. Frappe reads it with its list of installed apps, which it asks for before it calls any
hook, so a request pays nothing for it. Without the mark no token is judged: the client is told to come again (503).
"""

import contextlib
from collections.abc import Iterator

import frappe
from frappe.cache_manager import clear_defaults_cache

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.platform import sql, transaction

KEY = "oauth_plus_layout"

LAYOUT = "3"
"""Names the rows that this code reads and writes. Raise it when code from before cannot live with new rows, or new code
with rows from before: a worker then answers 503 until it is restarted, or until the site is migrated."""

CONVERTING = " converting"
"""Follows the layout while tokens from before this app may still be stored in plain text."""

GLOBAL = "__global"
"""Where Frappe keeps its list of installed apps."""

TABLE_CHANGED = 1412
"""MariaDB's number: the table was altered after this transaction had begun."""

HOUR = 3600


def require() -> None:
	"""Raises TemporarilyUnavailable while the app is being installed, migrated or removed (503)."""
	if not is_ready():
		raise TemporarilyUnavailable("The site is being updated: try again")


def is_ready() -> bool:
	"""The site has the layout of this code. The database is asked only where the cache says no, for it may be
	older; False without a mark."""
	if _layout_of(_cached()) == LAYOUT:
		return True
	if _layout_of(_stored()) != LAYOUT:
		return False
	clear_defaults_cache(GLOBAL)
	return True


def is_withdrawn() -> bool:
	"""The mark is gone in the database, as this transaction sees it. Asked before a refusal: a request that began
	before the app was withdrawn may miss rows that are being deleted."""
	return _layout_of(_stored()) != LAYOUT


def is_converting() -> bool:
	"""Rows of tokens from before this app may still hold them in plain text."""
	return _cached().endswith(CONVERTING)


def has_another_layout() -> bool:
	"""The site was made ready for other code than this; False for a site that never was."""
	return _layout_of(_stored()) not in ("", LAYOUT)


def announce(*, converting: bool) -> None:
	"""Mark the site as ready: tokens are judged from now on. `converting`: rows of plain tokens may be left.
	Commits."""
	_write(LAYOUT + (CONVERTING if converting else ""))


def withdraw() -> None:
	"""Remove the mark: every token is answered with 503 until the site is announced again. Commits."""
	_write(None)


@contextlib.contextmanager
def on_known_tables() -> Iterator[None]:
	"""Raises TemporarilyUnavailable where a table or a column is missing, or changes meanwhile; what was
	written is undone (503)."""
	try:
		yield
	except (frappe.db.ProgrammingError, frappe.db.OperationalError, frappe.db.InternalError) as error:
		if not _is_about_tables(error):
			raise
		transaction.undo()
		_report(error)
		raise TemporarilyUnavailable("The site is being updated: try again") from error


def _is_about_tables(error: Exception) -> bool:
	if error.args[:1] == (TABLE_CHANGED,):
		return True
	return bool(error.args) and (frappe.db.is_missing_column(error) or frappe.db.is_table_missing(error))


def _report(error: Exception) -> None:
	"""One entry of the Error Log an hour, for the administrator who forgot to migrate."""
	key = "oauth_plus:tables_differ"
	if frappe.cache.get_value(key):
		return
	frappe.cache.set_value(key, 1, expires_in_sec=HOUR)
	frappe.log_error(
		title="OAuth Plus and its tables differ",
		message=f"{error}\n\nRun `bench migrate` for this site and restart its workers. Until then the app answers 503.",
		defer_insert=True,
	)


def _cached() -> str:
	value = frappe.db.get_global(KEY)
	return value if isinstance(value, str) else ""


def _stored() -> str:
	row = sql.first("DefaultValue", ["defvalue"], parent=GLOBAL, defkey=KEY)
	return row.defvalue if row else ""


def _layout_of(mark: str) -> str:
	return mark.removesuffix(CONVERTING)


def _write(value: str | None) -> None:
	frappe.db.set_global(KEY, value)
	frappe.db.commit()
	clear_defaults_cache(GLOBAL)  # after the commit: others may have read the old mark until then

"""Readiness of the site for this code. Frappe calls the hooks of an app before its `after_install` has run, and
workers continue while tables change.

The mark is a global default. Frappe reads it with its list of installed apps before it calls any hook, so it costs a
request nothing. Without the mark no token is judged: the client gets 503.
"""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import frappe
from frappe.cache_manager import clear_defaults_cache

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.platform import sql, transaction

KEY = "oauth_plus_layout"

LAYOUT = "7"
"""Version of the rows that this code reads and writes. Raise it if older code cannot work with new rows, or new code
with older rows. A worker then answers 503 until it is restarted, or the site is migrated."""

CONVERTING = " converting"
"""Suffix of the layout while the database may have plain tokens from before installation."""

READY = (LAYOUT, LAYOUT + CONVERTING)
"""Marks of a site whose rows this code reads and writes."""

GLOBAL = "__global"
"""Parent of Frappe's list of installed apps."""

TABLE_CHANGED = 1412
"""MariaDB's error: the table was altered after this transaction began."""

HOUR = 3600

LOADED_AT = time.time()
"""When this process read this module, which is among the first of this app; in seconds since 1970."""

FOLDER = Path(__file__).parents[1]


def require() -> None:
	"""Raises TemporarilyUnavailable while the app is being installed, migrated or removed (503)."""
	if not is_ready():
		raise TemporarilyUnavailable("The site is being updated: try again")


def is_ready() -> bool:
	"""Return whether the site has the layout of this code; False without a mark. The database is asked only if the
	cache says no, because the cache may be older."""
	if _cached() in READY:
		return True
	if _stored() not in READY:
		return False
	clear_defaults_cache(GLOBAL)
	return True


def is_withdrawn() -> bool:
	"""Return whether the database has no mark, in this transaction. Checked before a refusal: a request that began
	before the app was withdrawn may not find rows that are being deleted."""
	return _stored() not in READY


def is_converting() -> bool:
	"""Return whether rows from before installation may still have plain tokens."""
	return _cached().endswith(CONVERTING)


def has_another_layout() -> bool:
	"""Return whether the site was made ready for another version of this code; False without a mark."""
	return _stored() not in ("", *READY)


def newer_files() -> list[str]:
	"""Return the files of this app that this process has read and that changed on disk since it began; empty for none."""
	modules = [module for name, module in list(sys.modules.items()) if name.startswith("oauth_plus.")]
	files = {Path(module.__file__) for module in modules if getattr(module, "__file__", None)}
	own = [file for file in files if file.is_relative_to(FOLDER) and file.exists()]
	return sorted(str(file.relative_to(FOLDER)) for file in own if file.stat().st_mtime > LOADED_AT)


def announce(*, converting: bool) -> None:
	"""Mark the site as ready, so that tokens are judged. `converting`: there may be rows with plain tokens. Commits."""
	_write(LAYOUT + (CONVERTING if converting else ""))


def withdraw() -> None:
	"""Remove the mark, so that every token gets 503. Commits."""
	_write(None)


@contextlib.contextmanager
def on_known_tables() -> Iterator[None]:
	"""Raises TemporarilyUnavailable (503) if a table or a column is missing, or changes meanwhile. The transaction is
	rolled back."""
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
	"""Write one entry an hour to the Error Log, for an administrator who forgot to migrate."""
	key = "oauth_plus:tables_differ"
	if frappe.cache.get_value(key):
		return
	frappe.cache.set_value(key, 1, expires_in_sec=HOUR)
	frappe.log_error(
		title="OAuth Plus and its tables differ",
		message=f"{error}\n\nRestart the workers, then run `bench migrate` for this site. Until then, the app answers 503.",
		defer_insert=True,
	)


def _cached() -> str:
	value = frappe.db.get_global(KEY)
	return value if isinstance(value, str) else ""


def _stored() -> str:
	row = sql.first("DefaultValue", ["defvalue"], parent=GLOBAL, defkey=KEY)
	return row.defvalue if row else ""


def _write(value: str | None) -> None:
	frappe.db.set_global(KEY, value)
	frappe.db.commit()
	clear_defaults_cache(GLOBAL)  # after the commit, because others may have cached the old mark until then

"""Undocumented internals of Frappe that this app relies on, one small function each. No other module may use them.

`tests/store/test_frappe_private.py` has a test for each function.
"""

import contextlib
import inspect
import pickle
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import ModuleType
from typing import Any

import frappe
from frappe import permissions
from frappe.auth import CookieManager

ENDS = ("before_commit", "after_commit", "before_rollback", "after_rollback")
"""Attributes of a connection: callbacks that wait for the end of its transaction."""

Rollback = Callable[..., None]


def affected_rows() -> int:
	"""Return the number of rows that the last statement changed. Relies on the cursor of `frappe.db.sql`."""
	return max(frappe.db._cursor.rowcount, 0)


def current_connection() -> Any:
	"""Return the connection behind the proxy `frappe.db`, to compare it or to refer to it weakly. Relies on
	`frappe.local.db`."""
	return frappe.local.db


def has_written(database: Any) -> bool:
	"""Return whether the transaction has written. Relies on `transaction_writes`; True without it."""
	return bool(getattr(database, "transaction_writes", 1))


def is_idle(database: Any) -> bool:
	"""Return whether the connection was never opened, and no callback waits. Relies on `_conn`; False without it."""
	return getattr(database, "_conn", database) is None and not callbacks_wait(database)


def callbacks_wait(database: Any) -> bool:
	"""Return whether a callback waits for the end of the transaction. Relies on `_functions`; True without it."""
	waiting = (getattr(database, name, None) for name in ENDS)
	return any(getattr(callbacks, "_functions", True) for callbacks in waiting)


def last_statement(database: Any) -> Any:
	"""Return the last statement that was sent, the same object until the next one; None where there is none."""
	return getattr(database, "last_query", None)


def replace_rollback(database: Any, rollback: Callable[[weakref.ref, Rollback], Rollback]) -> None:
	"""Replace the `rollback` of this connection by ours, which gets a weak reference to the connection and Frappe's
	own. Relies on callers that look the method up on the instance."""
	database.rollback = rollback(weakref.ref(database), partial(_own_rollback, weakref.ref(database)))


def _own_rollback(reference: weakref.ref, **how: Any) -> None:
	database = reference()
	type(database).rollback(database, **how)


@contextlib.contextmanager
def second_connection() -> Iterator[None]:
	"""Read through a new connection inside a `with` block. Relies on `frappe.connect` replacing `frappe.local.db`."""
	mine = frappe.local.db
	frappe.connect(set_admin_as_user=False)
	try:
		yield
	finally:
		frappe.local.db.close()
		frappe.local.db = mine


def document_keys(doctypes: Iterable[str]) -> list[bytes]:
	"""Return the Redis keys under which Frappe caches the documents of these Singles."""
	return [frappe.cache.make_key(frappe.get_document_cache_key(each, each)) for each in doctypes]


def hand_documents(pickled: dict[bytes, bytes | None]) -> None:
	"""Put cached documents that were prefetched into Frappe's request cache, by key, so that it need not ask Redis;
	None is not stored. Relies on `frappe.local.cache`."""
	known = frappe.local.cache
	for key, value in pickled.items():
		if value is not None and key not in known:
			known[key] = pickle.loads(value)  # noqa: S301 as Frappe does


def forget_table_columns(doctype: str) -> None:
	"""Make Frappe read the columns of a table again. v16 caches them in `client_cache`, v15 in `cache`."""
	if hasattr(frappe, "client_cache"):
		frappe.client_cache.delete_value(f"table_columns::tab{doctype}")
	frappe.cache.hdel("table_columns", f"tab{doctype}")


def replace_hooks(hooks: dict[str, Any]) -> None:
	"""Make all workers call these hooks. Relies on the key `app_hooks`, in `client_cache` on v16, in `cache` on v15."""
	getattr(frappe, "client_cache", frappe.cache).set_value("app_hooks", hooks)


def forget_hooks() -> None:
	"""Make the next request gather the hooks of all apps."""
	getattr(frappe, "client_cache", frappe.cache).delete_value("app_hooks")


def cached_hooks() -> dict[str, Any] | None:
	"""Return the hooks that all workers call now, from Redis; None if the next request gathers them."""
	frappe.local.cache.pop(frappe.cache.make_key("app_hooks"), None)
	return frappe.cache.get_value("app_hooks", expires=True)


def recorder() -> Any | None:
	"""Return Frappe's Recorder of this request; None if it does not run."""
	return getattr(frappe.local, "_recorder", None)


def replace_session(session: Any) -> None:
	"""Replace the session of the request, for requests without one. Relies on `session_obj`, whose `update` Frappe
	calls at the end of the request."""
	frappe.local.session_obj = session
	frappe.local.session = session.data


def write_session() -> None:
	"""Write the session of this request. Relies on `session_obj.update(force=True)`."""
	frappe.local.session_obj.update(force=True)


def forget_cookies() -> None:
	"""Remove all cookies that were set in this request. Relies on `cookie_manager`, from which Frappe sends them."""
	frappe.local.cookie_manager = CookieManager()


def none_is_passed_over() -> bool:
	"""Return whether a `has_permission` hook that returns None does not decide; on v16 it refuses. Relies on the
	source text of the function that calls the hooks."""
	return "is not None" in inspect.getsource(permissions.has_controller_permissions)


def file_mentions(function: str, word: str) -> bool:
	"""Return whether the file that holds a function, by its dotted path, contains a word; False if it cannot be read."""
	try:
		return mentions(inspect.getmodule(frappe.get_attr(function)), word)
	except (ImportError, AttributeError, TypeError, OSError, frappe.ValidationError):
		return False


def mentions(module: ModuleType, word: str) -> bool:
	"""Return whether the source text of a module of Frappe contains a word, such as the name of a hook that it
	calls."""
	return word in inspect.getsource(module)


PASSWORDS = "__Auth"
"""Frappe's table of passwords. It has no DocType, so no list, report or REST call reaches it."""


def passwords() -> Any:
	"""Return the table `PASSWORDS` for the query builder; its columns are doctype, name, fieldname, password,
	encrypted."""
	return frappe.qb.Table(PASSWORDS)


def store_password(doctype: str, name: str, field: str, value: str) -> None:
	"""Insert a row of `PASSWORDS`. Relies on `encrypted` being 0: Frappe's readers of passwords, which System
	Managers may call, find only rows that Frappe's own key has encrypted."""
	row = {"doctype": doctype, "name": name, "fieldname": field, "password": value, "encrypted": 0}
	frappe.qb.into(passwords()).columns(*row).insert(*row.values()).run()

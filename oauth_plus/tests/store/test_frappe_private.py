"""What the app relies upon and Frappe does not promise: one test a name, on the Frappe that is here."""

import ast
import gc
import inspect
import pickle
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import frappe.app
import frappe.auth
import pytest
import redis
from frappe import permissions
from frappe.utils.password import get_decrypted_password

from oauth_plus.platform import frappe_private
from oauth_plus.tests.factories import a_regular, an_app
from oauth_plus.tests.test_layers import APP, files

HOME = Path("platform/frappe_private.py")

OF_FRAPPE = frozenset(
	(
		"_cursor",
		"_conn",
		"_functions",
		"_recorder",
		"transaction_writes",
		"last_query",
		"session_obj",
		"client_cache",
		"get_document_cache_key",
		"getsource",
		"pickle",
		"app_hooks",
		"table_columns",
		"__Auth",
	)
)
"""Names that stand in one file alone, and every name of Frappe's that begins with an underscore."""

WHOLE = frozenset(("frappe.local.cache", "frappe.local.db"))
"""What only that file reads or sets by its whole name."""

SET = frozenset(("cookie_manager", "rollback"))
"""Attributes that all may use, and only that file sets."""

PUBLIC = frozenset(("_", "_dict", "__file__", "__version__"))
"""Names of Frappe's that begin with an underscore and that its own documents teach."""


@pytest.fixture
def connection() -> Iterator[Any]:
	"""A connection of its own, closed afterwards."""
	with frappe_private.second_connection():
		yield frappe.local.db


def test_affected_rows_are_those_of_the_last_statement() -> None:
	user = a_regular()
	frappe.db.sql("UPDATE `tabUser` SET `bio` = %s WHERE `name` = %s", ("new", user))
	assert frappe_private.affected_rows() == 1
	frappe.db.sql("UPDATE `tabUser` SET `bio` = %s WHERE `name` = %s", ("new", "nobody@example.com"))
	assert frappe_private.affected_rows() == 0
	frappe.db.rollback()


def test_has_written_knows_a_write_from_a_read() -> None:
	frappe.db.rollback()
	frappe.db.sql("SELECT 1")
	assert not frappe_private.has_written(frappe.local.db)
	frappe.db.sql("UPDATE `tabUser` SET `bio` = `bio` WHERE `name` = %s", (a_regular(),))
	assert frappe_private.has_written(frappe.local.db)
	frappe.db.rollback()
	assert frappe_private.has_written(object()), "where Frappe has no such name, a write is assumed"


def test_is_idle_until_the_first_statement(connection: Any) -> None:
	connection.close()
	assert frappe_private.is_idle(connection)
	connection.sql("SELECT 1")
	assert not frappe_private.is_idle(connection)
	assert not frappe_private.is_idle(object())


def test_callbacks_wait_until_the_transaction_ends() -> None:
	frappe.db.rollback()
	assert not frappe_private.callbacks_wait(frappe.local.db)
	frappe.db.after_rollback.add(lambda: None)
	assert frappe_private.callbacks_wait(frappe.local.db)
	frappe.db.rollback()
	assert not frappe_private.callbacks_wait(frappe.local.db)
	assert frappe_private.callbacks_wait(object())


def test_last_statement_is_the_same_object_until_the_next() -> None:
	frappe.db.sql("SELECT 1")
	first = frappe_private.last_statement(frappe.local.db)
	assert frappe_private.last_statement(frappe.local.db) is first
	frappe.db.sql("SELECT 2")
	assert frappe_private.last_statement(frappe.local.db) is not first
	assert frappe_private.last_statement(object()) is None


def test_replace_rollback_is_called_by_frappe_and_keeps_nothing_alive() -> None:
	called = []

	def rollback_of(reference: weakref.ref, own: frappe_private.Rollback) -> frappe_private.Rollback:
		def rollback(**how: Any) -> None:
			called.append(how)
			own(**how)

		return rollback

	with frappe_private.second_connection():
		frappe_private.replace_rollback(frappe.local.db, rollback_of)
		frappe.db.sql("UPDATE `tabUser` SET `bio` = `bio` WHERE `name` = %s", (a_regular(),))
		frappe.db.rollback()
		assert not frappe_private.has_written(frappe.local.db)
		reference = weakref.ref(frappe.local.db)
	gc.collect()
	assert called == [{}]
	assert reference() is None


def test_second_connection_sees_what_is_committed_alone() -> None:
	mine, user = frappe.local.db, a_regular()
	frappe.db.sql("UPDATE `tabUser` SET `bio` = %s WHERE `name` = %s", ("not committed", user))
	with frappe_private.second_connection():
		assert frappe.local.db is not mine
		assert frappe.db.get_value("User", user, "bio") != "not committed"
	assert frappe.local.db is mine
	frappe.db.rollback()


def test_document_keys_are_where_frappe_caches_a_single() -> None:
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.get_cached_doc("System Settings")
	cached = redis.Redis.get(frappe.cache, frappe_private.document_keys(["System Settings"])[0])
	assert pickle.loads(cached).doctype == "System Settings"


def test_hand_documents_saves_frappe_the_question() -> None:
	[key] = frappe_private.document_keys(["Website Settings"])
	document = frappe.get_doc("Website Settings")
	document.app_name = "Handed over"
	frappe.local.cache.pop(key, None)
	frappe_private.hand_documents({key: pickle.dumps(document)})
	try:
		assert frappe.get_cached_doc("Website Settings").app_name == "Handed over"
	finally:
		frappe.local.cache.pop(key, None)


def test_forget_table_columns_lets_frappe_read_them_again() -> None:
	columns = frappe.db.get_table_columns("OAuth Client")
	frappe_private.forget_table_columns("OAuth Client")
	assert frappe.db.get_table_columns("OAuth Client") == columns


def test_replace_hooks_changes_what_frappe_calls(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setitem(frappe.local.conf, "developer_mode", 0)  # Frappe caches no hooks for developers
	hooks = dict(frappe.get_hooks())
	try:
		frappe_private.replace_hooks(hooks | {"oauth_plus_test": ["planted"]})
		frappe.local.cache.pop(frappe.cache.make_key("app_hooks"), None)
		assert frappe.get_hooks("oauth_plus_test") == ["planted"]
	finally:
		frappe_private.replace_hooks(hooks)


def test_cached_hooks_are_what_other_processes_call(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setitem(frappe.local.conf, "developer_mode", 0)
	hooks = dict(frappe.get_hooks())
	try:
		frappe_private.replace_hooks(hooks | {"oauth_plus_test": ["planted"]})
		assert frappe_private.cached_hooks()["oauth_plus_test"] == ["planted"]
	finally:
		frappe_private.replace_hooks(hooks)


def test_forget_hooks_lets_frappe_gather_them(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setitem(frappe.local.conf, "developer_mode", 0)
	frappe_private.replace_hooks({"app_name": ["planted"]})
	frappe_private.forget_hooks()
	assert frappe_private.cached_hooks() is None
	assert "oauth_plus" in frappe.get_hooks("app_name")


def test_current_connection_is_what_frappe_db_stands_for() -> None:
	assert frappe_private.current_connection() is frappe.local.db
	assert weakref.ref(frappe_private.current_connection())() is frappe.local.db


def test_forget_cookies_leaves_none_to_send() -> None:
	before = getattr(frappe.local, "cookie_manager", None)
	try:
		frappe_private.forget_cookies()
		frappe.local.cookie_manager.set_cookie("sid", "planted")
		frappe_private.forget_cookies()
		assert frappe.local.cookie_manager.cookies == {}
	finally:
		frappe.local.cookie_manager = before


def test_recorder_is_none_while_nobody_records() -> None:
	assert frappe_private.recorder() is None
	frappe.local._recorder = recorder = object()
	try:
		assert frappe_private.recorder() is recorder
	finally:
		del frappe.local._recorder


def test_replace_session_and_write_session_go_by_session_obj() -> None:
	written = []

	class Session:
		data = frappe._dict(user="Guest", data=frappe._dict())

		def update(self, force: bool = False) -> bool:
			written.append(force)
			return False

	before = frappe.local.session, getattr(frappe.local, "session_obj", None)
	try:
		frappe_private.replace_session(Session())
		assert frappe.session.user == "Guest"
		frappe_private.write_session()
		assert written == [True]
	finally:
		frappe.local.session, frappe.local.session_obj = before


def test_none_is_passed_over_where_frappe_does_so(monkeypatch: pytest.MonkeyPatch) -> None:
	"""Asked of Frappe itself: a hook that returns None for a document of somebody who may read it"""
	app, hooks = an_app(), frappe.get_hooks

	def only_ours(name: str | None = None, *args: Any, **kwargs: Any) -> Any:
		return (
			{"*": [f"{__name__}.says_nothing"]} if name == "has_permission" else hooks(name, *args, **kwargs)
		)

	monkeypatch.setattr(frappe, "get_hooks", only_ours)
	document = frappe.get_doc("OAuth Client", app.client_id)
	said = permissions.has_controller_permissions(document, "read", user=a_regular())
	assert frappe_private.none_is_passed_over() == (said is not False)


def says_nothing(doc: Any, ptype: str, user: str) -> None:
	"""A `has_permission` hook."""


@pytest.mark.parametrize(
	("module", "word"),
	[(frappe.app, "before_request"), (frappe.app, "after_request"), (frappe.auth, "auth_hooks")],
)
def test_mentions_finds_the_hooks_that_frappe_calls(module: Any, word: str) -> None:
	assert frappe_private.mentions(module, word)
	assert not frappe_private.mentions(module, "no_such_hook_anywhere")


def test_file_mentions_reads_the_file_of_a_function() -> None:
	assert frappe_private.file_mentions("frappe.integrations.oauth2.get_token", "OAuth Bearer Token")
	assert not frappe_private.file_mentions("frappe.integrations.oauth2.get_token", "no_such_word_anywhere")
	assert not frappe_private.file_mentions("frappe.no_such_file.function", "OAuth")


def test_passwords_have_the_columns_that_are_written() -> None:
	columns = "`doctype`, `name`, `fieldname`, `password`, `encrypted`"
	assert frappe.db.sql(f"SELECT {columns} FROM `{frappe_private.PASSWORDS}` LIMIT 1")
	assert frappe_private.PASSWORDS in str(frappe.qb.from_(frappe_private.passwords()).select("name"))


def test_store_password_writes_what_frappe_does_not_read() -> None:
	"""`get_password` finds only what Frappe's own key has encrypted"""
	frappe_private.store_password("OAuth Plus Test", "a", "secret", "planted")
	auth = frappe_private.passwords()
	query = frappe.qb.from_(auth).select(auth.password).where(auth.doctype == "OAuth Plus Test")
	assert query.run() == (("planted",),)
	assert get_decrypted_password("OAuth Plus Test", "a", "secret", raise_exception=False) is None
	frappe.db.rollback()


# One file alone


def private_names(source: str) -> set[str]:
	"""Names of Frappe's in a source that only frappe_private.py may say."""
	found = set()
	for node in ast.walk(ast.parse(source)):
		if isinstance(node, ast.Attribute):
			whole = ast.unparse(node.value)
			is_frappes = whole == "frappe" or whole.startswith(("frappe.", "database"))
			is_set = node.attr in SET and isinstance(node.ctx, ast.Store)
			is_private = is_frappes and node.attr.startswith("_") and node.attr not in PUBLIC
			if node.attr in OF_FRAPPE or is_set or is_private or ast.unparse(node) in WHOLE:
				found.add(node.attr)
		elif isinstance(node, ast.Import | ast.ImportFrom):
			found |= {alias.name for alias in node.names if alias.name in OF_FRAPPE}
		elif isinstance(node, ast.Call):
			said = (each.value for each in node.args if isinstance(each, ast.Constant))
			found |= {name for name in said if isinstance(name, str) and name in OF_FRAPPE}
		elif isinstance(node, ast.Constant) and isinstance(node.value, str):
			found |= {name for name in OF_FRAPPE if name.startswith("_") and name == node.value.strip("`")}
			found |= {"__Auth"} if "`__Auth`" in node.value else set()
	return found


def test_no_other_file_names_what_frappe_does_not_promise() -> None:
	assert {
		str(path): names
		for path in files()
		if path != HOME and (names := private_names((APP / path).read_text()))
	} == {}
	assert private_names((APP / HOME).read_text())


@pytest.mark.parametrize(
	"planted",
	[
		"frappe.db._cursor.rowcount",
		"frappe.local._recorder",
		"database._conn",
		"frappe.local.session_obj = None",
		"inspect.getsource(frappe.app)",
		"getattr(database, '_conn', None)",
		"frappe.qb.Table('__Auth')",
		"frappe.db.sql('SELECT 1 FROM `__Auth`')",
		"frappe.client_cache.delete_value('x')",
		"hasattr(frappe, 'client_cache')",
		"getattr(database, 'transaction_writes', 1)",
		"frappe.cache.set_value('app_hooks', {})",
		"frappe.cache.hdel('table_columns', 'tabToDo')",
		"mine = frappe.local.db",
		"frappe.local.cache['a'] = 1",
		"database.rollback = print",
		"frappe.local.cookie_manager = None",
		"import pickle",
		"from frappe import client_cache",
	],
)
def test_a_planted_private_name_is_found(planted: str) -> None:
	assert private_names(planted)


@pytest.mark.parametrize(
	"fine",
	[
		"frappe.db.rollback()",
		"frappe.local.cookie_manager.set_cookie('a', 'b')",
		"frappe._dict(); frappe._('text')",
		"self._cursor_of()",
	],
)
def test_what_frappe_promises_is_not_complained_of(fine: str) -> None:
	assert private_names(fine) == set()


def test_every_function_of_the_file_is_tested_here() -> None:
	here = Path(__file__).read_text()
	functions = inspect.getmembers(frappe_private, inspect.isfunction)
	own = {name for name, each in functions if each.__module__ == frappe_private.__name__}
	assert {
		name for name in own if not name.startswith("_") and f"frappe_private.{name}" not in here
	} == set()

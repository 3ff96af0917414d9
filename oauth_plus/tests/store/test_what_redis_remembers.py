"""An answer of the database is remembered until what it tells of changes, and never if that happened meanwhile."""

import json
from collections.abc import Callable

import frappe
import pytest
import redis

from oauth_plus.platform import activity, cache, cache_notes, transaction
from oauth_plus.store import client_lookup, secret_rotation
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.clients import client_rows
from oauth_plus.store.limits import attempts
from oauth_plus.store.presented_tokens import bearers
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.tests.factories import App, an_app, change
from oauth_plus.tests.journey import redeem, refused
from oauth_plus.tests.scoping import a_scope, rule
from oauth_plus.tests.store.test_old_secrets_are_digested_once import an_app_of_old

KEY = ("a test",)


@pytest.fixture
def key(site) -> bytes:
	key = cache.key_of(*KEY)
	frappe.cache.delete(key)
	return key


def known(app: App) -> dict | None:
	"""What Redis remembers of a client."""
	said = cache.load(client_rows.cache_key(app.client_id))
	return said and json.loads(said)


def test_what_was_learnt_is_recalled(key):
	assert cache.load(key) is None
	assert json.loads(cache.store(key, lambda: [1])) == [1]
	assert json.loads(cache.load(key)) == [1]


def test_what_may_not_be_kept_is_not_remembered_and_may_be_at_once(key):
	assert json.loads(cache.store(key, lambda: [1], lambda _answer: False)) == [1]
	assert cache.load(key) is None
	cache.store(key, lambda: [2])
	assert json.loads(cache.load(key)) == [2]


LOST: dict[str, Callable[[bytes], object]] = {
	"another worker forgets it": lambda key: redis.Redis.delete(frappe.cache, key),
	"it is about to be forgotten": lambda key: redis.Redis.set(frappe.cache, key, "ending:x", ex=1),
}


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST)
def test_what_changes_while_it_is_read_is_not_remembered(key, lose):
	def ask() -> list[int]:
		lose(key)
		return [1]

	assert json.loads(cache.store(key, ask)) == [1], "who asked is answered all the same"
	assert cache.load(key) is None


def test_nothing_is_remembered_before_the_change_is_committed(key):
	cache.invalidate([key])
	assert json.loads(cache.store(key, lambda: [1])) == [1]
	assert cache.load(key) is None
	frappe.db.commit()
	cache.store(key, lambda: [2])
	assert json.loads(cache.load(key)) == [2]


def test_what_a_transaction_changed_is_not_told_to_others_before_its_end(key):
	"""Not even if Redis has lost the word that it is changing"""
	cache.invalidate([key])
	redis.Redis.delete(frappe.cache, key)
	assert json.loads(cache.store(key, lambda: ["not committed"])) == ["not committed"]
	assert cache.load(key) is None
	frappe.db.rollback()


def test_two_who_read_at_once_do_not_write_over_each_other(key):
	def ask() -> list[int]:
		assert json.loads(cache.store(key, lambda: [2])) == [2]
		return [1]

	cache.store(key, ask)
	assert json.loads(cache.load(key)) == [1], "the first to say that it reads is the one that remembers"


def test_a_change_is_committed_though_redis_is_gone_by_then(key, monkeypatch):
	cache.invalidate([key])

	def gone(*_args):
		raise redis.exceptions.ConnectionError

	monkeypatch.setattr(redis.Redis, "delete", gone)
	frappe.db.commit()
	monkeypatch.undo()
	assert cache.load(key) is None


@pytest.mark.parametrize("error", [redis.exceptions.ConnectionError, redis.exceptions.TimeoutError])
def test_whether_redis_is_gone_or_hangs_the_database_is_read_and_nobody_tries(site, monkeypatch, error):
	"""Nothing is found in the cache, and every count is too high"""

	def away(*_args, **_kwargs):
		raise error

	with monkeypatch.context() as patched:
		for name in ("get", "set", "mget", "exists", "pipeline"):
			patched.setattr(redis.Redis, name, away)
		assert cache.load(cache.key_of("test")) is None
		assert json.loads(cache.store(cache.key_of("test"), lambda: [1])) == [1]
		cache.invalidate([cache.key_of("test")])
		frappe.db.rollback()
		assert bearers.load("x") is None
		assert attempts.count("push", "x") == attempts.add("push", "x") == attempts.TOO_MANY
		assert not cache_notes.is_first(cache.key_of("test", error.__name__), 1)
		assert activity.somebody_is_here()


def test_a_client_that_authenticates_is_remembered_without_its_secrets():
	app = an_app()
	assert refused(redeem(app, "x"), "invalid_grant")
	said = json.dumps(known(app))
	assert app.client_id in said
	assert app.client_secret not in said


def test_a_plain_secret_is_not_remembered():
	app = an_app_of_old()
	frappe.db.commit()
	assert client_lookup.find_with_secrets(app.client_id).client.undigested_secret == app.client_secret
	assert known(app) is None


def test_a_disabled_client_is_not_remembered():
	app = an_app()
	frappe.db.set_value("OAuth Client", app.client_id, "oauth_plus_enabled", 0)
	frappe.db.commit()
	assert refused(redeem(app, "x"), "invalid_client", 401)
	frappe.db.set_value("OAuth Client", app.client_id, "oauth_plus_enabled", 1)
	frappe.db.commit()
	assert refused(redeem(app, "x"), "invalid_grant"), "enabled past the form, and believed at once"


def test_a_remembered_client_is_refused_from_the_moment_that_it_or_its_secret_ends():
	app, other = an_app(), an_app()
	for each in (app, other):
		assert refused(redeem(each, "x"), "invalid_grant")
	change(app, oauth_plus_enabled=0)
	assert refused(redeem(app, "x"), "invalid_client", 401)
	(secret,) = secret_rows.live_of(other.client_id, frappe.utils.now_datetime().astimezone())
	secret_rotation.end(secret)
	frappe.db.commit()
	assert refused(redeem(other, "x"), "invalid_client", 401)


def test_a_role_that_is_taken_from_a_client_by_its_row_alone_is_missed_at_once():
	"""As REST can delete it, without the client's form"""
	app = an_app()
	assert refused(redeem(app, "x"), "invalid_grant")
	assert known(app)[0]["allowed_roles"] == ["All"]
	row = frappe.db.get_value("OAuth Client Role", {"parent": app.client_id})
	frappe.delete_doc("OAuth Client Role", row, ignore_permissions=True)
	frappe.db.commit()
	assert known(app) is None
	assert client_lookup.find_with_secrets(app.client_id).client.allowed_roles == ()


def test_a_role_by_another_name_is_another_for_its_clients():
	role = frappe.get_doc({"doctype": "Role", "role_name": f"Test {frappe.generate_hash(length=8)}"}).insert()
	app = an_app(allowed_roles=[{"role": role.name}])
	client_lookup.find_with_secrets(app.client_id)
	name = frappe.rename_doc("Role", role.name, f"{role.name} renamed", force=True)
	frappe.db.commit()
	assert client_lookup.find_with_secrets(app.client_id).client.allowed_roles == (name,)


def test_a_client_by_another_name_is_not_known_by_the_old_one():
	app = an_app()
	assert client_lookup.find_with_secrets(app.client_id)
	frappe.rename_doc("OAuth Client", app.client_id, f"{app.client_id}-new", force=True)
	frappe.db.commit()
	assert known(app) is None
	assert refused(redeem(app, "x"), "invalid_client", 401)


def test_looking_at_a_client_undoes_nothing_that_others_wrote():
	"""Another app's hook may have written in the same request, and wait for its end"""
	app, ended = an_app(), []
	note = frappe.get_doc({"doctype": "ToDo", "description": "by another app"}).insert()
	frappe.db.after_commit.add(lambda: ended.append(True))
	assert client_lookup.find_with_secrets(app.client_id)
	frappe.db.commit()
	assert known(app)
	assert frappe.db.exists("ToDo", note.name)
	assert ended == [True]


def test_a_scope_is_learnt_as_it_is_now_whatever_the_transaction_saw_before():
	"""A request that began before an administrator narrowed it does not bring it back"""
	name = a_scope(rule("DocType", "ToDo", "read", "create"))
	frappe.db.sql(
		"SELECT COUNT(*) FROM `tabOAuth Plus Scope Rule`"
	)  # this transaction's look at the database
	with transaction.another_look():
		scope = frappe.get_doc("OAuth Plus Scope", name)
		scope.rules[0].can_create = 0
		scope.save(ignore_permissions=True)
		frappe.db.commit()
	assert [opened.actions for opened in scope_lookup.find(name).rules] == [{"read"}]
	assert [opened.actions for opened in scope_lookup.find(name).rules] == [{"read"}]

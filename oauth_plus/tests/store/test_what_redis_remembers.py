"""An answer of the database is remembered until what it tells of changes, and never if that happened meanwhile."""

import json

import frappe
import pytest

from oauth_plus.store import clients, known_clients, remembered, secrets
from oauth_plus.tests.factories import an_app, change
from oauth_plus.tests.journey import redeem, refused
from oauth_plus.tests.store.test_old_secrets_are_digested_once import an_app_of_old

KEY = ("a test",)


@pytest.fixture
def key(site) -> bytes:
	key = remembered.key_of(*KEY)
	frappe.cache.delete(key)
	return key


def test_what_was_learnt_is_recalled(key):
	assert remembered.recall(key) is None
	assert json.loads(remembered.learn(key, lambda: [1])) == [1]
	assert json.loads(remembered.recall(key)) == [1]


def test_what_changes_while_it_is_read_is_not_remembered(key):
	def ask() -> list[int]:
		remembered.forget([key])
		return [1]

	assert json.loads(remembered.learn(key, ask)) == [1], "who asked is answered all the same"
	assert remembered.recall(key) is None


def test_nothing_is_remembered_before_the_change_is_committed(key):
	remembered.forget([key])
	assert json.loads(remembered.learn(key, lambda: [1])) == [1]
	assert remembered.recall(key) is None
	frappe.db.commit()
	remembered.learn(key, lambda: [2])
	assert json.loads(remembered.recall(key)) == [2]


def test_two_who_read_at_once_do_not_write_over_each_other(key):
	def ask() -> list[int]:
		assert json.loads(remembered.learn(key, lambda: [2])) == [2]
		return [1]

	remembered.learn(key, ask)
	assert json.loads(remembered.recall(key)) == [1], (
		"the first to say that it reads is the one that remembers"
	)


def test_a_client_that_authenticates_is_remembered_without_its_secrets():
	app = an_app()
	assert refused(redeem(app, "x"), "invalid_grant")
	said = remembered.recall(clients.key(app.client_id))
	assert app.client_id in said
	assert app.client_secret not in said


def test_a_plain_secret_is_not_remembered():
	app = an_app_of_old()
	frappe.db.commit()
	assert known_clients.find(app.client_id).client.undigested_secret == app.client_secret
	assert remembered.recall(clients.key(app.client_id)) is None


def test_a_remembered_client_is_refused_from_the_moment_that_it_or_its_secret_ends():
	app, other = an_app(), an_app()
	for each in (app, other):
		assert refused(redeem(each, "x"), "invalid_grant")
	change(app, oauth_plus_enabled=0)
	assert refused(redeem(app, "x"), "invalid_client", 401)
	(secret,) = secrets.live_of(other.client_id, frappe.utils.now_datetime().astimezone())
	secrets.end(secret)
	frappe.db.commit()
	assert refused(redeem(other, "x"), "invalid_client", 401)

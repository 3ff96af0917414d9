"""Nobody gets round a limit, and nobody uses one against somebody else."""

import secrets
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.store.limits import secret_guesses
from oauth_plus.tests.browser import OAUTH, Browser
from oauth_plus.tests.factories import App, a_machine, a_public_app
from oauth_plus.tests.journey import by_itself, call, refused, sign_in
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.limiting import in_one_minute, limited  # noqa: F401 a fixture
from oauth_plus.tests.site import settings

pytestmark = pytest.mark.usefixtures("in_one_minute")

STRANGER = {"REMOTE_ADDR": "198.51.100.7"}


def send(client_id: str, environ: dict[str, str] | None = None, **headers: str) -> TestResponse:
	"""A request for tokens that proves nothing."""
	form = {"grant_type": "refresh_token", "refresh_token": "x" * 43, "client_id": client_id}
	return Browser().post(OAUTH + "get_token", form, headers=headers, environ_overrides=environ or STRANGER)


def test_a_name_for_each_request_is_no_way_round():
	with settings(token_address_limit=2):
		statuses = [send(f"nobody-{number}").status_code for number in range(4)]
	assert statuses == [401, 401, 429, 429]


def test_nor_is_an_address_that_a_stranger_writes():
	"""RFC 9700 §4.13: X-Forwarded-For counts from a proxy alone"""
	with settings(token_address_limit=2):
		statuses = [
			send("x", **{"X-Forwarded-For": f"203.0.113.{number}"}).status_code for number in range(4)
		]
	assert statuses == [401, 401, 429, 429]


def test_nor_is_another_address_of_the_same_subscriber():
	"""RFC 6177: a household has 2^64 IPv6 addresses"""
	with settings(token_address_limit=2):
		addresses = [f"2001:db8:1:2:{secrets.token_hex(2)}::{number}" for number in range(4)]
		statuses = [send("x", {"REMOTE_ADDR": address}).status_code for address in addresses]
		assert statuses == [401, 401, 429, 429]
		assert send("x", {"REMOTE_ADDR": "2001:db8:1:3::1"}).status_code == 401, "another subscriber"
		mapped = [{"REMOTE_ADDR": "::ffff:198.51.100.9"}, {"REMOTE_ADDR": "198.51.100.9"}]
		assert [send("x", each).status_code for each in mapped * 2] == [401, 401, 429, 429]


def test_nor_are_capital_letters():
	app = a_machine(oauth_plus_token_limit=2)
	names = (app.client_id, app.client_id.upper(), app.client_id.lower())
	with settings(token_address_limit=2):
		statuses = [send(name).status_code for name in (*names, app.client_id.title())]
	assert statuses[-2:] == [429, 429]


def test_nor_is_another_way_to_the_endpoint():
	"""v2 of the API, and `cmd`"""
	with settings(token_address_limit=2):
		form = {"grant_type": "refresh_token", "refresh_token": "x" * 43, "client_id": "x"}
		ways = (OAUTH + "get_token", "/api/v2/method/frappe.integrations.oauth2.get_token", "/")
		cmd = {"cmd": "frappe.integrations.oauth2.get_token"}
		statuses = [
			Browser().post(way, form | (cmd if way == "/" else {}), environ_overrides=STRANGER).status_code
			for way in ways
		]
	assert statuses == [401, 401, 429]


def test_nobody_uses_up_the_limit_of_another_client():
	"""Requests that name it and prove nothing are taken off its count again"""
	machine, public = a_machine(oauth_plus_token_limit=3), a_public_app(oauth_plus_token_limit=4)
	for number in range(6):
		elsewhere = {"REMOTE_ADDR": f"198.51.100.{number}"}
		assert send(machine.client_id, elsewhere).status_code == 401
		assert send(public.client_id, elsewhere).status_code == 400
	assert by_itself(machine).status_code == 200
	assert sign_in(public).access_token


def test_nobody_shuts_out_a_server_behind_the_same_address():
	"""It proves itself"""
	machine = a_machine()
	with settings(token_address_limit=2):
		for _ in range(6):
			send("x", {"REMOTE_ADDR": "127.0.0.1"})
		assert by_itself(machine).status_code == 200


def test_unknown_tokens_count_for_their_address():
	with settings(call_address_limit=2):
		statuses = [call(secrets.token_urlsafe(32), environ_overrides=STRANGER).status_code for _ in range(4)]
	assert statuses == [401, 401, 429, 429]


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
	"""What is sent to the database."""
	sent: list[str] = []
	database = type(frappe.local.db)
	own = database.sql

	def sql(self: Any, query: Any, *arguments: Any, **more: Any) -> Any:
		sent.append(str(query))
		return own(self, query, *arguments, **more)

	monkeypatch.setattr(database, "sql", sql)
	return sent


def test_a_refused_request_costs_no_statement_and_no_row(statements: list[str]):
	"""Of an address that sends a multiple of what it may"""
	with settings(token_address_limit=1, call_address_limit=1):
		for _ in range(6):
			send("x")
			call(secrets.token_urlsafe(32), environ_overrides=STRANGER)
		rows = frappe.db.count("OAuth Plus Event")
		statements.clear()
		assert limited(send("x"), "token-address")
		assert limited(call(secrets.token_urlsafe(32), environ_overrides=STRANGER), "call-address")
		asked = [each for each in statements if "OAuth" in each and "Settings" not in each]
		assert asked == []
		assert frappe.db.count("OAuth Plus Event") == rows


# Guessing


def wrong(app: App, **more: Any) -> TestResponse:
	"""A guess at the client's secret."""
	return by_itself(app, client_secret=secrets.token_hex(32), **more)


def test_who_guesses_secrets_is_slowed_down_and_told_of(monkeypatch: pytest.MonkeyPatch):
	"""RFC 6749 §2.3.1: once, however long it goes on. From elsewhere, the client goes on"""
	monkeypatch.setattr(secret_guesses, "MOST", 3)
	app = a_machine()
	told = frappe.db.count("Notification Log", {"document_name": app.client_id})
	for _ in range(3):
		assert refused(wrong(app), "invalid_client", 401)
	answer = by_itself(app)
	assert refused(answer, "temporarily_unavailable", 429), "even the right one is not looked at"
	assert 1 <= int(answer.headers["Retry-After"]) <= 600
	form = {"grant_type": "client_credentials"} | app.credentials
	elsewhere = Browser().post(OAUTH + "get_token", form, environ_overrides=STRANGER)
	assert elsewhere.status_code == 200
	rows = events_of(app, event="client_secrets_guessed")
	assert len(rows) == 1
	assert app.client_secret not in str(rows)
	assert frappe.db.count("Notification Log", {"document_name": app.client_id}) > told


def test_guesses_from_many_addresses_are_told_of_and_shut_nobody_out(monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(secret_guesses, "MOST_OF_ALL", 4)
	app = a_machine()
	form = {"grant_type": "client_credentials", "client_id": app.client_id, "client_secret": "wrong" * 5}
	for number in range(4):
		there = {"REMOTE_ADDR": f"198.51.100.{number}"}
		assert Browser().post(OAUTH + "get_token", form, environ_overrides=there).status_code == 401
	assert [row.reason for row in events_of(app, event="client_secrets_guessed")] == ["all_addresses"]
	assert by_itself(app).status_code == 200


def test_the_count_of_guesses_outlasts_frappes_cache(monkeypatch: pytest.MonkeyPatch):
	"""Frappe clears its cache when somebody sets a password"""
	monkeypatch.setattr(secret_guesses, "MOST", 2)
	app = a_machine()
	for _ in range(2):
		wrong(app)
		frappe.clear_cache()
	assert refused(wrong(app), "temporarily_unavailable", 429)

"""Limits on requests: of a client, a user and an address, at each endpoint and for calls with a token."""

import time
from collections.abc import Callable
from typing import Any

import frappe
import pytest
import redis
import time_machine
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.tests.browser import Browser, browser_of
from oauth_plus.tests.device import GRANT, a_device
from oauth_plus.tests.device import decide as decide_device
from oauth_plus.tests.factories import (
	App,
	a_device_app,
	a_machine,
	a_public_app,
	a_user,
	an_app,
	change,
)
from oauth_plus.tests.journey import (
	a_code,
	ask,
	by_itself,
	call,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.limiting import MINUTE, in_one_minute, limited  # noqa: F401 a fixture
from oauth_plus.tests.registering import WEB, register
from oauth_plus.tests.site import registration_open, settings

pytestmark = pytest.mark.usefixtures("in_one_minute")


def guess(app: App, **changes: Any) -> TestResponse:
	"""A request for tokens that is refused."""
	return token_request(
		{"grant_type": "refresh_token", "refresh_token": "x" * 43} | app.credentials | changes
	)


def test_an_address_sends_so_many_requests_that_prove_nothing():
	"""RFC 6585 §4; a minute later it may go on"""
	app = a_public_app()
	with settings(token_address_limit=2):
		tokens = sign_in(app)
		assert tokens_of(app, refresh(tokens))
		assert limited(refresh(tokens), "token-address")
		assert limited(guess(app), "token-address")
		with time_machine.travel(time.time() + MINUTE):
			assert refused(guess(app), "invalid_grant")


def test_whoever_proves_itself_is_not_counted_by_its_address():
	"""A gateway, a BI server and an office may have one address"""
	app, gateway, stranger = an_app(), an_app(oauth_plus_introspects_all=1), a_public_app()
	tokens = sign_in(app)
	with settings(token_address_limit=1, introspect_address_limit=1):
		for _ in range(5):
			assert introspect(gateway, tokens.access_token).json["active"]
			tokens = tokens_of(app, refresh(tokens))
		assert refused(guess(stranger), "invalid_grant"), "what they sent is not the stranger's"
		assert limited(guess(stranger), "token-address")
		assert tokens_of(app, refresh(tokens)), "and what the stranger sends is not theirs"
		assert limited(guess(app, client_secret="wrong" * 5), "token-address")


def test_a_client_has_a_limit_of_its_own():
	"""0 on its form is the site's"""
	app, other = a_machine(oauth_plus_token_limit=2), a_machine()
	for machine in (app, app, other, other, other):
		assert by_itself(machine).status_code == 200
	assert limited(by_itself(app), "token-client")
	change(app, oauth_plus_token_limit=0)
	assert by_itself(app).status_code == 200
	with settings(token_client_limit=3):
		assert limited(by_itself(other), "token-client")


def test_the_limits_of_the_endpoints_count_apart():
	app = an_app(oauth_plus_token_limit=1)
	token = sign_in(app).access_token
	assert introspect(app, token).json["active"]
	assert limited(introspect(app, token), "introspect-client")
	assert revoke(app, "x" * 43).status_code == 200
	assert limited(revoke(app, token), "revoke-client")


def test_a_user_gets_so_many_tokens_with_whichever_app():
	first, second, user = an_app(), an_app(), a_user()
	with settings(token_user_limit=2):
		tokens = sign_in(first, browser_of(user))
		sign_in(second, browser_of(user))
		assert limited(refresh(tokens), "token-user")
		assert sign_in(first).access_token, "another user"
	assert tokens_of(first, refresh(tokens)), "the refused request has used nothing up"


def test_a_code_that_came_too_early_works_later():
	app, browser = an_app(), browser_of(a_user())
	with settings(token_user_limit=1):
		sign_in(app, browser)
		code = a_code(app, browser)
		assert limited(redeem(app, code), "token-user")
	assert tokens_of(app, redeem(app, code))


def test_and_so_does_the_code_of_a_device():
	"""RFC 8628 §3.5: the device goes on, and nobody types its code again"""
	app, browser = a_device_app(), browser_of(a_user())
	device = a_device(app)
	decide_device(device, browser=browser)
	form = {"grant_type": GRANT, "device_code": device.device_code} | app.credentials
	with settings(token_user_limit=1):
		sign_in(an_app(), browser)
		assert limited(token_request(form), "token-user", "slow_down")
	assert token_request(form).status_code == 200


@pytest.mark.parametrize("is_guest", [True, False])
def test_people_are_asked_so_often(is_guest: bool):
	app, user = an_app(), a_user()
	field = "authorize_address_limit" if is_guest else "authorize_user_limit"
	with settings(**{field: 2}):
		browser = Browser() if is_guest else browser_of(user)
		assert {ask(browser, app).status_code for _ in range(2)} <= {200, 302, 303}
		answer = ask(browser, app)
		assert answer.status_code == 429
		assert "Too many requests" in answer.text
		assert int(answer.headers["Retry-After"]) > 0
		assert ask(browser_of(a_user()), app).status_code == 200, "somebody else is asked"


def test_registrations_from_one_address():
	with registration_open(register_address_limit=2, registrations_per_day=0):
		assert {register(WEB).status_code for _ in range(2)} == {201}
		assert limited(register(WEB), "register-address")


def test_a_device_that_polls_is_told_to_slow_down():
	"""RFC 8628 §3.5: the one error with which it goes on"""
	app = a_device_app()
	with settings(token_address_limit=1):
		device = a_device(app)
		form = {"grant_type": GRANT, "device_code": device.device_code} | app.credentials
		assert limited(token_request(form), "token-address", "slow_down")


CALLS: dict[str, Callable[[], tuple[dict[str, Any], dict[str, Any]]]] = {
	"call-client": lambda: ({"oauth_plus_call_limit": 2}, {}),
	"call-user": lambda: ({"oauth_plus_user_call_limit": 2}, {}),
	"call-address": lambda: ({}, {"call_address_limit": 2}),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls_with_a_token_are_limited(name: str):
	of_client, of_site = CALLS[name]()
	app = an_app(**of_client)
	with settings(**of_site):
		token = sign_in(app).access_token
		assert [call(token).status_code for _ in range(2)] == [200, 200]
		assert limited(call(token), name)
		with time_machine.travel(time.time() + MINUTE):
			assert call(token).status_code == 200


def test_the_calls_of_a_client_count_over_all_its_users_and_tokens():
	app, other = an_app(oauth_plus_call_limit=3), an_app()
	tokens = [sign_in(app, browser_of(a_user())).access_token for _ in range(4)]
	assert [call(token).status_code for token in tokens] == [200, 200, 200, 429]
	assert call(sign_in(other).access_token).status_code == 200


def test_the_calls_of_a_user_count_over_all_apps():
	user = a_user()
	with settings(call_user_limit=2):
		tokens = [sign_in(an_app(), browser_of(user)).access_token for _ in range(3)]
		assert [call(token).status_code for token in tokens] == [200, 200, 429]
		assert call(sign_in(an_app()).access_token).status_code == 200


def test_a_good_answer_tells_what_is_left():
	"""draft-ietf-httpapi-ratelimit-headers-10"""
	token = sign_in(an_app(oauth_plus_call_limit=10)).access_token
	left = [call(token).headers["RateLimit"].split(";")[1] for _ in range(3)]
	assert left == ["r=9", "r=8", "r=7"]
	assert call(token).headers["RateLimit-Policy"] == '"call-client";q=10;w=60'


def test_a_token_answer_tells_it_too():
	app = a_machine(oauth_plus_token_limit=10)
	assert by_itself(app).headers["RateLimit"].startswith('"token-client";r=9;t=')


def test_what_is_switched_off_limits_nothing():
	app = a_machine(oauth_plus_token_limit=1, oauth_plus_call_limit=1)
	with settings(limit_requests=0):
		answers = [by_itself(app) for _ in range(3)]
		assert {answer.status_code for answer in answers} == {200}
		token = answers[0].json["access_token"]
		assert {call(token).status_code for _ in range(3)} == {200}
		assert "RateLimit" not in call(token).headers


def test_a_changed_limit_on_the_form_holds_for_the_next_call():
	app = an_app()
	token = sign_in(app).access_token
	assert {call(token).status_code for _ in range(2)} == {200}
	change(app, oauth_plus_call_limit=1)
	assert limited(call(token), "call-client")


def test_what_administrators_read_is_one_row_in_an_hour():
	"""However many requests are refused"""
	app = a_machine(oauth_plus_token_limit=1, oauth_plus_call_limit=2)
	token = by_itself(app).json["access_token"]
	for _ in range(5):
		by_itself(app)
		call(token)
	tasks.note_uses()
	rows = [row for row in events_of(app) if row.reason in ("token-client", "call-client")]
	assert sorted((row.event, row.reason) for row in rows) == [
		("call_refused", "call-client"),
		("limit_reached", "token-client"),
	]
	assert all(row.cause and row.fix for row in rows)


def test_frappes_cache_can_be_cleared_and_the_counts_stay():
	app = a_machine(oauth_plus_token_limit=1)
	by_itself(app)
	frappe.clear_cache()
	assert limited(by_itself(app), "token-client")


def test_no_count_is_kept_for_longer_than_its_window():
	app = a_machine(oauth_plus_token_limit=5)
	call(by_itself(app).json["access_token"])
	keys = redis.Redis.keys(frappe.cache, "oauth_plus_limits|*")
	assert keys
	assert all(0 < redis.Redis.ttl(frappe.cache, key) <= 10 * MINUTE for key in keys)


@pytest.fixture
def without_counters(monkeypatch: pytest.MonkeyPatch) -> None:
	"""Redis answers no script and no counter."""

	def away(*_arguments: object, **_more: object) -> None:
		raise redis.exceptions.ConnectionError

	for name in ("evalsha", "eval", "incrby"):
		monkeypatch.setattr(redis.Redis, name, away)


def test_without_redis_users_go_on_working(without_counters):
	app = a_machine(oauth_plus_token_limit=1, oauth_plus_call_limit=1)
	answers = [by_itself(app) for _ in range(2)]
	assert {answer.status_code for answer in answers} == {200}
	token = answers[0].json["access_token"]
	assert {call(token).status_code for _ in range(2)} == {200}


def test_without_redis_requests_are_refused_where_settings_say_so(without_counters):
	with settings(limits_without_redis="Refuse Requests", limit_requests=1):
		answer = by_itself(a_machine())
	assert refused(answer, "temporarily_unavailable", 503)
	assert int(answer.headers["Retry-After"]) > 0


def test_and_whoever_guesses_secrets_meanwhile_learns_nothing(without_counters):
	"""A wrong secret, an unknown client and the right secret are answered alike"""
	app = a_machine()
	guesses = (
		app.credentials,
		app.credentials | {"client_secret": "guess"},
		{"client_id": "x", "client_secret": "y"},
	)
	with settings(limits_without_redis="Refuse Requests"):
		answers = [token_request({"grant_type": "client_credentials", **guess}) for guess in guesses]
	assert all(refused(answer, "temporarily_unavailable", 503) for answer in answers)
	assert len({answer.text for answer in answers}) == 1


def test_and_calls_too(without_counters, site):
	token = by_itself(a_machine()).json["access_token"]
	with settings(limits_without_redis="Refuse Requests"):
		assert refused(call(token), "temporarily_unavailable", 503)

"""A flood of bad requests is no flood of rows, and hides nobody else's (store/events.py)."""

import time
from collections.abc import Iterator

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.exceptions import InvalidRequest
from oauth_plus.store import scope_use_notes, scope_uses
from oauth_plus.store.events import BURST, HOUR, OF_A_CLIENT, OF_ALIKE, OF_THE_SITE, WINDOW, record_refusal
from oauth_plus.tests.browser import OAUTH, Browser
from oauth_plus.tests.factories import App, an_app, an_old_app
from oauth_plus.tests.journey import call, refresh, refused, sign_in, token_request, tokens_of
from oauth_plus.tests.ledger import events_of

TIMES = BURST + 10

EVENT = "OAuth Plus Event"


@pytest.fixture(autouse=True)
def in_one_window() -> Iterator[None]:
	"""Nobody was here before, and no minute ends in the midst of a test."""
	frappe.cache.delete_keys("oauth_plus:refused")
	with time_machine.travel(time.time() // HOUR * HOUR + 1):
		yield


def guess(app: App) -> None:
	form = {"grant_type": "authorization_code", "code": "guessed", "redirect_uri": app.redirect_uri}
	assert refused(token_request(form | app.credentials), "invalid_grant")


def test_of_refusals_alike_so_many_are_written_and_all_are_refused():
	app = an_app()
	for _ in range(TIMES):
		guess(app)
	assert len(events_of(app, event="token_refused")) == BURST


def test_another_client_and_another_reason_are_written_all_the_same():
	app, other = an_app(), an_app()
	for _ in range(TIMES):
		guess(app)
	guess(other)
	assert len(events_of(other, event="token_refused")) == 1
	assert refused(refresh(sign_in(app), scope="more"), "invalid_scope")
	assert len(events_of(app, reason="invalid_scope")) == 1


def test_what_goes_well_is_written_in_a_flood_too():
	app = an_app()
	for _ in range(TIMES):
		guess(app)
	tokens = tokens_of(app, refresh(sign_in(app)))
	assert tokens
	assert len(events_of(app, event="token_issued")) == 2


def test_unknown_clients_count_together():
	"""A name for each request would get round the cap otherwise."""
	before = frappe.db.count("OAuth Plus Event")
	for number in range(TIMES):
		answer = Browser().post(OAUTH + "get_token", {"grant_type": "x", "client_id": f"nobody-{number}"})
		assert answer.status_code in (400, 401)
	assert frappe.db.count("OAuth Plus Event") - before <= BURST


def test_the_daily_traffic_of_an_old_client_is_capped_as_well():
	"""One who refreshes a hundred times a minute without a secret is known after the first twenty."""
	app = an_old_app()
	tokens = sign_in(app)
	for _ in range(TIMES):
		tokens = tokens_of(app, refresh(tokens, client_secret=None))
	assert len(events_of(app, outcome="Would Refuse")) == BURST
	assert len(events_of(app, event="token_issued")) == TIMES + 1


def test_a_flushed_cache_loses_the_count_and_nothing_else():
	"""decisions.md, decision 11"""
	app = an_app()
	for _ in range(TIMES):
		guess(app)
	frappe.cache.delete_keys("oauth_plus:refused")
	guess(app)
	assert len(events_of(app, event="token_refused")) == BURST + 1


def test_a_minute_later_it_is_written_again():
	app = an_app()
	for _ in range(TIMES):
		guess(app)
	with time_machine.travel(time.time() + WINDOW):
		guess(app)
	assert len(events_of(app, event="token_refused")) == BURST + 1


def test_no_count_is_kept_for_longer_than_it_is_good_for():
	app = an_app()
	for _ in range(3):
		guess(app)
	keys = [key for key in frappe.cache.get_keys("oauth_plus:refused") if app.client_id.encode() in key]
	assert keys
	assert all(0 < frappe.cache.ttl(key) <= HOUR for key in keys)


def from_addresses(count: int) -> Iterator[dict[str, str]]:
	"""A header that each value of would be believed, if the one who asks could choose it."""
	yield from ({"X-Forwarded-For": f"203.0.{number // 250}.{number % 250 + 1}"} for number in range(count))


STRANGER = {"REMOTE_ADDR": "198.51.100.7"}
MANY = OF_A_CLIENT + 60


def test_an_address_that_a_stranger_writes_is_no_allowance_of_its_own():
	"""11, RFC 9700 §4.13: X-Forwarded-For counts from a proxy alone"""
	before = frappe.db.count(EVENT)
	for headers in from_addresses(BURST * 2):
		answer = Browser().post(
			OAUTH + "get_token", {"grant_type": "x"}, headers=headers, environ_overrides=STRANGER
		)
		assert answer.status_code in (400, 401)
	assert frappe.db.count(EVENT) - before <= BURST


def test_a_client_has_so_many_rows_in_an_hour_from_wherever_it_is_asked_for():
	"""11: addresses without end behind a proxy, and three ways to be refused"""
	app = an_app()
	for headers in from_addresses(MANY):
		form = {"grant_type": "authorization_code", "code": "guessed", "redirect_uri": app.redirect_uri}
		Browser().post(OAUTH + "get_token", form | app.credentials, headers=headers)
	assert OF_A_CLIENT - 1 <= len(events_of(app, event="token_refused")) <= OF_A_CLIENT
	assert len(events_of(app, event="refusals_capped")) == 1
	assert refused(refresh(sign_in(app), scope="more"), "invalid_scope")
	assert len(events_of(app, reason="invalid_scope")) == 1, "the first of its kind is written all the same"


def test_who_names_no_client_has_a_share_together():
	"""11: per site, whatever a stranger sends"""
	before = frappe.db.count(EVENT)
	for number, headers in enumerate(from_addresses(MANY)):
		form = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": f"nobody-{number}"}
		Browser().post(OAUTH + "get_token", form, headers=headers)
	assert frappe.db.count(EVENT) - before <= OF_A_CLIENT + 1


def test_an_hour_has_so_many_alike_from_one_address():
	app = an_app()
	begun = time.time()
	for minute in range(5):
		with time_machine.travel(begun + minute * WINDOW):
			for _ in range(TIMES):
				guess(app)
	assert len(events_of(app, event="token_refused")) == OF_ALIKE


@pytest.mark.parametrize("make", [an_app, an_old_app])
def test_methods_that_nobody_has_heard_of_make_no_row(make):
	"""11: 120 invented names made 120 rows"""
	app = make(scopes="openid")
	token = sign_in(app).access_token
	for number in range(BURST):
		call(token, f"/api/method/nothing.is.called.n{number}")
	tasks.note_uses()
	assert not [row for row in events_of(app) if row.event in ("call_refused", "would_refuse")]


@pytest.mark.parametrize("make", [an_app, an_old_app])
def test_pages_that_nobody_has_heard_of_fill_no_table(make):
	app = make(scopes="openid")
	token = sign_in(app).access_token
	for number in range(MANY):
		call(token, f"/nothing-is-called-{number}")
	tasks.note_uses()
	lacks = [row for row in events_of(app) if row.event in ("call_refused", "would_refuse")]
	assert 0 < len(lacks) <= OF_A_CLIENT
	assert len(events_of(app, event="refusals_capped")) == 1


def test_the_same_lack_is_one_row_in_an_hour():
	app = an_app(scopes="openid")
	token = sign_in(app).access_token
	for _ in range(3):
		call(token, "/nothing-is-here")
		tasks.note_uses()
	assert len(events_of(app, event="call_refused")) == 1


def test_a_client_that_calls_names_at_random_crowds_out_nobody(monkeypatch):
	"""Each has its own room between two runs of the job, and in the table of uses."""
	monkeypatch.setattr(scope_use_notes, "MOST_OF_ONE", 20)
	monkeypatch.setattr(scope_uses, "MOST_ROWS", 30)
	noisy, quiet = an_old_app(scopes="openid"), an_old_app(scopes="openid")
	token = sign_in(noisy).access_token
	for turn in range(3):
		for number in range(40):
			call(token, f"/nothing-is-called-t{turn}n{number}")
		call(sign_in(quiet).access_token, "/api/resource/ToDo")
		tasks.note_uses()
	assert frappe.db.count("OAuth Plus Scope Use", {"client": noisy.client_id}) <= 30
	assert frappe.db.count("OAuth Plus Scope Use", {"client": quiet.client_id}) > 0


def test_what_is_not_written_takes_nothing_from_others():
	"""One household has more IPv6 networks than the site has rows for an hour"""
	for number in range(OF_THE_SITE // BURST + 6):
		for _ in range(BURST):
			record_refusal("token_refused", InvalidRequest("x"), None)
		frappe.local.request_ip = f"2001:db8:0:{number:x}::1"
	app = an_app()
	guess(app)
	assert len(events_of(app, event="token_refused")) == 1


def test_a_repeated_token_is_capped_as_refusals_are():
	"""Its holder could fill the table with what is allowed"""
	app = an_app()
	tokens = sign_in(app)
	for _ in range(TIMES):
		tokens_of(app, refresh(tokens))
	assert len(events_of(app, event="token_repeated")) == BURST

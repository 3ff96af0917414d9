"""A flood of bad requests is no flood of rows, and hides nobody else's (store/events/refusals.py)."""

import time
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.exceptions import InvalidRequest
from oauth_plus.jobs import event_bounds
from oauth_plus.platform import cache_notes, clock
from oauth_plus.rules.secret import new_identifier
from oauth_plus.store.events import event_folds, record_refusal
from oauth_plus.store.events.event_counts import HOUR, OF_A_CLIENT, OF_THE_SITE
from oauth_plus.store.events.event_folds import MOST_CAUSES, WINDOW
from oauth_plus.store.scope_use import scope_uses
from oauth_plus.tests.browser import OAUTH, Browser
from oauth_plus.tests.factories import App, an_app, an_old_app
from oauth_plus.tests.journey import call, refresh, refused, sign_in, token_request, tokens_of
from oauth_plus.tests.ledger import events_of, told_times
from oauth_plus.tests.site import forget_refusals

TIMES = 30

EVENT = "OAuth Plus Event"


@pytest.fixture(autouse=True)
def in_one_window() -> Iterator[None]:
	"""Nobody was here before, and no day ends in the midst of a test."""
	forget_refusals()
	with time_machine.travel(time.time() // WINDOW * WINDOW + 1):
		yield


def guess(app: App) -> None:
	form = {"grant_type": "authorization_code", "code": "guessed", "redirect_uri": app.redirect_uri}
	assert refused(token_request(form | app.credentials), "invalid_grant")


def test_the_same_refusal_is_one_row_with_a_count():
	app = an_app()
	for _ in range(TIMES):
		guess(app)
	[row] = events_of(app, event="token_refused")
	assert told_times(app, event="token_refused") == [TIMES]
	assert row.creation == row.last_time


def test_the_row_has_the_first_and_the_last_time_over_hours():
	app, begun = an_app(), time.time()
	for hours in (0, 1, 5):
		with time_machine.travel(begun + hours * HOUR):
			guess(app)
			tasks.note_uses()
	[row] = events_of(app, event="token_refused")
	assert (row.times, round((row.last_time - row.creation).total_seconds() / HOUR)) == (3, 5)
	with time_machine.travel(begun + WINDOW):
		guess(app)
	assert told_times(app, event="token_refused") == [3, 1], "the next day has a row of its own"


def test_another_client_another_reason_and_another_address_have_rows_of_their_own():
	app, other = an_app(), an_app()
	for headers in (None, {"X-Forwarded-For": "203.0.113.9"}):
		for _ in range(3):
			form = {"grant_type": "authorization_code", "code": "guessed", "redirect_uri": app.redirect_uri}
			Browser().post(OAUTH + "get_token", form | app.credentials, headers=headers)
	guess(other)
	assert told_times(app, event="token_refused") == [3, 3]
	assert told_times(other, event="token_refused") == [1]
	assert refused(refresh(sign_in(app), scope="more"), "invalid_scope")
	assert len(events_of(app, reason="invalid_scope")) == 1


def test_so_many_causes_of_one_refusal_have_a_row_and_the_others_share_one():
	"""A redirect URI that differs each time would make a row each time"""
	app = an_app()
	for number in range(MOST_CAUSES + 20):
		record_refusal(
			"token_refused", InvalidRequest("x", cause=f"The sender wrote {number}"), app.client_id
		)
	frappe.db.commit()
	rows = events_of(app, event="token_refused")
	assert len({row.cause for row in rows}) == len(rows) <= MOST_CAUSES + 1
	assert sum(told_times(app, event="token_refused")) == MOST_CAUSES + 20


def test_what_goes_well_is_written_in_a_flood_too():
	app = an_app()
	for _ in range(TIMES):
		guess(app)
	tokens = tokens_of(app, refresh(sign_in(app)))
	assert tokens
	assert len(events_of(app, event="token_issued")) == 2


def test_unknown_clients_count_together():
	"""A name for each request would get round the bounds otherwise"""
	before = frappe.db.count(EVENT)
	for number in range(TIMES * 2):
		answer = Browser().post(OAUTH + "get_token", {"grant_type": "x", "client_id": f"nobody-{number}"})
		assert answer.status_code in (400, 401)
	assert frappe.db.count(EVENT) - before <= MOST_CAUSES + 1


def test_the_daily_traffic_of_an_old_client_is_one_row_as_well():
	"""One who refreshes a hundred times a minute without a secret"""
	app = an_old_app()
	tokens = sign_in(app)
	for _ in range(TIMES):
		tokens = tokens_of(app, refresh(tokens, client_secret=None))
	assert told_times(app, outcome="Would Refuse") == [TIMES]
	assert len(events_of(app, event="token_issued")) == TIMES + 1


def test_a_flushed_cache_loses_counts_and_nothing_else():
	"""decisions.md, decision 11: the row is found again"""
	app = an_app()
	for _ in range(3):
		guess(app)
	frappe.cache.delete_keys("oauth_plus:refused")
	guess(app)
	guess(app)
	assert told_times(app, event="token_refused") == [5]
	frappe.cache.delete_keys("oauth_plus:refused")
	frappe.cache.delete_keys("oauth_plus:event_repeats")
	guess(app)
	assert told_times(app, event="token_refused") == [6]


def test_who_was_first_and_is_rolled_back_leaves_the_next_one_to_be_the_first():
	app = an_app()
	record_refusal("token_refused", InvalidRequest("x"), app.client_id)
	frappe.db.rollback()
	assert events_of(app, event="token_refused") == []
	record_refusal("token_refused", InvalidRequest("x"), app.client_id)
	frappe.db.commit()
	record_refusal("token_refused", InvalidRequest("x"), app.client_id)
	frappe.db.rollback()
	assert told_times(app, event="token_refused") == [2], "the count of a known row is not rolled back"


def test_no_count_is_kept_for_longer_than_it_is_good_for():
	app = an_app()
	for _ in range(3):
		guess(app)
	keys = list(frappe.cache.get_keys("oauth_plus:refused"))
	assert len(keys) >= 3
	assert all(0 < frappe.cache.ttl(key) <= WINDOW for key in keys)


def test_a_refusal_that_repeats_sends_no_statement_more():
	"""And what is not refused knows nothing of it"""
	app = an_app()
	guess(app)
	before = statements(app)
	assert not any("Event" in each for each in before), before


def statements(app: App) -> list[str]:
	"""What a repeated refusal asks the database, as this process sees it."""
	frappe.db.rollback()
	sent: list[str] = []
	own = frappe.db.sql

	def noted(query: Any, *args: Any, **kwargs: Any) -> Any:
		sent.append(str(query))
		return own(query, *args, **kwargs)

	frappe.local.request_ip = "127.0.0.1"
	record_refusal("token_refused", InvalidRequest("again"), app.client_id)
	frappe.db.commit()
	frappe.db.sql = noted
	try:
		record_refusal("token_refused", InvalidRequest("again"), app.client_id)
	finally:
		del frappe.db.sql
	return sent


def from_addresses(count: int) -> Iterator[dict[str, str]]:
	"""A header that each value of would be believed, if the one who asks could choose it."""
	yield from ({"X-Forwarded-For": f"203.0.{number // 250}.{number % 250 + 1}"} for number in range(count))


STRANGER = {"REMOTE_ADDR": "198.51.100.7"}
MANY = OF_A_CLIENT + 60


def test_an_address_that_a_stranger_writes_is_no_allowance_of_its_own():
	"""11, RFC 9700 §4.13: X-Forwarded-For counts from a proxy alone"""
	before = frappe.db.count(EVENT)
	for headers in from_addresses(TIMES):
		answer = Browser().post(
			OAUTH + "get_token", {"grant_type": "x"}, headers=headers, environ_overrides=STRANGER
		)
		assert answer.status_code in (400, 401)
	assert frappe.db.count(EVENT) - before == 1


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


def test_what_finds_no_room_is_counted_again_a_minute_later_and_fills_no_cache():
	app = an_app()
	for _ in range(OF_A_CLIENT + 2):
		record_refusal("logout_refused", InvalidRequest(new_identifier()), app.client_id)
		frappe.local.request_ip = f"2001:db8:{new_identifier()[:4]}:{new_identifier()[:4]}::1"
	frappe.db.commit()
	assert len(events_of(app, event="logout_refused")) <= OF_A_CLIENT
	marks = [
		frappe.cache.ttl(key)
		for key in frappe.cache.get_keys("oauth_plus:refused:fold")
		if frappe.cache.get(key) == event_folds.FULL
	]
	assert marks
	assert all(0 < left <= event_folds.FULL_FOR for left in marks)


@pytest.mark.parametrize("of_client", [True, False])
def test_the_table_is_bounded_for_a_client_and_for_the_site(monkeypatch, of_client: bool):
	"""11: the oldest refusals go, and nothing else does"""
	app, other = an_app(), an_app()
	sign_in(app)
	kept = len(events_of(app, outcome="Allowed"))
	frappe.db.delete(EVENT, {"outcome": ("in", event_bounds.REFUSALS)})
	_flood(app, 60)
	_flood(other, 5, newer=60)
	monkeypatch.setattr(event_bounds, "OF_A_CLIENT" if of_client else "OF_THE_SITE", 50)
	monkeypatch.setattr(event_bounds, "AT_ONCE", 4)
	tasks.purge()
	rows = events_of(app, outcome="Refused")
	assert len(rows) == (50 if of_client else 45)
	assert min(row.reason for row in rows) == f"{60 - len(rows):04}", "the oldest are gone"
	assert len(events_of(other, outcome="Refused")) == 5
	assert len(events_of(app, outcome="Allowed")) == kept


def _flood(app: App, count: int, newer: int = 0) -> None:
	now = clock.to_column(clock.now())
	fields = ["name", "creation", "modified", "last_time", "times", "event", "outcome", "reason", "client"]
	at = [frappe.utils.add_to_date(now, seconds=newer + number - 10_000) for number in range(count)]
	rows = [
		(new_identifier(), at[n], at[n], at[n], 1, "token_refused", "Refused", f"{n:04}", app.client_id)
		for n in range(count)
	]
	frappe.db.bulk_insert(EVENT, fields, rows)
	frappe.db.commit()


@pytest.mark.parametrize("make", [an_app, an_old_app])
def test_methods_that_nobody_has_heard_of_make_no_row(make):
	"""11: 120 invented names made 120 rows"""
	app = make(scopes="openid")
	token = sign_in(app).access_token
	for number in range(20):
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
	assert 0 < len(lacks) <= MOST_CAUSES + 1


def test_the_same_lack_is_one_row_with_a_count():
	app = an_app(scopes="openid")
	token = sign_in(app).access_token
	for _ in range(3):
		call(token, "/nothing-is-here")
		call(token, "/nothing-is-here")
		tasks.note_uses()
	assert told_times(app, event="call_refused") == [6]


def test_a_client_that_calls_names_at_random_crowds_out_nobody(monkeypatch):
	"""Each has its own room between two runs of the job, and in the table of uses."""
	monkeypatch.setattr(cache_notes, "MOST_OF_ONE", 20)
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
	for number in range(OF_THE_SITE + 100):
		frappe.local.request_ip = f"2001:db8:{number:x}::1"
		record_refusal("token_refused", InvalidRequest("x"), None)
	frappe.db.commit()
	app = an_app()
	guess(app)
	assert len(events_of(app, event="token_refused")) == 1


def test_a_repeated_token_is_one_row_as_refusals_are():
	"""Its holder could fill the table with what is allowed"""
	app = an_app()
	tokens = sign_in(app)
	for _ in range(TIMES):
		tokens_of(app, refresh(tokens))
	assert told_times(app, event="token_repeated") == [TIMES - 1]

"""A flood of bad requests is no flood of rows, and hides nobody else's (store/events.py)."""

import time
from collections.abc import Iterator

import frappe
import pytest
import time_machine

from oauth_plus.store.events import BURST, WINDOW
from oauth_plus.tests.browser import OAUTH, Browser
from oauth_plus.tests.factories import App, an_app, an_old_app
from oauth_plus.tests.journey import refresh, refused, sign_in, token_request, tokens_of
from oauth_plus.tests.ledger import events_of

TIMES = BURST + 10


@pytest.fixture(autouse=True)
def in_one_window() -> Iterator[None]:
	"""Nobody was here before, and no minute ends in the midst of a test."""
	frappe.cache.delete_keys("oauth_plus:refused")
	with time_machine.travel(time.time() // WINDOW * WINDOW + 1):
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
	assert refused(refresh(sign_in(app), scope="all openid more"), "invalid_scope")
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
	"""design.md, decision 11"""
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
	assert all(0 < frappe.cache.ttl(key) <= WINDOW for key in keys)

"""Metrics in the text format of Prometheus: who reads them, and what they tell."""

import json
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
import redis
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.http import metrics_text
from oauth_plus.platform import tally
from oauth_plus.rules import metric_names
from oauth_plus.store import metrics as counted
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import METHOD, Browser
from oauth_plus.tests.factories import a_public_app, a_user, an_app, signed_in
from oauth_plus.tests.journey import a_code, call, redeem, refresh, refused, sign_in, token_request
from oauth_plus.tests.site import forget_refusals

PATH = METHOD + "oauth_plus.api.metrics.metrics"
NEW, END = (
	METHOD + "oauth_plus.api.metrics.new_scrape_token",
	METHOD + "oauth_plus.api.metrics.end_scrape_token",
)
DASHBOARD = Path(__file__).parents[3] / "docs/operators/grafana-dashboard.json"

Sample = tuple[str, frozenset[tuple[str, str]]]


@pytest.fixture
def token(site: str) -> str:
	"""A System Manager made it, on a site that has counted no clients yet; the suite has more than are told apart."""
	redis.Redis.delete(frappe.cache, tally.place())
	answer = signed_in(a_user("System Manager")).post(NEW)
	assert answer.status_code == 200, answer.text
	assert answer.headers["Cache-Control"] == "no-store"
	return handed_out.note(answer.json["message"]["token"])


def scrape(token: str, **more: Any) -> TestResponse:
	"""As Prometheus asks."""
	return Browser().get(PATH, headers={"Authorization": f"Bearer {token}"}, **more)


def samples(token: str) -> dict[Sample, float]:
	"""All values, read by the library's own parser."""
	answer = scrape(token)
	assert answer.status_code == 200, answer.text
	assert answer.headers["Content-Type"].startswith("text/plain")
	families = text_string_to_metric_families(answer.text)
	return {
		(each.name, frozenset(each.labels.items())): each.value
		for family in families
		for each in family.samples
	}


def key(name: str, **labels: str) -> Sample:
	return f"oauth_plus_{name}", frozenset(labels.items())


def growth(token: str, act: Callable[[], object]) -> Callable[..., float]:
	"""By how much a value grows while something is done."""
	before = samples(token)
	act()
	after = samples(token)
	return lambda name, **labels: after.get(key(name, **labels), 0) - before.get(key(name, **labels), 0)


def test_tokens_are_counted_by_grant_type_and_client(token: str):
	app = an_app()

	def act() -> None:
		tokens = sign_in(app)
		for _ in range(2):
			refresh(tokens)

	grew = growth(token, act)
	assert grew("tokens_issued_total", grant_type="authorization_code", client=app.client_id) == 1
	assert grew("tokens_refreshed_total", client=app.client_id) == 2
	assert grew("request_duration_seconds_count", endpoint="get_token") == 3
	assert grew("request_duration_seconds_sum", endpoint="get_token") > 0
	assert grew("request_duration_seconds_count", endpoint="authorize") >= 1
	assert grew("live_grants") >= 0


def test_refusals_are_counted_by_reason(token: str):
	app = an_app()
	form = {"grant_type": "authorization_code", "code": "guessed", "redirect_uri": app.redirect_uri}
	grew = growth(token, lambda: token_request(form | app.credentials))
	assert grew("requests_refused_total", endpoint="get_token", reason="invalid_grant") == 1
	assert grew("client_requests_refused_total", client=app.client_id) == 1


def test_tokens_that_come_twice_are_counted(token: str):
	"""RFC 9700 §4.2.4, §4.14.2"""
	app, public = an_app(), a_public_app(oauth_plus_grace=0)

	def act() -> None:
		code = a_code(app)
		redeem(app, code)
		redeem(app, code)
		tokens = sign_in(public)
		refresh(refreshed := tokens)
		refresh(refreshed)

	grew = growth(token, act)
	assert grew("tokens_replayed_total", kind="code") == 1
	assert grew("tokens_replayed_total", kind="refresh_token") == 1


def test_calls_are_counted_by_outcome(token: str):
	narrow = sign_in(an_app(scopes="openid"))
	limited = sign_in(an_app(oauth_plus_call_limit=1))

	def act() -> None:
		call(narrow.access_token)
		call(narrow.access_token, "/api/resource/ToDo")
		call(secrets.token_urlsafe(32))
		call(limited.access_token)
		call(limited.access_token)

	grew = growth(token, act)
	assert grew("calls_total", outcome="accepted") == 2
	assert grew("calls_total", outcome="insufficient_scope") == 1
	assert grew("calls_total", outcome="invalid_token") == 1
	assert grew("calls_total", outcome="limited") == 1
	assert grew("request_duration_seconds_count", endpoint="bearer") == 5


def test_requests_above_a_limit_are_counted(token: str):
	app = an_app(oauth_plus_token_limit=1)
	forget_refusals()

	def act() -> None:
		for _ in range(3):
			token_request({"grant_type": "refresh_token", "refresh_token": "x", **app.credentials})

	assert growth(token, act)("requests_limited_total", endpoint="get_token", limit="token-client") >= 1


def test_jobs_are_timed(token: str):
	grew = growth(token, tasks.note_uses)
	assert grew("job_duration_seconds_count", task="note_uses") == 1
	assert abs(samples(token)[key("job_last_run_timestamp_seconds", task="note_uses")] - time.time()) < 60


def test_tables_have_sizes(token: str):
	found = samples(token)
	assert found[key("table_rows", doctype="OAuth Client")] >= 0
	assert key("table_bytes", doctype="OAuth Plus Event") in found


def test_every_metric_is_there_and_no_other(token: str):
	tally.put((counted.JOB_AT, "x"), 1)
	families = {family.name for family in text_string_to_metric_families(scrape(token).text)}
	declared = (*metric_names.COUNTERS, *metric_names.HISTOGRAMS, *metric_names.GAUGES)
	assert families == {each.full_name for each in declared}


def test_strangers_make_no_labels(token: str):
	names = [f"stranger-{secrets.token_hex(4)}" for _ in range(3)]
	for name in names:
		token_request({"grant_type": name, "client_id": name, "refresh_token": name})
		call(name * 3)
	text = scrape(token).text
	assert not any(name in text for name in names)


def test_there_are_so_many_labels_and_no_more(token: str, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(tally, "MOST", 0)
	app = an_app()
	grew = growth(token, lambda: sign_in(app))
	assert grew("tokens_issued_total", grant_type="authorization_code", client="other") == 1
	assert app.client_id not in scrape(token).text


def test_a_full_tally_still_times_and_counts_what_is_no_client(token: str, monkeypatch: pytest.MonkeyPatch):
	"""Many clients register, and Redis was flushed: no duration may fall out of its histogram"""
	app = an_app()
	scrape(token)
	redis.Redis.delete(frappe.cache, tally.place())
	monkeypatch.setattr(tally, "MOST", 0)
	grew = growth(token, lambda: redeem(app, "guessed"))
	assert grew("request_duration_seconds_count", endpoint="get_token") == 1
	assert grew("requests_refused_total", endpoint="get_token", reason="invalid_grant") == 1
	assert grew("client_requests_refused_total", client="other") == 1


# Who reads them


def test_users_who_may_read_events_read_them():
	assert signed_in(a_user("System Manager")).get(PATH).status_code == 200
	assert refused(signed_in(a_user()).get(PATH), "invalid_token", 401)
	assert refused(Browser().get(PATH), "invalid_token", 401)


def test_an_oauth_manager_reads_them():
	assert signed_in(a_user("OAuth Manager")).get(PATH).status_code == 200


def test_an_access_token_is_no_scrape_token():
	assert refused(scrape(sign_in(an_app()).access_token), "invalid_token", 401)


def test_nobody_guesses_the_token(token: str):
	"""After twenty, no other one is looked at; a monitor at the same address goes on with the right one"""
	for _ in range(20):
		assert refused(scrape(secrets.token_urlsafe(32)), "invalid_token", 401)
	answer = scrape(secrets.token_urlsafe(32))
	assert refused(answer, "temporarily_unavailable", 429)
	assert int(answer.headers["Retry-After"]) > 0
	elsewhere = scrape(secrets.token_urlsafe(32), environ_overrides={"REMOTE_ADDR": "198.51.100.7"})
	assert refused(elsewhere, "invalid_token", 401)
	assert scrape(token).status_code == 200


def test_only_a_system_manager_makes_and_ends_the_token():
	for browser in (Browser(), signed_in(a_user("OAuth Manager")), signed_in(a_user())):
		assert browser.post(NEW).status_code in (401, 403)
		assert browser.post(END).status_code in (401, 403)


def test_a_new_token_ends_the_last_one_and_the_database_holds_neither():
	manager = signed_in(a_user("System Manager"))
	first, second = (handed_out.note(manager.post(NEW).json["message"]["token"]) for _ in range(2))
	assert refused(scrape(first), "invalid_token", 401)
	assert scrape(second).status_code == 200
	stored = str(frappe.db.get_singles_dict("OAuth Plus Settings"))
	assert second not in stored
	assert manager.post(END).status_code == 200
	assert refused(scrape(second), "invalid_token", 401)


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(metrics_text, "exposition", None)
	answer = signed_in(a_user("System Manager")).get(PATH)
	assert refused(answer, "temporarily_unavailable", 503)
	assert "prometheus-client" in answer.json["error_description"]
	assert sign_in(an_app()).access_token, "everything else works"


def test_without_redis_requests_are_answered_and_metrics_are_not(monkeypatch: pytest.MonkeyPatch):
	def away(*_arguments: object, **_more: object) -> None:
		raise redis.exceptions.ConnectionError

	manager = signed_in(a_user("System Manager"))
	monkeypatch.setattr(redis.Redis, "hgetall", away)
	assert refused(manager.get(PATH), "temporarily_unavailable", 503)


# The dashboard


def expressions() -> list[str]:
	panels = json.loads(DASHBOARD.read_text())["panels"]
	return [target["expr"] for panel in panels for target in panel["targets"]]


def test_each_query_of_the_dashboard_names_a_metric_that_exists():
	known = set(metric_names.series())
	assert DASHBOARD.stat().st_size < 60_000
	for expression in expressions():
		named = re.findall(r"oauth_plus_\w+", expression)
		assert named, expression
		assert set(named) <= known, expression


def test_the_dashboard_shows_every_metric_and_its_labels():
	text = " ".join(expressions())
	for metric in (*metric_names.COUNTERS, *metric_names.HISTOGRAMS, *metric_names.GAUGES):
		assert metric.full_name in text
	labels = {
		label
		for metric in (*metric_names.COUNTERS, *metric_names.HISTOGRAMS, *metric_names.GAUGES)
		for label in metric.labels
	}
	asked = {
		word for group in re.findall(r"by \(([^)]*)\)", text) for word in group.replace(" ", "").split(",")
	}
	assert asked - {"le"} <= labels

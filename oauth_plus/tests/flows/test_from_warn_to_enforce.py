"""From Warn to Enforce with foresight: what was seen, what would break, and one step where nothing would."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.platform import clock
from oauth_plus.rules.policy import Hardening
from oauth_plus.store.enforcement import progress
from oauth_plus.tests.browser import METHOD, Browser, browser_of
from oauth_plus.tests.factories import App, a_user, an_app, an_old_app, change, signed_in
from oauth_plus.tests.journey import refresh, sign_in, tokens_of
from oauth_plus.tests.site import settings

DAY = 86_400

AT_EASE = {"oauth_plus_id_token_signing": "Site Key"}
"""An old client that keeps every rule."""


def asked(method: str, browser: Browser | None = None, **values: Any) -> Any:
	return (browser or signed_in()).post(f"{METHOD}oauth_plus.api.enforcement.{method}", values)


def foresight(app: App) -> dict[str, Any]:
	"""What the panel on the client's form shows."""
	tasks.note_uses()
	answer = asked("foresight_of", client=app.client_id)
	assert answer.status_code == 200, answer.text
	return json.loads(answer.text)["message"]


def row_of(found: dict[str, Any], hardening: Hardening) -> dict[str, Any]:
	[row] = [each for each in found["hardenings"] if each["name"] == hardening.value]
	return row


@contextmanager
def days_later(days: float) -> Iterator[None]:
	with time_machine.travel(time.time() + days * DAY):
		yield


def level(app: App) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enforcement")


def test_what_enforce_would_have_refused_is_counted_by_hardening_with_first_and_last_time():
	app = an_old_app(**AT_EASE)
	tokens = sign_in(app)
	for _ in range(3):
		tokens = tokens_of(app, refresh(tokens, client_secret=None))
	found = foresight(app)
	row = row_of(found, Hardening.CLIENT_AUTHENTICATION)
	assert found["standing"] == "breaks"
	assert row["times"] == 3
	assert row["first"] <= row["last"]
	[cause] = found["latest"]["client_authentication"]
	assert cause["cause"] == "A confidential client sent no client_secret"
	assert row_of(found, Hardening.PKCE_REQUIRED)["times"] == 0
	assert found["since"] is not None
	assert {"text": "Tokens issued, by a refresh", "times": 3, "users": 1} in found["seen"]
	assert asked("enforce", client=app.client_id).status_code == 417
	assert level(app) == "Warn"


def test_enforce_is_offered_after_days_without_a_violation_and_says_what_it_saw():
	app = an_old_app(**AT_EASE)
	tokens = sign_in(app)
	assert foresight(app)["standing"] == "young"
	with days_later(10):
		tokens = tokens_of(app, refresh(tokens))
		assert foresight(app)["standing"] == "young"
	with days_later(15):
		tokens = tokens_of(app, refresh(tokens))
		found = foresight(app)
		assert (found["standing"], found["is_offered"], found["days"]) == ("ready", True, 14)
		assert {"text": "Tokens issued, by a refresh", "times": 2, "users": 1} in found["seen"]
		assert asked("enforce", client=app.client_id).status_code == 200
		assert level(app) == "Enforce"
		assert foresight(app)["standing"] == "enforced"
		assert tokens_of(app, refresh(tokens)), "nothing breaks"


def test_settings_say_after_how_many_days():
	app = an_old_app(**AT_EASE)
	tokens = sign_in(app)
	with days_later(4):
		tokens_of(app, refresh(tokens))
		assert foresight(app)["standing"] == "young"
		with settings(days_before_enforce=3):
			assert foresight(app)["standing"] == "ready"


def test_a_client_that_nobody_used_is_quiet_and_one_at_off_is_not_watched():
	quiet, off = an_old_app(**AT_EASE), an_app(oauth_plus_enforcement="Off")
	with days_later(15):
		found = foresight(quiet)
		assert (found["standing"], found["is_offered"], found["seen"]) == ("quiet", True, [])
		assert foresight(off)["standing"] == "off"
		assert asked("enforce", client=off.client_id).status_code == 417


def test_a_violation_of_a_rule_that_is_set_apart_breaks_nothing():
	app = an_old_app(**AT_EASE)
	tokens = sign_in(app)
	with days_later(15):
		tokens = tokens_of(app, refresh(tokens, client_secret=None))
		assert foresight(app)["standing"] == "breaks"
		change(app, oauth_plus_exceptions='{"client_authentication": "Warn"}')
		assert foresight(app)["standing"] == "ready"
		asked("enforce", client=app.client_id)
		assert level(app) == "Enforce"
		assert tokens_of(app, refresh(tokens, client_secret=None)), "its exception stays"
		assert row_of(foresight(app), Hardening.CLIENT_AUTHENTICATION)["own"] == "Warn"


def test_faults_of_the_client_itself_are_told_before_it_is_enforced():
	app = an_old_app(redirect_uris="https://app.example.com/callback http://old.example.com/cb", **AT_EASE)
	tokens = sign_in(app)
	with days_later(400):
		frappe.db.delete("OAuth Plus Event", {"client": app.client_id, "outcome": "Would Refuse"})
		frappe.db.commit()
		sign_in(app)
		found = foresight(app)
	assert tokens
	assert found["standing"] == "faulty"
	assert "http://old.example.com/cb" in found["faults"][0]


def test_the_progress_of_the_site_counts_levels_and_names_the_ready_ones():
	before = progress.of_site()
	ready, broken, off, new = (
		an_old_app(**AT_EASE),
		an_old_app(**AT_EASE),
		an_app(oauth_plus_enforcement="Off"),
		an_app(),
	)
	apart, disabled = an_old_app(**AT_EASE), change(an_old_app(**AT_EASE), oauth_plus_enabled=0)
	held = {app: sign_in(app) for app in (ready, broken, apart)}
	with days_later(15):
		for app, tokens in held.items():
			tokens_of(app, refresh(tokens, client_secret=app.client_secret if app is ready else None))
		change(apart, oauth_plus_exceptions='{"client_authentication": "Off"}')
		after = json.loads(asked("progress_of_site").text)["message"]
		assert {app.client_id for app in (ready, broken, off, new, apart, disabled)} & set(
			after["ready"]
		) == {
			ready.client_id,
			apart.client_id,
		}
	assert after["off"] - before.off == 1
	assert after["warn"] - before.warn == 3
	assert after["enforce"] - before.enforce == 1
	assert after["days"] == 14


@pytest.mark.parametrize("method", ["foresight_of", "enforce", "progress_of_site", "hardenings"])
def test_who_may_not_read_clients_is_told_nothing(method: str):
	app = an_old_app(**AT_EASE)
	for browser in (Browser(), browser_of(a_user("Desk User"))):
		for client in (app.client_id, "unheard-of"):
			answer = asked(method, browser, client=client)
			assert answer.status_code in (401, 403)
			assert client not in answer.text
	assert level(app) == "Warn"


def test_all_that_is_seen_costs_a_fixed_number_of_statements():
	"""However many events and clients there are"""
	app, sent = an_old_app(**AT_EASE), []
	sign_in(app)
	own = frappe.db.sql

	def noted(query: Any, *args: Any, **kwargs: Any) -> Any:
		sent.append(str(query))
		return own(query, *args, **kwargs)

	frappe.db.sql = noted
	try:
		progress.of_site()
	finally:
		del frappe.db.sql
	assert len([each for each in sent if "OAuth Plus Event" in each]) <= 2
	assert clock.now()

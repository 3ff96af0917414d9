"""One hardening has a level of its own, for one client or for the site: for the one app that cannot be changed."""

import json
import time
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.rules.policy import Hardening
from oauth_plus.tests.browser import browser_of
from oauth_plus.tests.factories import App, an_app, an_old_app, change, tamper
from oauth_plus.tests.flows.test_gates import (
	DAY,
	GATES,
	a_client,
	every_hardening,
	introspects_what_another_got,
)
from oauth_plus.tests.journey import call, introspect, sign_in
from oauth_plus.tests.ledger import families_of, would_refuse
from oauth_plus.tests.site import settings


def apart(hardening: Hardening, level: str) -> str:
	return json.dumps({hardening.value: level})


@every_hardening
def test_an_app_at_enforce_may_break_the_one_rule_that_is_set_apart_for_it(hardening: Hardening):
	app = tamper(a_client(hardening, "Enforce"), oauth_plus_exceptions=apart(hardening, "Warn"))
	assert GATES[hardening].passes(GATES[hardening].breach(app))
	assert would_refuse(app) == {hardening.value}


@every_hardening
def test_one_rule_is_enforced_for_an_app_at_off(hardening: Hardening):
	app = tamper(a_client(hardening, "Off"), oauth_plus_exceptions=apart(hardening, "Enforce"))
	assert GATES[hardening].refuses(GATES[hardening].breach(app))


@every_hardening
def test_the_site_sets_a_rule_apart_for_every_client(hardening: Hardening):
	with settings(exceptions=apart(hardening, "Warn")):
		app = a_client(hardening, "Enforce")
		assert GATES[hardening].passes(GATES[hardening].breach(app))
		assert would_refuse(app) == {hardening.value}
		strict = tamper(a_client(hardening, "Off"), oauth_plus_exceptions=apart(hardening, "Enforce"))
		assert GATES[hardening].refuses(GATES[hardening].breach(strict)), "the client's own comes first"


def test_the_stricter_of_two_clients_still_counts():
	"""RFC 7662 §4: an exception of the one that asks does not open tokens of the other"""
	binding = Hardening.INTROSPECTION_BINDING
	lax = an_app(oauth_plus_exceptions=apart(binding, "Off"))
	assert introspects_what_another_got(lax), "the other is at Off"
	strict = an_app()
	assert not active(lax, sign_in(strict).access_token)
	change(strict, oauth_plus_exceptions=apart(binding, "Off"))
	assert active(lax, sign_in(strict).access_token)
	assert not active(an_app(), sign_in(strict).access_token), "who asks has no exception"


def active(app: App, token: str) -> bool:
	return json.loads(introspect(app, token).text)["active"]


def test_an_exception_takes_hold_with_the_next_call_of_a_cached_token():
	"""decisions.md, decision 11"""
	app = an_app(scopes="openid")
	token = sign_in(app).access_token
	for _ in range(2):
		assert call(token, "/api/resource/ToDo").status_code == 403
	change(app, oauth_plus_exceptions=apart(Hardening.SCOPE, "Warn"))
	assert call(token, "/api/resource/ToDo").status_code == 200
	change(app, oauth_plus_exceptions="")
	assert call(token, "/api/resource/ToDo").status_code == 403
	with settings(exceptions=apart(Hardening.SCOPE, "Off")):
		assert call(token, "/api/resource/ToDo").status_code == 200
	assert call(token, "/api/resource/ToDo").status_code == 403


def test_a_grant_expires_where_its_lifetime_is_enforced_and_nowhere_else():
	held = change(an_old_app(), oauth_plus_exceptions=apart(Hardening.REFRESH_LIFETIME, "Enforce"))
	free = an_app(oauth_plus_exceptions=apart(Hardening.REFRESH_LIFETIME, "Warn"))
	by_site, own = (
		an_old_app(),
		change(an_old_app(), oauth_plus_exceptions=apart(Hardening.USERINFO_SCOPE, "Off")),
	)
	for app in (held, free, by_site, own):
		sign_in(app)
	with time_machine.travel(time.time() + 400 * DAY):
		tasks.expire()
		assert states(held, free, by_site) == ["Expired", "Active", "Active"]
		with settings(exceptions=apart(Hardening.REFRESH_LIFETIME, "Enforce")):
			tasks.expire()
	assert states(by_site, own, free) == ["Expired", "Expired", "Active"]


def states(*apps: App) -> list[str]:
	return [family.state for app in apps for family in families_of(app)]


def test_the_form_refuses_words_that_name_no_hardening_and_writes_the_rest_in_one_form():
	app, browser = an_app(), browser_of("Administrator")
	address = f"/api/resource/OAuth Client/{app.client_id}"
	answer = browser.open(address, "PUT", json={"oauth_plus_exceptions": '{"gravity": "Off"}'})
	assert answer.status_code == 417
	assert "gravity" in answer.text
	answer = browser.open(address, "PUT", json={"oauth_plus_exceptions": '{"scope":"Warn"}'})
	assert answer.status_code == 200
	assert stored(app, "oauth_plus_exceptions") == '{"scope": "Warn"}'
	with pytest.raises(frappe.ValidationError, match="gravity"), settings(exceptions='{"gravity": "Off"}'):
		pass


def stored(app: App, field: str) -> Any:
	frappe.db.rollback()
	return frappe.db.get_value("OAuth Client", app.client_id, field)


def test_the_fapi_profile_allows_no_exception():
	"""FAPI 2.0 Security Profile §5.3.2: neither on the client, nor for the site"""
	app = tamper(an_app(), oauth_plus_profile="FAPI 2.0", oauth_plus_exceptions=apart(Hardening.SCOPE, "Off"))
	token = sign_in_of_row(app)
	with settings(exceptions=apart(Hardening.SCOPE, "Off")):
		assert call(token, "/api/resource/ToDo").status_code == 403


def sign_in_of_row(app: App) -> str:
	"""The token from before the client was given the profile."""
	tamper(app, oauth_plus_profile="Standard", oauth_plus_exceptions="", scopes="openid")
	token = sign_in(app, scope="openid").access_token
	tamper(app, oauth_plus_profile="FAPI 2.0", oauth_plus_exceptions=apart(Hardening.SCOPE, "Off"))
	return token


def test_a_client_is_watched_since_it_came_to_warn():
	app = an_app()
	assert stored(app, "oauth_plus_watched_since") is None
	change(app, oauth_plus_enforcement="Warn")
	since = stored(app, "oauth_plus_watched_since")
	assert since is not None
	change(app, app_name="Another name")
	change(app, oauth_plus_exceptions=apart(Hardening.SCOPE, "Enforce"))
	assert stored(app, "oauth_plus_watched_since") == since, "it was watched all the time"
	change(app, oauth_plus_exceptions=apart(Hardening.SCOPE, "Off"))
	change(app, oauth_plus_exceptions="")
	assert stored(app, "oauth_plus_watched_since") > since, "scopes were not recorded for a while"
	change(app, oauth_plus_enforcement="Enforce")
	assert stored(app, "oauth_plus_watched_since") is None

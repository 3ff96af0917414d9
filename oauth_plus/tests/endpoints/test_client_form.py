"""What the form of an OAuth Client asks: status, faults while typing, lifetimes, a trial, and the switch."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.rules.pkce import CHALLENGE
from oauth_plus.tests import managing
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import METHOD, Browser, body, sent_to
from oauth_plus.tests.factories import (
	CALLBACK,
	App,
	a_machine,
	a_public_app,
	a_user,
	an_app,
	an_old_app,
	change,
	signed_in,
	tamper,
)
from oauth_plus.tests.journey import ask, by_itself, decide, redeem, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, families_of, state

FORM = METHOD + "oauth_plus.api.client_form."


@pytest.fixture(scope="module")
def manager() -> Browser:
	return signed_in()


@pytest.fixture(scope="module")
def oauth_manager() -> Browser:
	return managing.an_oauth_manager()


def asked(browser: Browser, what: str, app: App | None = None, **values: Any) -> TestResponse:
	return browser.post(FORM + what, ({"client": app.client_id} if app else {}) | values)


def told(browser: Browser, what: str, app: App | None = None, **values: Any) -> Any:
	answer = asked(browser, what, app, **values)
	assert answer.status_code == 200, answer.text
	return body(answer).get("message")


def faults(browser: Browser, app: App | None = None, **values: Any) -> dict[str, dict[str, str]]:
	"""By field; the last one of each."""
	return {fault["field"]: fault for fault in told(browser, "faults", app, values=json.dumps(values))}


# Status


def line(browser: Browser, app: App) -> str:
	"""What was a moment ago is said in one way; Frappe's versions differ."""
	return re.sub(r"(\d+ seconds? ago|just now)", "now", " ".join(told(browser, "status", app)["sentences"]))


def test_the_status_says_what_the_client_is_and_who_uses_it(manager):
	app = a_public_app()
	assert line(manager, app) == "Public, PKCE. Nobody uses it. Nothing refused this week."
	sign_in(app)
	sign_in(app, signed_in(a_user("System Manager")))
	assert line(manager, app) == "Public, PKCE. 2 people use it, last now. Nothing refused this week."


def test_the_status_tells_machines_from_people(manager):
	app = a_machine()
	tokens_of(app, by_itself(app))
	tokens_of(app, by_itself(app))
	said = told(manager, "status", app)
	assert (said["people"], said["machines"]) == (0, 1)
	assert "1 machine uses it, last now." in line(manager, app)
	assert said["locks_out"].startswith("This locks out 1 machine. It was last used ")


def test_the_status_counts_what_was_refused_this_week(manager):
	app = an_app()
	for _time in range(3):
		assert refused(redeem(app, "no such code"), "invalid_grant")
	tasks.note_uses()
	assert line(manager, app).endswith("3 requests refused this week.")
	assert told(manager, "status", app)["color"] == "blue"
	frappe.db.set_value("OAuth Plus Event", {"client": app.client_id}, "last_time", "2020-01-01")
	frappe.db.commit()
	assert line(manager, app).endswith("Nothing refused this week.")


def test_the_status_of_a_client_at_warn_says_what_enforce_would_have_refused(manager):
	app = an_old_app()
	code = sent_to(decide(manager, ask(manager, app)))["code"]
	tokens_of(app, redeem(app, code, client_secret=None))
	said = told(manager, "status", app)
	assert said["color"] == "orange"
	assert said["sentences"][0] == "Warn: this client works as before."
	count = sum(row.outcome == "Would Refuse" for row in events_of(app))
	assert said["sentences"][-1] == f"Enforce would have refused {count} requests this week."


@pytest.mark.parametrize(
	("values", "first"),
	[
		({"oauth_plus_enabled": 0}, "This client is disabled. All its requests are refused."),
		({"oauth_plus_enforcement": "Off"}, "Off: this client may break rules"),
	],
)
def test_a_disabled_or_unwatched_client_says_so_first(manager, values, first):
	assert told(manager, "status", change(an_app(), **values))["sentences"][0].startswith(first)


# Faults while typing


def test_every_fault_is_told_at_its_field_with_cause_and_fix(manager):
	app = an_app()
	before = state()
	found = faults(
		manager,
		app,
		redirect_uris="http://app.example.com/cb",
		scopes="openid nothing:known",
		oauth_plus_code_lifetime=601,
		oauth_plus_networks="everywhere",
	)
	assert {name: fault["level"] for name, fault in found.items()} == dict.fromkeys(
		("redirect_uris", "scopes", "oauth_plus_code_lifetime", "oauth_plus_networks"), "refused"
	)
	assert "uses http" in found["redirect_uris"]["sentence"]
	assert found["redirect_uris"]["cause"]
	assert found["redirect_uris"]["fix"]
	assert state() == before
	assert not events_of(app, outcome="Would Refuse")


def test_the_same_law_refuses_to_save_it(manager):
	"""What the form says, and what saving says, is one sentence"""
	app = an_app()
	values = {"oauth_plus_rotation": "Static", "oauth_plus_client_type": "Public"}
	sentence = faults(manager, app, **values)["oauth_plus_rotation"]["sentence"]
	answer = manager.open(f"/api/resource/OAuth Client/{app.client_id}", "PUT", json=values)
	assert answer.status_code == 417
	assert sentence in json.loads(body(answer)["_server_messages"])[0]


def test_a_client_at_warn_is_warned_and_one_at_off_hears_nothing(manager):
	values = {"redirect_uris": "http://app.example.com/cb"}
	at = {
		gate: faults(manager, an_old_app(), **values, oauth_plus_enforcement=gate) for gate in ("Warn", "Off")
	}
	assert at["Warn"]["redirect_uris"]["level"] == "warned"
	assert "redirect_uris" not in at["Off"]


def test_what_saving_settles_is_no_fault(manager):
	"""A private-use redirect URI makes a new client public; FAPI 2.0 sets what follows from it"""
	assert not faults(manager, redirect_uris="com.example.app:/callback", scopes="openid")
	found = faults(manager, an_app(), oauth_plus_profile="FAPI 2.0", oauth_plus_rotation="Rotate")
	assert set(found) & {"oauth_plus_requires_push", "oauth_plus_rotation"} == set()
	assert "oauth_plus_jwks" in found


def test_a_risk_is_told_and_is_no_fault(manager):
	found = faults(manager, redirect_uris="cursor://callback", scopes="openid")
	assert found["redirect_uris"]["level"] == "risk"


@pytest.mark.parametrize("value", ["1h", "<b>1</b>", -5, 1.5, True])
def test_what_is_no_lifetime_is_told_as_text(manager, value):
	fault = faults(manager, an_app(), oauth_plus_access_lifetime=value)["oauth_plus_access_lifetime"]
	assert fault["level"] == "refused"
	assert "<b>1" not in fault["sentence"]


@pytest.mark.parametrize("values", ["[]", "7", '{"scopes": {"a": 1}, "name": "x", "nothing": []}', "{", ""])
def test_values_that_are_no_form_change_nothing(manager, values):
	app = an_app()
	assert told(manager, "faults", app, values=values) == []


def test_a_number_where_a_text_belongs_is_read_as_text(manager):
	assert "redirect_uris" in faults(manager, an_app(), redirect_uris=1)


def test_an_oauth_manager_hears_of_scopes_beyond_their_own(oauth_manager):
	found = faults(oauth_manager, redirect_uris=CALLBACK, scopes="all")
	assert "Your roles do not give you all that" in found["scopes"]["sentence"]


# Lifetimes


def test_the_form_learns_what_applies_where_nothing_is_set(manager):
	with the_site.settings(refresh_idle_lifetime=172_800), the_site.configured(oauth_token_expiry=600):
		found = told(manager, "lifetimes_of_site")
	assert found["access"] == {"seconds": 600, "source": "site_config.json: oauth_token_expiry"}
	assert found["refresh_idle"] == {"seconds": 172_800, "source": "OAuth Plus Settings"}
	assert found["code"] == {"seconds": 60, "source": "default"}


def test_settings_learn_what_applies_without_them(manager):
	with the_site.settings(access_token_lifetime=7_200), the_site.configured(oauth_token_expiry={"code": 30}):
		found = {
			row["field"]: row
			for row in body(manager.get(METHOD + "oauth_plus.api.settings_form.lifetimes"))["message"]
		}
	assert found["access_token_lifetime"] == {
		"field": "access_token_lifetime",
		"seconds": 3600,
		"source": "default",
	}
	assert found["code_lifetime"]["source"] == "site_config.json: oauth_token_expiry"


def test_lifetimes_of_settings_are_for_those_who_may_read_them():
	assert (
		signed_in(a_user("Website Manager"))
		.get(METHOD + "oauth_plus.api.settings_form.lifetimes")
		.status_code
		== 403
	)


def test_rest_takes_and_gives_seconds(manager):
	app = an_app()
	at = f"/api/resource/OAuth Client/{app.client_id}"
	for given, stored in ((300, 300), ("300", 300), (300.0, 300), (None, 0), ("", 0)):
		assert manager.open(at, "PUT", json={"oauth_plus_access_lifetime": given}).status_code == 200
		assert body(manager.get(at))["data"]["oauth_plus_access_lifetime"] == stored
	assert manager.open(at, "PUT", json={"oauth_plus_access_lifetime": "1h"}).status_code == 417


# Try it


def test_a_trial_is_the_request_of_the_client_and_works(manager):
	app = an_app(scopes="openid profile")
	trial = told(manager, "trial", app, redirect_uri=CALLBACK)
	sent = {name: values[0] for name, values in parse_qs(urlsplit(trial["address"]).query).items()}
	assert sent == {name: value for name, value, _why in trial["parameters"]}
	assert (sent["response_type"], sent["redirect_uri"]) == ("code", CALLBACK)
	assert sent["code_challenge_method"] == "S256"
	assert CHALLENGE.fullmatch(sent["code_challenge"])
	assert set(sent["scope"].split()) >= {"openid", "profile"}
	assert len(sent["state"]) == len(sent["nonce"]) == 43
	assert app.client_secret not in json.dumps(trial)
	page = manager.get(trial["address"])
	assert page.status_code == 200
	answered = sent_to(decide(manager, page))
	assert answered["state"] == sent["state"]
	assert refused(redeem(app, answered["code"]), "invalid_grant"), "nobody has the verifier"


def test_a_trial_is_new_each_time(manager):
	app = an_app()
	one, other = (told(manager, "trial", app, redirect_uri=CALLBACK)["address"] for _time in range(2))
	assert one != other


def test_a_client_that_must_push_gets_a_pushed_trial(manager):
	app = an_app(oauth_plus_requires_push=1)
	trial = told(manager, "trial", app, redirect_uri=CALLBACK)
	assert "request_uri=urn" in trial["address"]
	assert "code_challenge" not in trial["address"]
	assert any("was pushed" in sentence for sentence in trial["sentences"])
	assert sent_to(decide(manager, manager.get(trial["address"])))["code"]


@pytest.mark.parametrize(
	("values", "says"),
	[
		({}, "You will see the consent page"),
		(
			{"oauth_plus_open_to": "Chosen Roles", "allowed_roles": [{"role": "Website Manager"}]},
			"You are not among those",
		),
		({"skip_authorization": 1}, "No page asks the user"),
		({"oauth_plus_enabled": 0}, "an administrator has disabled this app"),
	],
)
def test_a_trial_says_what_a_user_meets(manager, values, says):
	[first, *_others] = told(manager, "trial", an_app(**values), redirect_uri=CALLBACK)["sentences"]
	assert says in first


def test_a_trial_leads_to_a_registered_address_only(manager):
	assert asked(manager, "trial", an_app(), redirect_uri="https://evil.example.com").status_code == 417


# Disable and enable


def test_a_client_is_disabled_and_enabled(manager):
	app = an_app()
	tokens = sign_in(app)
	assert tokens.access_token
	told(manager, "disable", app)
	assert [row.state for row in families_of(app)] == ["Revoked"]
	assert refused(redeem(app, "x"), "invalid_client", 401)
	told(manager, "enable", app)
	assert sign_in(app).access_token


def test_a_client_with_faults_can_be_disabled_and_not_enabled(manager):
	app = tamper(an_app(), redirect_uris="http://app.example.com/cb", default_redirect_uri="")
	told(manager, "disable", app)
	frappe.db.rollback()
	assert not frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enabled")
	assert asked(manager, "enable", app).status_code == 417


# Who may ask

WRITING = {"faults": {"values": "{}"}, "trial": {"redirect_uri": CALLBACK}, "disable": {}, "enable": {}}


@pytest.mark.parametrize("what", ["status", *WRITING])
def test_only_those_who_may_edit_the_client_ask_about_it(what):
	app, values = an_app(), WRITING.get(what, {})
	for browser in (Browser(), signed_in(a_user("Website Manager"))):
		assert asked(browser, what, app, **values).status_code in (401, 403)
	assert asked(signed_in(), what, App("nobody", ""), **values).status_code == 404
	frappe.db.rollback()
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enabled") == 1


def test_who_may_edit_their_own_clients_alone_uses_the_buttons_of_these(site):
	with managing.owners_of("OAuth Client") as role:
		person, app, others = a_user(role), an_app(), an_app()
		tamper(app, owner=person)
		browser = signed_in(person)
		assert asked(browser, "disable", app).status_code == 200
		assert asked(browser, "disable", others).status_code == 403
	frappe.db.rollback()
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enabled") == 0
	assert frappe.db.get_value("OAuth Client", others.client_id, "oauth_plus_enabled") == 1


@pytest.mark.parametrize("what", WRITING)
def test_a_link_does_none_of_it(what, manager):
	assert manager.get(FORM + what, {"client": an_app().client_id, **WRITING[what]}).status_code == 403


def test_faults_of_a_new_client_are_for_those_who_may_make_one():
	for browser in (Browser(), signed_in(a_user("Website Manager"))):
		assert asked(browser, "faults", values="{}").status_code in (401, 403)

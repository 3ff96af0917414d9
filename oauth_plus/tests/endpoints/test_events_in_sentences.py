"""Events in sentences: to the administrator what differed, to the stranger on the wire nothing of it."""

import json
import secrets
import time
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.jobs.run import Run
from oauth_plus.store.client_secrets import secret_mistakes
from oauth_plus.store.events import event_sentences
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, browser_of
from oauth_plus.tests.factories import (
	App,
	a_public_app,
	a_regular,
	a_user,
	an_app,
	an_old_app,
	change,
	signed_in,
)
from oauth_plus.tests.journey import a_code, ask, call, redeem, refresh, sign_in, token_request
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.registering import WEB, register
from oauth_plus.tests.site import registration_open

EVENT = "OAuth Plus Event"

DAY = 86_400


def told_of(app: App, **filters: Any) -> list[event_sentences.Told]:
	"""The client's events in words, oldest first."""
	tasks.note_uses()
	rows = frappe.get_all(
		EVENT,
		filters={"client": app.client_id, **filters},
		fields=event_sentences.COLUMNS,
		order_by="creation asc",
	)
	return event_sentences.sentences_of(rows)


def test_a_redirect_uri_that_ends_in_a_slash():
	app = an_app(app_name="Acme BI")
	answer = ask(signed_in(), app, redirect_uri=f"{app.redirect_uri}/")
	assert answer.status_code == 400
	assert "slash" not in answer.text, "a stranger is not told"
	[told] = told_of(app, event="authorization_refused")
	assert (
		told.sentence
		== "Acme BI was refused: the redirect URI ends in a slash that the client's does not have."
	)
	assert told.fix == "Register the URI on the OAuth Client, or send one that is registered."
	assert told.kind == "Sign-in refused"


def wrong(app: App, client_secret: str, **how: Any) -> str:
	"""The sentence for a request with this secret."""
	form = {"grant_type": "refresh_token", "refresh_token": "x"}
	if how.get("basic"):
		answer = Browser().post(OAUTH + "get_token", form, auth=(app.client_id, client_secret))
	else:
		answer = token_request(form | {"client_id": app.client_id, "client_secret": client_secret})
	assert answer.status_code == 401
	assert json.loads(answer.text)["error_description"] == "Client authentication failed"
	assert client_secret not in str(events_of(app))
	return told_of(app)[-1].sentence


def test_a_wrong_secret_is_explained_without_a_letter_of_it():
	"""Seven secrets, each wrong in another way"""
	app, other = an_app(app_name="Acme BI"), an_app()
	named = "Acme BI was refused: "
	assert (
		wrong(app, app.client_secret.upper()) == f"{named}the client_secret differs in upper and lower case."
	)
	assert "blank or a line end" in wrong(app, f"{app.client_secret}\n")
	assert f"that of another client: {other.client_id}" in wrong(app, other.client_secret)
	assert "asterisks" in wrong(app, "*" * 16)
	assert "its client_id in place of its secret" in wrong(app, app.client_id)
	assert "in the body of the request" in wrong(app, "nothing that is known")
	assert "in the Authorization header" in wrong(app, "nothing that is known", basic=True)


def test_a_secret_that_has_ended_says_when():
	app = an_app()
	[name] = frappe.get_all("OAuth Plus Client Secret", {"client": app.client_id}, pluck="name")
	browser_of("Administrator").post(
		METHOD + "oauth_plus.api.clients.new_secret", {"client": app.client_id, "overlap_days": 1}
	)
	with time_machine.travel(time.time() + 2 * DAY):
		refused = token_request({"grant_type": "refresh_token", "refresh_token": "x"} | app.credentials)
	assert refused.status_code == 401
	assert " ended on 20" in told_of(app, event="token_refused")[0].sentence
	assert name


def test_whose_secret_it_is_is_looked_up_once_in_a_while(monkeypatch):
	app, other, asked = an_old_app(), an_app(), []
	own = secret_mistakes._looked_up
	monkeypatch.setattr(secret_mistakes, "_looked_up", lambda digest: asked.append(digest) or own(digest))
	tokens = sign_in(app)
	for _ in range(3):
		assert refresh(tokens, client_secret=other.client_secret).status_code == 200, "Warn accepts it"
	assert len(asked) == 1


def test_a_token_that_has_expired_says_since_when():
	app = an_app(app_name="Acme BI")
	token = sign_in(app).access_token
	with time_machine.travel(time.time() + 3 * 3_600 + 60):
		for _ in range(2):
			answer = call(token, "/api/resource/ToDo")
			assert answer.status_code == 401
			assert "hours" not in answer.text + str(answer.headers)
		[told] = told_of(app, event="call_refused")
	assert told.sentence.endswith("was refused: the access token expired 2 hours ago or more.")
	assert told.sentence.startswith("A call of Acme BI for Test Person")


def test_a_code_and_a_refresh_token_that_have_expired_say_since_when():
	app, code = an_app(), None
	code, tokens = a_code(app), sign_in(app)
	with time_machine.travel(time.time() + 400):
		assert redeem(app, code).status_code == 400
	with time_machine.travel(time.time() + 400 * DAY):
		assert refresh(tokens).status_code == 400
	causes = [told.sentence for told in told_of(app, event="token_refused")]
	assert "the code expired 5 minutes ago or more" in causes[0]
	assert "the refresh token expired 60 days ago or more" in causes[1]


def test_a_user_without_the_permission_is_told_of_by_permission_and_doctype():
	app = an_app()
	person = a_user()
	token = sign_in(app, browser_of(person)).access_token
	assert call(token, "/api/resource/Error Log").status_code == 403
	[told] = told_of(app, event="call_refused", reason="permission_denied")
	assert f"{person} lacks the permission read on Error Log" in told.sentence
	assert told.fix


def test_a_scope_that_is_missing_is_named():
	app = an_app(scopes="openid")
	assert call(sign_in(app).access_token, "/api/resource/ToDo").status_code == 403
	[told] = told_of(app, event="call_refused")
	assert "the scopes of the token do not cover DocType ToDo (read)" in told.sentence
	assert "doctype:ToDo:read" in told.fix


def test_what_enforce_would_refuse_reads_so():
	app = an_old_app(app_name="Acme BI")
	refresh(sign_in(app), client_secret=None)
	sentences = [told.sentence for told in told_of(app, event="would_refuse")]
	assert "Enforce would refuse Acme BI: a confidential client sent no client_secret." in sentences


@pytest.fixture
def german(monkeypatch):
	"""An administrator reads in German."""
	monkeypatch.setattr(frappe.local, "lang", "de")


def test_a_sentence_is_translated_with_its_values(german):
	"""The template is what is translated, and the values stay"""
	app = an_app(app_name="Acme BI")
	ask(signed_in(), app, redirect_uri=app.redirect_uri.replace("https", "http"))
	[told] = told_of(app, event="authorization_refused")
	assert told.sentence == "Acme BI wurde abgelehnt: Die Umleitungs-URI hat http anstelle von https."


def test_a_fix_is_translated_with_its_values(german):
	app = an_app(app_name="Acme BI", scopes="all doctype:ToDo:read")
	token = sign_in(app, scope="doctype:ToDo:read").access_token
	assert call(token, "/api/resource/Note").status_code == 403
	[told] = told_of(app, event="call_refused")
	assert told.fix.startswith("Lassen Sie die App nach ")
	assert told.fix.endswith(" fragen und fügen Sie das dem OAuth-Client hinzu.")


def test_a_sentence_within_a_sentence_is_translated(german):
	app = an_old_app(app_name="Acme BI")
	change(app, redirect_uris="http://app.example.com/", default_redirect_uri="http://app.example.com/")
	[told] = told_of(app, event="would_refuse")
	reason = "benutzt http, was nur für Loopback-Adressen erlaubt ist: Benutzen Sie https."
	assert told.sentence.endswith(reason), told.sentence


def test_a_value_is_no_word_to_be_translated(german):
	"""Frappe's own tables have "email", and others such as "read" and "user" """
	word = {"doctype": "Translation", "language": "de", "source_text": "email", "translated_text": "E-Mail"}
	row = frappe.get_doc(word).insert()
	try:
		app = an_app(app_name="Acme BI", scopes="openid email")
		sign_in(app, signed_in(), scope="email")
		[told] = told_of(app, event="consent_given")
		assert "email" in told.sentence
		assert "E-Mail" not in told.sentence
	finally:
		row.delete()
		frappe.db.commit()


def test_a_fault_of_metadata_is_translated(german):
	"""RFC 7591 §3.2.2"""
	with registration_open():
		register(WEB | {"client_name": 5, "response_types": ["token"]})
	rows = frappe.get_all(
		EVENT,
		filters={"event": "registration_refused"},
		fields=event_sentences.COLUMNS,
		order_by="creation desc",
	)
	texts = [event_sentences.sentences_of([row])[0].sentence for row in rows]
	expected = "response_types: Dieser Server antwortet nur mit einem Code; client_name ist kein Text"
	assert any(expected in text for text in texts), texts[:3]


def test_what_a_job_counted_is_translated(german):
	run = Run(f"purge {secrets.token_hex(4)}")
	run.add("tokens", 3)
	run.add("withdrawn consents", 1)
	run.finish()
	[row] = frappe.get_all(EVENT, {"event": "job_done", "reason": run.job}, event_sentences.COLUMNS)
	[told] = event_sentences.sentences_of([row])
	assert f"{run.job}: 3 Token, 1 zurückgezogene Einwilligungen in 0.0 s" in told.sentence


def listed(browser: Browser, **values: Any) -> Any:
	form = {
		"doctype": EVENT,
		"fields": json.dumps(
			[f"`tab{EVENT}`.`{name}`" for name in ("name", "times", "last_time", *event_sentences.COLUMNS)]
		),
	}
	return browser.post(METHOD + "oauth_plus.api.events.listed", form | values)


def test_desks_list_has_a_sentence_in_each_row_and_filters_as_any_list_does():
	app, other = an_app(app_name="Acme BI"), an_app()
	for each in (app, other):
		token_request({"grant_type": "refresh_token", "refresh_token": "x"} | each.credentials)
	filters = json.dumps([[EVENT, "client", "=", app.client_id], [EVENT, "event", "=", "token_refused"]])
	answer = json.loads(listed(signed_in(), filters=filters).text)["message"]
	rows = [dict(zip(answer["keys"], values, strict=True)) for values in answer["values"]]
	assert [row["sentence"] for row in rows] == ["Acme BI was refused: the refresh token is unknown."]
	assert [(row["times"], bool(row["last_time"])) for row in rows] == [(1, True)]
	nothing = json.dumps([[EVENT, "last_time", "Between", ["2001-01-01", "2001-12-31"]]])
	assert not json.loads(listed(signed_in(), filters=nothing).text).get("message")


def timeline(browser: Browser, **whose: Any) -> Any:
	return browser.post(METHOD + "oauth_plus.api.events.timeline", whose)


def test_a_timeline_has_the_newest_first_and_a_page_at_a_time():
	app = an_app()
	tokens = sign_in(app)
	for _ in range(24):
		tokens = type(tokens)(**{**vars(tokens), **vars(sign_in(app))})
	first = json.loads(timeline(signed_in(), client=app.client_id).text)["message"]
	rest = json.loads(timeline(signed_in(), client=app.client_id, start=20).text)["message"]
	assert (len(first["events"]), first["has_more"]) == (20, True)
	times = [event["last"] for event in (*first["events"], *rest["events"])]
	assert times == sorted(times, reverse=True)
	assert {event["name"] for event in first["events"]}.isdisjoint(event["name"] for event in rest["events"])
	of_user = json.loads(timeline(signed_in(), user=a_regular()).text)["message"]
	assert any("got tokens for Test Person" in event["sentence"] for event in of_user["events"])


def test_a_timeline_is_of_somebody_and_ends():
	for whose in ({}, {"client": ""}, {"client": "", "user": ""}):
		assert timeline(signed_in(), **whose).status_code == 417
	far = timeline(signed_in(), user=a_regular(), start="9" * 30)
	assert far.status_code == 200, far.text
	assert json.loads(far.text)["message"] == {"events": [], "has_more": False}


@pytest.mark.parametrize("ask_for", ["timeline", "listed", "kinds"])
def test_who_may_not_read_events_gets_none(ask_for: str):
	"""By the permission on the DocType, whatever the role is called"""
	app = an_app()
	sign_in(app)
	for browser, statuses in ((Browser(), (401, 403)), (browser_of(a_user("Desk User")), (403,))):
		answers = {
			"timeline": lambda browser=browser: timeline(browser, client=app.client_id),
			"listed": lambda browser=browser: listed(browser),
			"kinds": lambda browser=browser: browser.post(METHOD + "oauth_plus.api.events.kinds"),
		}
		answer = answers[ask_for]()
		assert answer.status_code in statuses
		assert app.client_id not in answer.text


def test_a_list_of_something_else_is_not_made_here():
	answer = browser_of("Administrator").post(
		METHOD + "oauth_plus.api.events.listed", {"doctype": "User", "fields": '["name"]'}
	)
	assert answer.status_code == 403


def test_a_public_client_is_told_of_as_any_other():
	app = a_public_app()
	change(app, oauth_plus_enabled=0)
	ask(signed_in(), app)
	assert told_of(app, event="authorization_refused")[0].sentence.endswith(
		"an administrator has disabled this app."
	)

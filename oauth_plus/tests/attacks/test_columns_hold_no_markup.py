"""Desk's reports show a column as HTML, so no column of ours holds a tag that a stranger has sent."""

import json

import frappe

from oauth_plus import tasks
from oauth_plus.patches.v0_1 import columns_hold_no_markup
from oauth_plus.store.events import event_sentences
from oauth_plus.tests.browser import METHOD, body, sent_to
from oauth_plus.tests.device import BEGIN
from oauth_plus.tests.factories import an_app, signed_in
from oauth_plus.tests.journey import app_http, ask, bearer, call, sign_in

TAG = "<img src=x onerror=alert(1)>"

EVENT, GRANT, DEVICE = "OAuth Plus Event", "OAuth Plus Grant", "OAuth Plus Device Request"


def test_a_cause_has_no_tag_and_its_sentence_says_what_was_sent():
	app = an_app()
	asked = json.dumps({"id_token": {"acr": {"essential": True, "values": [TAG]}}})
	assert sent_to(ask(signed_in(), app, claims=asked))["error"] == "unmet_authentication_requirements"
	frappe.db.rollback()
	[row] = frappe.get_all(EVENT, filters={"client": app.client_id, "outcome": "Refused"}, fields=["*"])
	assert "onerror" in row.cause
	assert not any("<" in str(value) for value in row.values())
	[told] = event_sentences.sentences_of([row])
	assert TAG in told.sentence


def test_the_name_of_an_app_is_no_tag_in_the_report_of_findings():
	"""Frappe stores a name with &lt; as it came, and the finding names the app as people read it"""
	title = TAG.replace("<", "&lt;").replace(">", "&gt;")
	an_app(app_name=title, scopes="all openid", oauth_plus_enforcement="Warn")
	run = METHOD + "frappe.desk.query_report.run"
	answer = signed_in().post(run, {"report_name": "OAuth Findings", "filters": "{}"})
	rows = json.dumps(body(answer)["message"]["result"], ensure_ascii=False)
	assert "<img" not in rows


def test_a_user_agent_is_no_tag():
	app = an_app(oauth_plus_device_flow=1)
	tokens = sign_in(app)
	agent = {"User-Agent": TAG}
	path = METHOD + "frappe.auth.get_logged_user"
	assert app_http().get(path, headers=bearer(tokens.access_token) | agent).status_code == 200
	assert app_http().post(BEGIN, app.credentials, headers=agent).status_code == 200
	tasks.note_uses()
	frappe.db.commit()
	named = {"client": app.client_id}
	[grant] = frappe.get_all(GRANT, filters=named, pluck="last_user_agent")
	[device] = frappe.get_all(DEVICE, filters=named, pluck="user_agent")
	assert grant == device == TAG.replace("<", "‹")


def test_rows_of_earlier_versions_are_cleaned_by_a_patch():
	app = an_app()
	tokens = sign_in(app)
	frappe.db.set_value(GRANT, {"client": app.client_id}, "last_user_agent", TAG)
	[name] = frappe.get_all(EVENT, filters={"client": app.client_id, "event": "token_issued"}, pluck="name")
	frappe.db.set_value(EVENT, name, "cause", TAG)
	columns_hold_no_markup.execute()
	frappe.db.commit()
	assert frappe.db.get_value(EVENT, name, "cause") == TAG.replace("<", "‹")
	assert frappe.db.get_value(GRANT, {"client": app.client_id}, "last_user_agent") == TAG.replace("<", "‹")
	assert call(tokens.access_token).status_code == 200

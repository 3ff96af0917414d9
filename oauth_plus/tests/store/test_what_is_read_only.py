"""What the server remembers is looked at over HTTP, not written; and Settings take nothing senseless."""

import json
import re
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.rules import secret
from oauth_plus.tests.browser import Browser, body
from oauth_plus.tests.factories import a_user, an_app, signed_in
from oauth_plus.tests.journey import a_code, acts_as, sign_in

SETTINGS = "/api/resource/OAuth Plus Settings/OAuth Plus Settings"


def save_settings(browser: Browser, **values: Any) -> TestResponse:
	return browser.open(SETTINGS, "PUT", json=values)


def sentence(answer: TestResponse) -> str:
	"""What Desk shows."""
	messages = [json.loads(message)["message"] for message in json.loads(body(answer)["_server_messages"])]
	return re.sub(r"<[^>]+>", "", " ".join(messages))


@pytest.mark.parametrize(
	("values", "named"),
	[
		({"access_token_lifetime": 3650 * 86_400 + 1}, "access"),
		({"code_lifetime": 601}, "code"),
		({"refresh_idle_lifetime": 20, "refresh_absolute_lifetime": 10}, "refresh_idle (20) is longer"),
		({"issuer": "erp.example.com"}, "issuer"),
		({"issuer": "ftp://erp.example.com"}, "issuer"),
		({"issuer": "https://erp.example.com/?site=1"}, "issuer"),
		({"issuer": "https://erp.example.com/#top"}, "issuer"),
		({"issuer": "https://"}, "issuer"),
		({"issuer": "https://[::"}, "issuer"),
		({"issuer": 'https://a"b'}, "issuer"),
		({"access_token_lifetime": "--5"}, "access"),
	],
)
def test_settings_that_make_no_sense_are_refused_in_a_sentence(values: dict[str, Any], named: str):
	"""RFC 8414 §2, RFC 6749 §4.1.2"""
	before = frappe.db.get_singles_dict("OAuth Plus Settings")
	answer = save_settings(signed_in(), **values)
	assert answer.status_code == 417
	assert named in sentence(answer)
	frappe.db.rollback()
	assert frappe.db.get_singles_dict("OAuth Plus Settings") == before


def test_a_negative_lifetime_is_refused():
	assert save_settings(signed_in(), access_token_lifetime=-1).status_code == 417


def test_settings_that_make_sense_are_kept_and_used():
	answer = save_settings(signed_in(), access_token_lifetime=1200, issuer=" https://login.example.com/ ")
	assert answer.status_code == 200, answer.text[:1000]
	assert body(answer)["data"]["issuer"] == "https://login.example.com"
	assert sign_in(an_app()).answer["expires_in"] == 1200


def test_settings_are_for_system_managers():
	for browser in (Browser(), signed_in(a_user("Website Manager"))):
		assert browser.get(SETTINGS).status_code in (401, 403)
		assert save_settings(browser, allow_administrator=1).status_code in (401, 403)


@pytest.mark.parametrize("doctype", ["OAuth Bearer Token", "OAuth Authorization Code"])
def test_a_system_manager_plants_no_token_and_no_code(doctype: str):
	"""H10: whoever could write a row with a digest of their choice could act as anybody"""
	app, manager = an_app(), signed_in()
	tokens, code = sign_in(app), a_code(app)
	name = secret.digest(tokens.access_token if doctype == "OAuth Bearer Token" else code)
	kept = frappe.get_doc(doctype, name).as_dict()
	planted = {
		"client": app.client_id,
		"user": "Administrator",
		"scopes": "all",
		"access_token": secret.digest("known"),
		"authorization_code": secret.digest("known"),
		"expiration_time": "2099-01-01 00:00:00",
		"status": "Active",
		"validity": "Valid",
	}
	assert manager.open(f"/api/resource/{doctype}", "POST", json=planted).status_code == 403
	assert manager.open(f"/api/resource/{doctype}/{name}", "PUT", json=planted).status_code == 403
	frappe.db.rollback()
	assert frappe.get_doc(doctype, name).as_dict() == kept
	assert acts_as("known") is None

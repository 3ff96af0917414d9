"""Between the app and the question stands another way to sign in: another site's button, or a second factor."""

import contextlib
import html
import json
import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import frappe
import frappe.twofactor
import jwt
import pyotp
import pytest
import responses
import time_machine
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import METHOD, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import PASSWORD, a_user, an_app
from oauth_plus.tests.journey import ask, decide, redeem, tokens_of
from oauth_plus.tests.neighbours.test_another_frappe_site import social_login

PROVIDER = "https://idp.example.com"
STATE = json.dumps({"back": "/übersicht?a=1&b=2", "nonce": "ñ" * 20})
ASKED = ["allow", "deny"]


# Another site's button


def way_of_the_button(browser: Browser, to_login: TestResponse) -> TestResponse:
	"""Press it, sign in there, come back with a code: where this site then leads to."""
	login = browser.get(to_login.headers["Location"])
	links = map(html.unescape, re.findall(r'href="([^"]*)"', login.text))
	button = next(link for link in links if "frappe.integrations.oauth2.authorize" in link)
	assert button.startswith(PROVIDER)
	state = parse_qs(urlsplit(button).query)["state"][0]
	callback = f"{METHOD}frappe.integrations.oauth2_logins.login_via_frappe"
	return browser.get(callback, {"code": "from-the-provider", "state": state})


@contextlib.contextmanager
def provider_for(user: str) -> Iterator[None]:
	"""A server at which this site lets people sign in, and at which this person does."""
	profile = {"sub": "of-the-provider", "email": user, "email_verified": True, "given_name": "Test"}
	with responses.RequestsMock(assert_all_requests_are_fired=False) as there:
		there.add(
			"POST", f"{PROVIDER}{METHOD}frappe.integrations.oauth2.get_token", json={"access_token": "x"}
		)
		there.add("GET", f"{PROVIDER}{METHOD}frappe.integrations.oauth2.openid_profile", json=profile)
		button = social_login(PROVIDER, an_app())
		button.values["custom_base_url"] = 1
		with button:
			yield


@pytest.mark.parametrize("prompt", [None, "login"])
def test_who_signs_in_at_another_site_comes_back_to_the_very_question(prompt):
	"""R41: with a state of JSON and letters beyond ASCII; `auth_time` is now, and `prompt=login` is satisfied"""
	user, app, browser = a_user("System Manager"), an_app(), Browser()
	began = time.time() - 1
	with provider_for(user):
		to_login = ask(browser, app, state=STATE, prompt=prompt, max_age="60")
		assert to_login.status_code in (302, 303)
		back = way_of_the_button(browser, to_login)
		assert back.status_code in (302, 303), back.text[:500]
		question = browser.get(back.headers["Location"])
	assert form_of(question).buttons == ASKED
	answer = sent_to(decide(browser, question))
	assert answer["state"] == STATE
	tokens = tokens_of(app, redeem(app, answer["code"]))
	claims = jwt.decode(tokens.answer["id_token"], options={"verify_signature": False})
	assert began <= claims["auth_time"] <= time.time() + 1


# A second factor


@pytest.fixture
def person(site) -> Iterator[str]:
	"""Somebody who owes a second factor."""
	role = frappe.get_doc({"doctype": "Role", "role_name": f"Two {frappe.generate_hash(length=6)}"})
	role.update({"two_factor_auth": 1, "desk_access": 1}).insert(ignore_permissions=True)
	user = a_user(role.name, "System Manager")
	frappe.twofactor.set_default(f"{user}_otplogin", 1)  # the app for it was set up before: no letter is sent
	frappe.db.set_single_value(
		"System Settings", {"enable_two_factor_auth": 1, "two_factor_method": "OTP App"}
	)
	frappe.db.commit()
	frappe.clear_cache()
	yield user
	frappe.db.rollback()
	frappe.db.set_single_value("System Settings", "enable_two_factor_auth", 0)
	frappe.db.set_value("Role", role.name, "two_factor_auth", 0)
	frappe.db.commit()
	frappe.clear_cache()


def give_password(browser: Browser, user: str) -> str:
	answer = body(browser.post(f"{METHOD}login", {"usr": user, "pwd": PASSWORD}))
	assert "verification" in answer, answer
	return answer["tmp_id"]


def give_code(browser: Browser, user: str, tmp_id: str) -> TestResponse:
	otp_secret = frappe.cache.get(f"{tmp_id}_otp_secret").decode()
	form = {"usr": user, "pwd": PASSWORD, "otp": pyotp.TOTP(otp_secret).now(), "tmp_id": tmp_id}
	return browser.post(f"{METHOD}login", form)


def test_a_second_factor_within_a_minute_leads_to_the_question(person):
	"""R42: asked to sign in anew, and the browser has done both"""
	browser, app = Browser(), an_app()
	to_login = ask(browser, app, prompt="login", state=STATE)
	assert to_login.headers["Location"].startswith("/login?")
	back = sent_to(to_login)["redirect-to"]
	tmp_id = give_password(browser, person)
	assert browser.get(back).headers["Location"].startswith("/login?"), "a password is half the way"
	assert give_code(browser, person, tmp_id).status_code == 200
	question = browser.get(back)
	assert form_of(question).buttons == ASKED
	assert sent_to(decide(browser, question))["state"] == STATE


def test_a_second_factor_that_comes_late_is_asked_once_more_and_no_oftener(person):
	"""R42: eleven minutes later the note that somebody is to sign in has ended"""
	browser, app = Browser(), an_app()
	back = sent_to(ask(browser, app, prompt="login", state=STATE))["redirect-to"]
	tmp_id = give_password(browser, person)
	with time_machine.travel(time.time() + 11 * 60, tick=True):
		assert give_code(browser, person, tmp_id).status_code == 200
		page = browser.get(back)
		assert "Sign In Again" in page.text, page.text[:800]
		assert ASKED[0] not in form_of(page).buttons, "nothing is given for a note that has ended"
		to_login = browser.submit(page, decision=form_of(page).buttons[0])
		assert to_login.headers["Location"].startswith("/login?")
		assert give_code(browser, person, give_password(browser, person)).status_code == 200
		question = browser.get(sent_to(to_login)["redirect-to"])
		assert form_of(question).buttons == ASKED
		assert sent_to(decide(browser, question))["state"] == STATE

"""The logout endpoint (OpenID Connect RP-Initiated Logout 1.0)."""

from typing import Any
from urllib.parse import urlsplit

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.rules.sign_in import MULTI_FACTOR
from oauth_plus.tests.browser import METHOD, Browser, body, sent_to
from oauth_plus.tests.factories import App, a_regular, an_app, by_password, change, signed_in
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.keys import verified
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.second_factor import signed_in_twice

LOGOUT = METHOD + "oauth_plus.api.logout.end_session"
BYE = "https://app.example.com/bye"


def an_app_that_signs_out(**values: Any) -> App:
	return an_app(oauth_plus_post_logout_redirect_uris=BYE, **values)


def log_out(browser: Browser, **query: Any) -> TestResponse:
	return browser.get(LOGOUT, query)


def is_signed_in(browser: Browser) -> bool:
	answer = browser.get(METHOD + "frappe.auth.get_logged_user")
	return answer.status_code == 200 and body(answer)["message"] not in ("", "Guest")


def test_metadata_name_the_endpoint():
	"""RP-Initiated Logout §2.1"""
	document = body(Browser().get("/.well-known/openid-configuration"))
	assert urlsplit(document["end_session_endpoint"]).path == LOGOUT
	assert "end_session_endpoint" not in body(Browser().get("/.well-known/oauth-authorization-server"))


def test_the_id_token_of_the_session_signs_out_at_once():
	"""RP-Initiated Logout §2"""
	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	answer = log_out(browser, id_token_hint=hint, post_logout_redirect_uri=BYE, state="a b&c")
	assert answer.status_code == 303
	assert answer.headers["Location"] == f"{BYE}?state=a%20b%26c"
	assert answer.headers["Referrer-Policy"] == "no-referrer"
	assert not is_signed_in(browser)


def test_without_an_address_the_browser_stays_on_a_page():
	app, browser = an_app_that_signs_out(), signed_in()
	answer = log_out(browser, id_token_hint=sign_in(app, browser).answer["id_token"])
	assert answer.status_code == 200
	assert "You Are Signed Out" in answer.text
	assert not is_signed_in(browser)


def test_without_a_hint_the_user_is_asked():
	"""RP-Initiated Logout §2"""
	app, browser = an_app_that_signs_out(app_name="Ledger"), signed_in()
	page = log_out(browser, client_id=app.client_id, post_logout_redirect_uri=BYE, state="s")
	assert page.status_code == 200
	assert "Sign Out of This Site?" in page.text
	assert "Ledger" in page.text
	assert "app.example.com" in page.text
	assert page.headers["X-Frame-Options"] == "DENY"
	assert is_signed_in(browser)
	answer = browser.submit(page)
	assert answer.headers["Location"] == f"{BYE}?state=s"
	assert not is_signed_in(browser)


def test_a_bare_request_asks_too():
	browser = signed_in()
	page = log_out(browser)
	assert "Sign Out of This Site?" in page.text
	assert "You Are Signed Out" in browser.submit(page).text
	assert not is_signed_in(browser)


def test_a_desk_tab_makes_no_difference():
	"""Its session has a token against forgery, which our page does not know"""
	browser = signed_in()
	browser.get("/app")
	assert "You Are Signed Out" in browser.submit(log_out(browser)).text


def test_an_expired_hint_is_good():
	"""RP-Initiated Logout §4"""
	import time

	import time_machine

	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	with time_machine.travel(time.time() + 7_200):
		assert log_out(browser, id_token_hint=hint).status_code == 200
	assert not is_signed_in(browser)


def test_nobody_is_signed_in_and_the_browser_goes_on():
	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	answer = log_out(Browser(), id_token_hint=hint, post_logout_redirect_uri=BYE)
	assert answer.headers["Location"] == BYE
	page = log_out(Browser(), client_id=app.client_id, post_logout_redirect_uri=BYE)
	assert page.status_code == 200
	assert f'href="{BYE}"' in page.text


def test_a_form_of_the_app_comes_without_cookies_and_is_taken_up_as_a_link():
	"""RP-Initiated Logout §2: GET and POST"""
	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	answer = Browser().post(LOGOUT, {"id_token_hint": hint, "post_logout_redirect_uri": BYE, "foo": "x"})
	assert answer.status_code == 303
	back = urlsplit(answer.headers["Location"])
	assert (back.netloc, back.path) == ("", LOGOUT)
	assert "foo" not in sent_to(answer)
	assert browser.get(answer.headers["Location"]).headers["Location"] == BYE
	assert not is_signed_in(browser)


def test_a_form_with_cookies_is_answered_itself():
	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	assert browser.post(LOGOUT, {"id_token_hint": hint}).status_code == 200
	assert not is_signed_in(browser)


def test_the_sid_is_the_same_for_a_session_and_differs_for_apps():
	"""OpenID Connect Back-Channel Logout §2.1"""
	from oauth_plus.tests.journey import refresh, tokens_of

	one, other, browser = an_app(), an_app(), signed_in()
	first, second = sign_in(one, browser), sign_in(one, browser)
	sid = verified(first.answer["id_token"], one)["sid"]
	assert verified(second.answer["id_token"], one)["sid"] == sid
	assert verified(tokens_of(one, refresh(first)).answer["id_token"], one)["sid"] == sid
	assert verified(sign_in(other, browser).answer["id_token"], other)["sid"] != sid
	assert verified(sign_in(one, signed_in()).answer["id_token"], one)["sid"] != sid
	assert browser.cookie("sid") not in (sid, first.answer["id_token"])


def test_the_id_token_says_how_the_user_signed_in():
	"""RFC 8176: a password; of a session that began otherwise, nothing is known"""
	from oauth_plus.tests.browser import browser_of

	app = an_app()
	assert verified(sign_in(app, by_password()).answer["id_token"], app)["amr"] == ["pwd"]
	assert "amr" not in verified(sign_in(app, browser_of(a_regular())).answer["id_token"], app)


def test_a_second_factor_is_named():
	"""RFC 8176; Frappe's own login asks for it, and lets nobody in without"""
	app = an_app()
	with signed_in_twice() as browser:
		told = verified(sign_in(app, browser).answer["id_token"], app)
	assert told["amr"] == ["pwd", "otp", "mfa"]
	assert told["acr"] == MULTI_FACTOR


@pytest.mark.parametrize(
	"uri", ["http://app.example.com/bye", "https://app.example.com/#x", "javascript:alert(1)"]
)
def test_an_unfit_address_is_refused_on_the_form(uri):
	app = an_app()
	with pytest.raises(frappe.ValidationError, match="Post-Logout Redirect URI"):
		change(app, oauth_plus_post_logout_redirect_uris=uri)
	frappe.db.rollback()


def test_a_refused_request_is_recorded_with_cause_and_fix():
	app = an_app_that_signs_out()
	log_out(signed_in(), client_id=app.client_id, post_logout_redirect_uri="https://app.example.com/other")
	[event] = events_of(app, event="logout_refused")
	assert "not registered" in event.cause
	assert event.fix

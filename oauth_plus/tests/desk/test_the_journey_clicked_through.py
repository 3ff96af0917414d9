"""A person at a real browser: the login page, the question, the way back to the app."""

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from oauth_plus.tests.browser import METHOD, OAUTH
from oauth_plus.tests.desk.login_page import log_in
from oauth_plus.tests.factories import App, a_regular, an_app
from oauth_plus.tests.journey import acts_as, authorization_request, redeem, tokens_of
from oauth_plus.tests.ledger import recorded
from oauth_plus.tests.site import ISSUER

if TYPE_CHECKING:
	from playwright.sync_api import Page

BACK_AT_THE_APP = "h1:text('Back at the app')"


@pytest.fixture
def app(callback) -> App:
	return an_app(app_name="Ledger", redirect_uris=callback.redirect_uri, default_redirect_uri=None)


def send_to(page: "Page", app: App, state: bytes = b"123") -> None:
	"""The app sends the browser to the site."""
	query = urlencode(authorization_request(app, state=None))
	page.goto(f"{OAUTH}authorize?{query}&state={quote(state, safe='')}")


def test_a_person_logs_in_allows_and_is_back_at_the_app_which_acts_for_that_person(page, app, callback):
	person = a_regular()
	send_to(page, app)
	log_in(page, person)
	page.wait_for_selector("text=Ledger wants to act for you on this site.")
	page.wait_for_selector(f"text=You are signed in as {person}.")
	page.click("button:text('Allow')")
	page.wait_for_selector(BACK_AT_THE_APP)
	assert callback.answer.keys() == {"code", "state", "iss"}
	assert callback.answer["state"] == "123"
	assert callback.answer["iss"] == ISSUER
	tokens = tokens_of(app, redeem(app, callback.answer["code"]))
	assert acts_as(tokens.access_token) == person


def test_a_person_who_says_no_is_back_at_the_app_which_gets_nothing(page, app, callback):
	"""RFC 6749 §4.1.2.1"""
	send_to(page, app)
	log_in(page)
	page.click("button:text('Deny')")
	page.wait_for_selector(BACK_AT_THE_APP)
	assert callback.answer["error"] == "access_denied"
	assert callback.answer["state"] == "123"
	assert "code" not in callback.answer
	assert recorded(app, "authorization_refused", reason="access_denied", user=a_regular())


def test_a_person_who_is_signed_in_is_asked_at_once(signed_in, app, callback):
	send_to(signed_in, app)
	signed_in.click("button:text('Allow')")
	signed_in.wait_for_selector(BACK_AT_THE_APP)
	assert callback.answer["code"]


@pytest.mark.parametrize(
	"state",
	[
		b'{"next": "/a?b=c&d=%2F", "n": [1]}',
		"Zürich, 東京, 🦊".encode(),
		b"100% & a+b c",
		b"one\r\ntwo",
		b"\xff\xfe no text",
		b"<script>alert(1)</script>#/?",
	],
)
def test_any_state_comes_back_through_the_real_login_page(page, app, callback, state):
	"""P5, RFC 6749 §4.1.2: byte for byte"""
	send_to(page, app, state)
	log_in(page)
	page.click("button:text('Allow')")
	page.wait_for_selector(BACK_AT_THE_APP)
	assert callback.state == state


def test_the_question_is_not_shown_in_a_frame(signed_in, app, callback, address):
	"""RFC 9700 §4.16: nobody clicks what they do not see"""
	question = f"{address}{OAUTH}authorize?{urlencode(authorization_request(app))}"
	callback.html = f"<h1>A trap</h1><iframe src='{question}'></iframe>"
	signed_in.goto(callback.redirect_uri.replace("/callback", "/trap"))
	signed_in.wait_for_selector("iframe")
	framed = signed_in.frames[1]
	framed.wait_for_load_state()
	assert framed.locator("#oauth-plus-consent").count() == 0
	assert framed.url.startswith("chrome-error:")
	signed_in.goto(question)
	signed_in.wait_for_selector("#oauth-plus-consent")


def test_a_wrong_redirect_uri_is_explained_to_the_person(page, app, callback):
	"""RFC 9700 §4.11.2"""
	query = urlencode(authorization_request(app, redirect_uri="https://evil.example.com/"))
	answer = page.goto(f"{OAUTH}authorize?{query}")
	assert answer.status == 400
	assert "redirect_uri" in page.inner_text("#oauth-plus-problem")
	assert not callback.asked


def test_an_old_link_leads_to_the_question_and_gives_nothing_by_itself(signed_in, app, callback):
	"""C6"""
	signed_in.goto(f"{METHOD}frappe.integrations.oauth2.approve?{urlencode(authorization_request(app))}")
	assert not callback.asked
	signed_in.click("text=Continue")
	signed_in.click("button:text('Allow')")
	signed_in.wait_for_selector(BACK_AT_THE_APP)
	assert callback.answer["code"]


def test_the_pages_need_no_script_and_nothing_from_elsewhere(chromium, address, signed_in, app, callback):
	"""RFC 9700 §4.2.4"""
	context = chromium.new_context(base_url=address, java_script_enabled=False)
	context.add_cookies(signed_in.context.cookies())
	bare, asked_for = context.new_page(), []
	bare.on("request", lambda request: asked_for.append(request.url))
	send_to(bare, app)
	assert all(url.startswith(address) for url in asked_for), asked_for
	bare.click("button:text('Allow')")
	bare.wait_for_selector(BACK_AT_THE_APP)
	assert callback.answer["code"]
	context.close()

"""A logout is the wish of the user or of their app, and leads nowhere else (RP-Initiated Logout §6)."""

import jwt
import pytest

from oauth_plus.tests.attacks.test_a_hint_proves_itself import MISUSED, claims_of
from oauth_plus.tests.browser import Browser, form_of
from oauth_plus.tests.endpoints.test_logout import BYE, LOGOUT, an_app_that_signs_out, is_signed_in, log_out
from oauth_plus.tests.factories import a_regular, an_app, signed_in, tamper
from oauth_plus.tests.journey import an_impersonator, sign_in
from oauth_plus.tests.keys import kid_of, signed_by_the_site

ELSEWHERE = (
	"https://evil.example.com/",
	"https://app.example.com/bye/",
	"https://app.example.com/bye?x=1",
	"https://app.example.com/bye#x",
	"https://app.example.com/BYE",
	"https://APP.example.com/bye",
	"https://app.example.com:443/bye",
	"https://app.example.com/bye/../bye",
	"https://app.example.com@evil.example.com/bye",
	"//evil.example.com/",
	"javascript:alert(1)",
	"https://app.example.com/callback",
	"https://app.example.com/bye https://evil.example.com/",
)


@pytest.mark.parametrize("uri", ELSEWHERE)
def test_nobody_is_sent_to_an_address_that_is_not_registered(uri):
	"""RP-Initiated Logout §3: and the user stays signed in"""
	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	for named in ({"id_token_hint": hint}, {"client_id": app.client_id}):
		answer = log_out(browser, post_logout_redirect_uri=uri, **named)
		assert answer.status_code == 400
		assert "Location" not in answer.headers
		assert "evil" not in answer.text
	assert is_signed_in(browser)


def test_the_address_of_another_client_is_none_of_this_one():
	other, browser = an_app_that_signs_out(), signed_in()
	app = an_app(oauth_plus_post_logout_redirect_uris="https://app.example.com/other")
	assert other.client_id != app.client_id
	hint = sign_in(app, browser).answer["id_token"]
	assert log_out(browser, id_token_hint=hint, post_logout_redirect_uri=BYE).status_code == 400
	assert is_signed_in(browser)


def test_an_address_without_an_app_is_refused():
	for browser in (signed_in(), Browser()):
		answer = log_out(browser, post_logout_redirect_uri=BYE)
		assert answer.status_code == 400
		assert "Location" not in answer.headers


@pytest.mark.parametrize("misuse", MISUSED.values(), ids=MISUSED)
def test_a_forged_hint_signs_nobody_out(misuse):
	"""RFC 8725: it proves nothing, so the user is asked, or the request is refused"""
	app, browser = an_app_that_signs_out(), signed_in()
	good = sign_in(app, browser).answer["id_token"]
	hint = misuse(app, claims_of(good), kid_of(good))
	for more in (
		{},
		{"client_id": app.client_id},
		{"client_id": app.client_id, "post_logout_redirect_uri": BYE},
	):
		answer = log_out(browser, id_token_hint=hint, **more)
		assert answer.status_code in (200, 400)
		assert "You Are Signed Out" not in answer.text
	assert is_signed_in(browser)


def test_the_hint_of_another_user_asks():
	app, browser = an_app_that_signs_out(), signed_in(a_regular("Bob"))
	hint = sign_in(app, signed_in()).answer["id_token"]
	page = log_out(browser, id_token_hint=hint, post_logout_redirect_uri=BYE)
	assert "Sign Out of This Site?" in page.text
	assert is_signed_in(browser)


def test_the_hint_of_another_session_asks():
	"""OpenID Connect Back-Channel Logout §2.1: sid"""
	app, here = an_app_that_signs_out(), signed_in()
	elsewhere = sign_in(app, signed_in()).answer["id_token"]
	assert "Sign Out of This Site?" in log_out(here, id_token_hint=elsewhere).text
	assert is_signed_in(here)


def test_the_hint_of_another_client_is_refused():
	"""RP-Initiated Logout §2: client_id and the audience differ"""
	app, other, browser = an_app_that_signs_out(), an_app_that_signs_out(), signed_in()
	hint = sign_in(other, browser).answer["id_token"]
	answer = log_out(browser, client_id=app.client_id, id_token_hint=hint, post_logout_redirect_uri=BYE)
	assert answer.status_code == 400
	assert is_signed_in(browser)


def test_the_hint_of_a_disabled_client_leads_nowhere():
	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	tamper(app, oauth_plus_enabled=0)
	assert log_out(browser, id_token_hint=hint, post_logout_redirect_uri=BYE).status_code == 400
	assert is_signed_in(browser)


@pytest.mark.parametrize(
	"audience", ["\ud800", "a\0b", "https://app.example.com/\ud800", ["\ud800"], {"a": 1}, 5]
)
def test_a_hint_for_an_audience_that_no_client_can_be_is_as_none(audience):
	"""RFC 8259 §8.2: no database takes what JSON may hold"""
	hint = jwt.encode({"sub": "x", "aud": audience}, "0" * 32, "HS256")
	browser = signed_in()
	assert log_out(Browser(), id_token_hint=hint).status_code in (200, 400)
	assert log_out(browser, id_token_hint=hint).status_code in (200, 400)
	assert is_signed_in(browser)


def test_a_logout_token_is_no_hint():
	"""RFC 8725 §3.11"""
	app, browser = an_app_that_signs_out(), signed_in()
	claims = claims_of(sign_in(app, browser).answer["id_token"])
	log_out(browser, id_token_hint=signed_by_the_site(claims, typ="logout+jwt"))
	assert is_signed_in(browser)


def test_the_answer_counts_from_its_own_page_alone():
	"""RFC 9700 §4.7"""
	browser, other = signed_in(), signed_in(a_regular("Bob"))
	form = form_of(log_out(other))
	assert browser.post(LOGOUT, form.fields).status_code == 400
	own = form_of(log_out(browser))
	for name, value in (("logout", "0" * 64), ("authorization_request", "state=x")):
		assert browser.post(LOGOUT, own.fields | {name: value}).status_code == 400
	assert "Sign Out of This Site?" in browser.post(LOGOUT, {"logout": ""}).text
	assert is_signed_in(browser)
	assert is_signed_in(other)


def test_a_seal_of_the_consent_page_signs_nobody_out():
	from oauth_plus.tests.journey import ask

	app, browser = an_app(), signed_in()
	fields = form_of(ask(browser, app)).fields
	answer = browser.post(LOGOUT, {"logout": fields["consent"], "authorization_request": ""})
	assert answer.status_code == 400
	assert is_signed_in(browser)


@pytest.mark.parametrize("name", ["id_token_hint", "client_id", "post_logout_redirect_uri", "state"])
def test_a_repeated_parameter_is_refused(name):
	browser = signed_in()
	answer = browser.get(f"{LOGOUT}?{name}=a&{name}=b")
	assert answer.status_code == 400
	assert is_signed_in(browser)


def test_a_state_stays_within_its_parameter():
	app, browser = an_app_that_signs_out(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	state = "x&evil=1#y\r\nSet-Cookie: a=b"
	answer = log_out(browser, id_token_hint=hint, post_logout_redirect_uri=BYE, state=state)
	location = answer.headers["Location"]
	assert location.startswith(f"{BYE}?state=x%26evil")
	assert {"\r", "\n", "#"}.isdisjoint(location)


def test_somebody_who_plays_the_user_is_asked():
	"""decisions.md, 10"""
	app = an_app_that_signs_out()
	claims = claims_of(sign_in(app, signed_in()).answer["id_token"])
	claims.pop("sid")
	page = log_out(an_impersonator(a_regular()), id_token_hint=signed_by_the_site(claims))
	assert "Sign Out of This Site?" in page.text


def test_no_page_shows_what_the_request_says():
	app = an_app_that_signs_out(app_name="<script>alert(1)</script>")
	page = log_out(signed_in(), client_id=app.client_id, logout_hint="<b>x</b>", state='"><script>')
	assert "<script>" not in page.text
	assert "<b>x" not in page.text

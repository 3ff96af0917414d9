"""`prompt=login` and `max_age`: nobody gets past them with the session that is there, whatever is replayed
(OpenID Connect Core §3.1.2.1)."""

import time

import jwt
import pytest
import time_machine
from werkzeug.test import TestResponse

from oauth_plus.http.person import NOTE
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.factories import PASSWORD, App, a_regular, an_app, signed_in
from oauth_plus.tests.journey import an_impersonator, ask, authorization_request, decide, redeem, tokens_of
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.site import consent_remembered

CODE = "OAuth Authorization Code"
APPROVE = OAUTH + "approve"

WISHES = {
	"login": {"prompt": "login"},
	"max_age": {"max_age": "0"},
	"both": {"prompt": "login", "max_age": "60"},
}


@pytest.fixture
def app(site) -> App:
	return an_app(skip_authorization=1)  # nothing but the sign-in stands between the request and a code


def is_asked_to_sign_in(answer: TestResponse) -> bool:
	return answer.status_code == 200 and form_of(answer).buttons == ["sign_in", "deny"]


def sign_in_again(browser: Browser, page: TestResponse, person: str | None = None) -> TestResponse:
	"""Press the button, log in on Frappe's page, and come back."""
	to_login = browser.submit(page, decision="sign_in")
	browser.login(person or a_regular(), PASSWORD)
	return browser.get(sent_to(to_login)["redirect-to"])


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_a_session_that_is_there_is_not_enough_and_a_new_one_is(app, wish):
	browser = signed_in()
	time.sleep(0.01)
	page = ask(browser, app, **wish)
	assert is_asked_to_sign_in(page)
	assert sent_to(sign_in_again(browser, page))["code"]


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_a_guest_signs_in_once(app, wish):
	"""No loop"""
	browser = Browser()
	to_login = ask(browser, app, **wish)
	browser.login(a_regular(), PASSWORD)
	assert sent_to(browser.get(sent_to(to_login)["redirect-to"]))["code"]


def test_the_session_ends_before_the_new_one_begins(app):
	browser = signed_in()
	browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	assert browser.get(METHOD + "frappe.auth.get_logged_user").status_code == 403


def test_whoever_comes_back_without_signing_in_is_asked_to(app):
	browser = signed_in()
	to_login = browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	answer = browser.get(sent_to(to_login)["redirect-to"])
	assert sent_to(answer)["redirect-to"].startswith(OAUTH + "authorize?")
	assert not rows_of(app, CODE)


def test_the_same_address_again_asks_again(app):
	"""The history of the browser, and the app itself, hold the address"""
	browser = signed_in()
	to_login = browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	browser.login(a_regular(), PASSWORD)
	back = sent_to(to_login)["redirect-to"]
	assert sent_to(browser.get(back))["code"]
	assert is_asked_to_sign_in(browser.get(back))
	assert is_asked_to_sign_in(ask(browser, app, prompt="login"))
	assert len(rows_of(app, CODE)) == 1


def test_the_address_does_nothing_in_another_browser(app):
	browser, other = signed_in(), signed_in()
	to_login = browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	browser.login(a_regular(), PASSWORD)
	assert is_asked_to_sign_in(other.get(sent_to(to_login)["redirect-to"]))


def note_of(browser: Browser) -> str:
	cookie = browser._client.get_cookie(NOTE)
	assert cookie.http_only
	assert cookie.same_site == "Lax"
	return cookie.value


def test_a_note_from_before_the_session_was_there_proves_nothing_about_a_session_from_before_the_note(app):
	"""Somebody at a browser that was left alone gets a note as a guest elsewhere, and plants it"""
	alice, mallory = signed_in(), Browser()
	time.sleep(0.01)
	ask(mallory, app, prompt="login")
	alice.set_cookie(NOTE, note_of(mallory))
	assert is_asked_to_sign_in(ask(alice, app, prompt="login"))


def test_a_note_is_for_one_request(app):
	browser = signed_in()
	to_login = browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	browser.login(a_regular(), PASSWORD)
	assert is_asked_to_sign_in(ask(browser, an_app(skip_authorization=1), prompt="login"))
	assert is_asked_to_sign_in(ask(browser, app, prompt="login", scope="openid"))
	assert is_asked_to_sign_in(ask(browser, app, prompt="login", state="other"))
	assert sent_to(browser.get(sent_to(to_login)["redirect-to"]))["code"]


def test_a_note_is_good_for_ten_minutes(app):
	browser = signed_in()
	to_login = browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	browser.login(a_regular(), PASSWORD)
	with time_machine.travel(time.time() + 601):
		browser.set_cookie(NOTE, note_of(browser))
		assert is_asked_to_sign_in(browser.get(sent_to(to_login)["redirect-to"]))


FORGED = {
	"none": lambda note: "",
	"another_seal": lambda note: note[:-1] + ("0" if note[-1] != "0" else "1"),
	"a_seal_of_capitals": lambda note: note.upper(),
	"an_earlier_moment": lambda note: note.replace(note.split(".")[1], "1"),
	"another_deed": lambda note: note.replace("signed_in", "chose"),
	"nonsense": lambda note: "signed_in.x.y.z",
	"a_long_one": lambda note: "signed_in." + "9" * 4000,
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_note_proves_nothing(app, forge):
	browser = signed_in()
	browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	browser.login(a_regular(), PASSWORD)
	browser.set_cookie(NOTE, forge(note_of(browser)))
	assert is_asked_to_sign_in(ask(browser, app, prompt="login"))


def test_going_on_as_before_is_no_sign_in(app):
	"""The other answer of the same page, and of another page"""
	browser = signed_in()
	page = ask(browser, app, prompt="login")
	again = browser.submit(page, decision="continue")
	assert is_asked_to_sign_in(browser.get(again.headers["Location"]))
	chosen = browser.submit(ask(browser, app, prompt="select_account login"), decision="continue")
	assert is_asked_to_sign_in(browser.get(chosen.headers["Location"]))
	assert not rows_of(app, CODE)


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"prompt": "select_account"}, {"max_age": "0"}])
def test_the_form_of_one_question_does_not_answer_the_other(app, wish):
	"""The seal of the page that asks for a sign-in is no consent"""
	browser = signed_in()
	time.sleep(0.01)
	fields = form_of(ask(browser, app, **wish)).fields
	as_consent = {name: value for name, value in fields.items() if name != "account"}
	as_consent |= {"consent": fields["account"], "decision": "allow", "scope_0": "all"}
	assert browser.post(APPROVE, as_consent).status_code == 400
	assert (
		browser.post(APPROVE, fields | {"consent": fields["account"], "decision": "allow"}).status_code == 303
	)
	assert not rows_of(app, CODE)


def test_a_question_that_lay_open_for_long_is_answered_after_a_new_sign_in():
	app, browser = an_app(), signed_in()
	page = sign_in_again(browser, ask(browser, app, prompt="login"))
	assert form_of(page).buttons == ["allow", "deny"]
	with time_machine.travel(time.time() + 1300):
		assert is_asked_to_sign_in(decide(browser, page))
	assert not rows_of(app, CODE)


def test_the_answer_to_the_question_counts_once():
	"""Whoever finds the page in the history of a browser that was left alone does not press its button again"""
	app, browser = an_app(), signed_in()
	page = sign_in_again(browser, ask(browser, app, prompt="login"))
	assert sent_to(decide(browser, page))["code"]
	assert is_asked_to_sign_in(decide(browser, page))
	assert len(rows_of(app, CODE)) == 1


def test_a_question_may_be_read_for_ten_minutes_longer_than_max_age():
	app, browser = an_app(), signed_in()
	page = ask(browser, app, max_age="60")
	with time_machine.travel(time.time() + 600):
		assert sent_to(decide(browser, page))["code"]
	with time_machine.travel(time.time() + 700):
		assert is_asked_to_sign_in(decide(browser, page))


def test_another_persons_form_is_refused(app):
	planted = form_of(ask(signed_in(a_regular("Mallory")), app, prompt="login")).fields
	alice = signed_in()
	own = form_of(ask(alice, app, prompt="login")).fields["csrf_token"]
	answer = alice.post(APPROVE, planted | {"csrf_token": own, "decision": "sign_in"})
	assert answer.status_code == 400
	assert alice.get(METHOD + "frappe.auth.get_logged_user").status_code == 200


@pytest.mark.parametrize("forged", [{"account": "0" * 64}, {"account": ""}, {"authorization_request": "a=b"}])
def test_no_other_site_ends_a_session(app, forged):
	browser = signed_in()
	fields = form_of(ask(browser, app, prompt="login")).fields
	answer = browser.post(APPROVE, fields | forged | {"decision": "sign_in"})
	assert answer.status_code == 400
	assert browser.get(METHOD + "frappe.auth.get_logged_user").status_code == 200


def test_somebody_who_plays_the_person_has_not_signed_in_as_that_person(app):
	"""An Administrator's "Impersonate" proves who the Administrator is"""
	page = ask(an_impersonator(a_regular()), app, max_age="3600")
	assert is_asked_to_sign_in(page)
	assert a_regular() in page.text


def test_silently_nobody_is_signed_in_anew(app):
	browser = signed_in()
	time.sleep(0.01)
	assert sent_to(ask(browser, app, prompt="none", max_age="0"))["error"] == "login_required"
	assert sent_to(ask(browser, app, prompt="none", max_age="60"))["code"]


def claims_of(app: App, answer: TestResponse) -> dict:
	id_token = tokens_of(app, redeem(app, sent_to(answer)["code"])).answer["id_token"]
	return jwt.decode(id_token, options={"verify_signature": False})


def test_the_id_token_tells_when_the_person_signed_in(app):
	"""OpenID Connect Core §2: auth_time"""
	browser, now = signed_in(), time.time()
	first = claims_of(app, ask(browser, app, max_age="600"))
	assert abs(first["auth_time"] - now) < 5
	with time_machine.travel(now + 100):
		same = claims_of(app, ask(browser, app, max_age="600"))
		assert same["auth_time"] == first["auth_time"]
		later = claims_of(app, sign_in_again(browser, ask(browser, app, prompt="login")))
		assert later["auth_time"] >= first["auth_time"] + 99
	with time_machine.travel(now + 800):
		assert is_asked_to_sign_in(ask(browser, app, max_age="600"))


@pytest.mark.parametrize("value", ["-1", "1.5", "soon", "0x10", "9" * 30, "١"])
def test_an_age_that_is_no_number_is_an_error(app, value):
	assert sent_to(ask(signed_in(), app, max_age=value))["error"] == "invalid_request"


def test_an_age_beyond_all_sense_asks_for_nothing(app):
	assert sent_to(ask(signed_in(), app, max_age="9" * 20))["code"]


def test_what_is_remembered_spares_the_question_and_not_the_sign_in():
	app, browser = an_app(), signed_in()
	decide(browser, ask(browser, app))
	with consent_remembered():
		page = ask(browser, app, prompt="login")
		assert is_asked_to_sign_in(page)
		assert sent_to(sign_in_again(browser, page))["code"]


def test_the_person_may_say_no_to_signing_in_again(app):
	browser = signed_in()
	answer = sent_to(browser.submit(ask(browser, app, prompt="login"), decision="deny"))
	assert answer["error"] == "access_denied"
	assert answer["state"] == "123"
	assert browser.get(METHOD + "frappe.auth.get_logged_user").status_code == 200


def test_a_wrong_client_or_address_is_shown_before_anybody_is_signed_out(app):
	"""RFC 9700 §4.11.2"""
	browser = signed_in()
	answer = browser.get(
		OAUTH + "authorize", authorization_request(app, redirect_uri="https://evil.example/", prompt="login")
	)
	assert answer.status_code == 400
	assert "oauth-plus-problem" in answer.text

"""Where the consent page sends its answer: a decision counts only with the seal of this very page."""

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import a_regular, an_app, change, signed_in
from oauth_plus.tests.journey import ask, authorization_request, decide, redeem, tokens_of
from oauth_plus.tests.ledger import recorded, rows_of
from oauth_plus.tests.site import ISSUER

APPROVE = OAUTH + "approve"


def codes_of(app) -> list:
	return rows_of(app, "OAuth Authorization Code")


@pytest.mark.parametrize("door", DOORS)
def test_allow_sends_a_code_to_the_app_from_every_address_of_the_method(door):
	"""RFC 6749 §4.1.2; 303 after a form (RFC 9700 §4.12)"""
	app, browser = an_app(), signed_in()
	form = form_of(ask(browser, app))
	answer = browser.post(through(door, "approve"), form.fields | {"decision": "allow"})
	assert answer.status_code == 303
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.headers["Referrer-Policy"] == "no-referrer"
	assert sent_to(answer).keys() == {"code", "state", "iss"}
	assert tokens_of(app, redeem(app, sent_to(answer)["code"]))
	assert recorded(app, "consent_given", user=a_regular())


@pytest.mark.parametrize("decision", ["deny", "", "ALLOW", "allow\0", None])
def test_anything_but_allow_is_a_denial(decision):
	"""P6, RFC 6749 §4.1.2.1"""
	app, browser = an_app(), signed_in()
	pressed = {} if decision is None else {"decision": decision}
	form = form_of(ask(browser, app, state="é%")).fields | pressed
	answer = browser.post(APPROVE, form)
	assert not codes_of(app)
	if decision == "allow\0":
		assert answer.status_code == 400
		return
	assert answer.status_code == 303
	told = sent_to(answer)
	assert told.pop("error_description")
	assert told == {"error": "access_denied", "state": "é%", "iss": ISSUER}
	assert recorded(app, "authorization_refused", reason="access_denied", user=a_regular())


@pytest.mark.parametrize("browser", [Browser, signed_in])
def test_following_a_link_gives_nothing_but_a_page_that_leads_to_the_question(browser):
	"""C6: stock gave a code for a GET"""
	app, browser = an_app(), browser()
	answer = browser.get(APPROVE, authorization_request(app, state="é&"))
	assert answer.status_code == 405
	assert answer.headers["X-Frame-Options"] == "DENY"
	assert "Location" not in answer.headers
	assert not codes_of(app)
	assert f"authorize?client_id={app.client_id}&amp;" in answer.text
	assert "state=%C3%A9%26" in answer.text


def test_the_answer_of_another_session_is_refused():
	"""C6: the seal binds the page to the session"""
	app, mallory, alice = an_app(), signed_in(a_regular("Mallory")), signed_in()
	planted = form_of(ask(mallory, app)).fields
	own = form_of(ask(alice, app)).fields
	answer = alice.post(APPROVE, planted | {"csrf_token": own["csrf_token"], "decision": "allow"})
	assert answer.status_code == 400
	assert "oauth-plus-problem" in answer.text
	assert not codes_of(app)


def test_a_guest_who_sends_a_seal_is_refused():
	app = an_app()
	form = form_of(ask(signed_in(), app)).fields
	answer = Browser().post(APPROVE, form | {"decision": "allow"})
	assert answer.status_code == 400
	assert not codes_of(app)


@pytest.mark.parametrize(
	("name", "value"),
	[
		("scope", "openid"),
		("state", "other"),
		("redirect_uri", "https://app.example.com/other"),
		("nonce", "n"),
	],
)
def test_the_seal_is_for_exactly_the_request_that_was_shown(name, value):
	"""C6: what the person saw is what the app gets"""
	app = an_app(redirect_uris="https://app.example.com/callback\nhttps://app.example.com/other")
	browser = signed_in()
	shown = form_of(ask(browser, app)).fields
	other = form_of(ask(browser, app, **{name: value})).fields
	mixed = shown | {"authorization_request": other["authorization_request"], "decision": "allow"}
	answer = browser.post(APPROVE, mixed)
	assert answer.status_code == 400
	assert not codes_of(app)


@pytest.mark.parametrize("missing", ["consent", "authorization_request"])
def test_a_form_without_its_seal_or_request_is_refused(missing):
	app, browser = an_app(), signed_in()
	form = form_of(ask(browser, app)).fields
	del form[missing]
	answer = browser.post(APPROVE, form | {"decision": "allow"})
	assert answer.status_code == 400
	assert "oauth-plus-problem" in answer.text
	assert not codes_of(app)


@pytest.mark.parametrize("token", ["", "0" * 56])
def test_the_seal_alone_is_what_a_form_is_known_by(token):
	"""It names the session, the person and the request; a session may have no token against forgery, or a new one"""
	app, browser = an_app(), signed_in()
	browser.get("/oauth-apps")  # which has Frappe ask for one
	form = form_of(ask(browser, app)).fields | {"csrf_token": token, "decision": "allow"}
	answer = browser.post(APPROVE, form | {"consent": "0" * 64})
	assert answer.status_code == 400
	assert "Traceback" not in answer.text
	assert not codes_of(app)
	assert sent_to(browser.post(APPROVE, form))["code"]


def test_a_client_that_was_disabled_while_the_page_was_open_gets_nothing():
	app, browser = an_app(), signed_in()
	page = ask(browser, app)
	change(app, oauth_plus_enabled=0)
	assert decide(browser, page).status_code == 400
	assert not codes_of(app)


def test_a_json_body_is_no_form():
	"""P4, RFC 9110 §15.5.16"""
	browser = signed_in()
	form = form_of(ask(browser, an_app())).fields
	answer = browser.open(APPROVE, "POST", json=form, headers={"X-Frappe-CSRF-Token": form["csrf_token"]})
	assert answer.status_code == 415
	assert "oauth-plus-problem" in answer.text

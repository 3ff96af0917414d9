"""C6: a code is given for a button that a person pressed on our page, in that person's session; no page of
somebody else can press it, frame it, or stand in for it."""

import pytest

from oauth_plus.tests.browser import METHOD, OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import a_regular, an_api_key, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import ask, authorization_request, bearer, decide, sign_in
from oauth_plus.tests.ledger import rows_of

APPROVE = OAUTH + "approve"
CODE = "OAuth Authorization Code"


@pytest.fixture(params=[an_app, an_old_app])
def app(request):
	"""Consent is asked for in the same way whatever the client's gate."""
	return request.param()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_no_link_gives_a_code(app, door, method):
	"""C6: stock gave it for GET"""
	browser = signed_in()
	page = form_of(ask(browser, app)).fields
	query = authorization_request(app) | page | {"decision": "allow"}
	headers = {"X-Frappe-CSRF-Token": page["csrf_token"]}
	answer = browser.open(through(door, "approve", **query), method, headers=headers)
	assert "Location" not in answer.headers
	assert "code=" not in answer.text
	assert not rows_of(app, CODE)


@pytest.mark.parametrize(
	"extra",
	[{"decision": "allow"}, {"approve": "1"}, {"consent": "x", "decision": "allow"}, {"prompt": ""}],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_the_authorization_request_itself_gives_no_code(app, extra, method):
	"""C6: whatever the link says"""
	browser = signed_in()
	token = {"X-Frappe-CSRF-Token": form_of(ask(browser, an_app())).fields["csrf_token"]}
	sent = authorization_request(app) | extra
	if method == "POST":
		answer = browser.post(OAUTH + "authorize", sent, headers=token)
	else:
		answer = browser.open(OAUTH + "authorize", method, query_string=sent)
	assert "Location" not in answer.headers
	assert not rows_of(app, CODE)


FORGED = {
	"a_form_of_another_site": lambda fields: {
		"authorization_request": fields["authorization_request"],
		"decision": "allow",
	},
	"without_the_seal": lambda fields: fields | {"consent": ""},
	"with_a_guessed_seal": lambda fields: fields | {"consent": "0" * 64},
	"with_a_seal_of_capitals": lambda fields: fields | {"consent": fields["consent"].upper()},
	"with_a_seal_that_is_no_ascii": lambda fields: fields | {"consent": "é" * 32},
	"with_another_request": lambda fields: (
		fields | {"authorization_request": fields["authorization_request"].replace("openid", "")}
	),
	"with_no_request": lambda fields: fields | {"authorization_request": ""},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_form_gives_no_code(app, forged):
	"""C6"""
	browser = signed_in()
	fields = form_of(ask(browser, app)).fields
	answer = browser.post(APPROVE, forged(fields) | {"decision": "allow"})
	assert answer.status_code == 400
	assert "Location" not in answer.headers
	assert not rows_of(app, CODE)


def test_another_persons_page_gives_no_code(app):
	"""C6: Mallory plants the page that was made for another session"""
	planted = form_of(ask(signed_in(a_regular("Mallory")), app)).fields
	alice = signed_in()
	own = form_of(ask(alice, an_app())).fields["csrf_token"]
	answer = alice.post(APPROVE, planted | {"csrf_token": own, "decision": "allow"})
	assert answer.status_code == 400
	assert not rows_of(app, CODE)


def test_the_page_of_a_session_that_ended_gives_no_code(app):
	"""C6: the seal names the session, not the person alone"""
	browser, person = signed_in(), a_regular()
	old = form_of(ask(browser, app)).fields
	browser.get(METHOD + "logout")
	fresh = signed_in(person)
	token = form_of(ask(fresh, an_app())).fields["csrf_token"]
	answer = fresh.post(APPROVE, old | {"csrf_token": token, "decision": "allow"})
	assert answer.status_code == 400
	assert not rows_of(app, CODE)


def test_a_guest_gives_no_code(app):
	answer = Browser().post(APPROVE, form_of(ask(signed_in(), app)).fields | {"decision": "allow"})
	assert answer.status_code == 400
	assert not rows_of(app, CODE)


def test_a_bearer_token_cannot_consent_for_its_person(app):
	"""C6: an app that holds a token must not give itself, or another app, a wider one"""
	headers = bearer(sign_in(an_app()).access_token)
	answer = Browser().get(OAUTH + "authorize", authorization_request(app), headers=headers)
	assert sent_to(answer)["redirect-to"].startswith(OAUTH + "authorize?")
	form = form_of(ask(signed_in(), app)).fields | {"decision": "allow"}
	assert Browser().post(APPROVE, form, headers=headers).status_code == 400
	assert not rows_of(app, CODE)


def test_an_api_key_cannot_consent_for_its_person(app):
	"""C6: a script is not asked, and does not answer"""
	headers = {"Authorization": f"token {':'.join(an_api_key(a_regular()))}"}
	answer = Browser().get(OAUTH + "authorize", authorization_request(app), headers=headers)
	assert sent_to(answer)["redirect-to"].startswith(OAUTH + "authorize?")
	form = form_of(ask(signed_in(), app)).fields | {"decision": "allow"}
	assert Browser().post(APPROVE, form, headers=headers).status_code == 400
	assert not rows_of(app, CODE)


def denied(browser, app):
	return decide(browser, ask(browser, app), "deny")


@pytest.mark.parametrize(
	"page",
	[
		lambda app: ask(signed_in(), app),
		lambda app: ask(signed_in(), app, client_id="nobody"),
		lambda app: ask(Browser(), app, redirect_uri="https://evil.example/"),
		lambda app: signed_in().get(APPROVE, authorization_request(app)),
		lambda app: signed_in().post(APPROVE, {}),
		lambda app: ask(Browser(), app),
		lambda app: denied(signed_in(), app),
	],
	ids=["consent", "unknown_client", "wrong_uri", "proceed", "forged", "to_login", "denied"],
)
def test_nothing_of_it_can_be_framed_or_kept(app, page):
	"""C6, RFC 9700 §4.16, §4.2.4"""
	answer = page(app)
	if answer.status_code != 303:
		assert answer.headers["X-Frame-Options"] == "DENY"
		assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
	assert answer.headers["Referrer-Policy"] == "no-referrer"
	assert "no-store" in answer.headers["Cache-Control"]


def test_the_login_page_is_in_no_other_sites_frame():
	"""RFC 9700 §4.16 (B27)"""
	answer = Browser().get("/login", {"redirect-to": "/me"})
	assert answer.status_code == 200
	assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
	assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]

"""R49: whoever plays a person by Frappe's "Impersonate" gives no consent for them."""

import pytest

from oauth_plus.tests.browser import METHOD, OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.factories import a_regular, an_app, signed_in
from oauth_plus.tests.journey import an_impersonator, ask, decide, sign_in
from oauth_plus.tests.ledger import events_of, rows_of
from oauth_plus.tests.site import consent_remembered

CODE = "OAuth Authorization Code"
WHY = "You are signed in for somebody else."


@pytest.fixture
def support(site) -> Browser:
	"""An administrator who plays a regular user."""
	return an_impersonator(a_regular())


@pytest.mark.parametrize("wish", [{}, {"prompt": "consent"}, {"prompt": "select_account"}], ids=str)
def test_there_is_no_question_and_a_page_says_why(support, wish):
	"""Decision 10"""
	app = an_app()
	page = ask(support, app, **wish)
	assert page.status_code == 403
	assert WHY in page.text
	assert "Location" not in page.headers
	refusal = events_of(app, event="authorization_refused")[0]
	assert "Administrator was signed in as" in refusal.cause
	assert not rows_of(app, CODE)


def test_a_client_that_skips_consent_gets_no_code(support):
	app = an_app(skip_authorization=1)
	assert ask(support, app).status_code == 403
	assert not rows_of(app, CODE)


def test_what_the_person_agreed_to_before_gives_no_code(support):
	app = an_app()
	sign_in(app, signed_in())
	with consent_remembered():
		before = len(rows_of(app, CODE))
		assert ask(support, app).status_code == 403
		assert len(rows_of(app, CODE)) == before


def test_silently_nobody_is_there(support):
	"""OpenID Connect Core §3.1.2.6"""
	app = an_app(skip_authorization=1)
	answer = sent_to(ask(support, app, prompt="none"))
	assert answer["error"] == "login_required"
	assert answer["state"] == "123"
	assert not rows_of(app, CODE)


def test_a_page_from_before_is_pressed_in_vain(support):
	"""The session is the same, its user and so the seal are not."""
	app, browser = an_app(), signed_in()
	fields = form_of(ask(browser, app)).fields
	answer = support.post(OAUTH + "approve", fields | {"decision": "allow"})
	assert answer.status_code in (400, 403)
	assert not rows_of(app, CODE)


def test_the_person_themselves_is_asked_as_ever(support):
	app = an_app()
	browser = signed_in()
	assert sent_to(decide(browser, ask(browser, app)))["code"]


def test_access_may_still_be_ended_for_somebody(support):
	"""Nothing is given by it"""
	app = an_app()
	sign_in(app, signed_in())
	page = support.get("/oauth-apps")
	assert page.status_code == 200
	csrf = form_of(page).fields["csrf_token"]
	form = {"csrf_token": csrf, "client": app.client_id}
	assert support.post(METHOD + "oauth_plus.api.account.end_access", form).status_code == 303


def test_the_way_to_a_session_of_ones_own_is_open(support):
	"""prompt=login: the question to sign in again is no consent"""
	page = ask(support, an_app(), prompt="login")
	assert page.status_code == 200
	assert "sign in again" in page.text

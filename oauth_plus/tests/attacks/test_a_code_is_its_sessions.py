"""C1: whose code it is, the session says, and nothing that a browser or an app can write."""

import pytest

from oauth_plus.tests.browser import OAUTH, form_of, sent_to
from oauth_plus.tests.factories import a_regular, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import a_code, acts_as, ask, decide, redeem, tokens_of
from oauth_plus.tests.ledger import recorded, rows_of

CLAIMS = ["Administrator", "victim%40example.com", "", "%00", "Guest"]


@pytest.mark.parametrize("make", [an_app, an_old_app])
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_planted_user_id_cookie_changes_nothing(make, claim):
	"""C1: stock read the owner out of this cookie, which nobody signs"""
	app, browser = make(), signed_in()
	browser.set_cookie("user_id", claim)
	page = ask(browser, app)
	browser.set_cookie("user_id", claim)
	code = sent_to(decide(browser, page))["code"]
	[row] = rows_of(app, "OAuth Authorization Code")
	assert row.user == a_regular()
	assert acts_as(tokens_of(app, redeem(app, code)).access_token) == a_regular()
	assert recorded(app, "consent_given", user=a_regular())


def test_nothing_that_the_app_writes_into_its_request_names_the_person():
	app, browser = an_app(), signed_in()
	claimed = {"user": "Administrator", "user_id": "Administrator", "login_hint": "Administrator"}
	sent_to(decide(browser, ask(browser, app, **claimed)))
	[row] = rows_of(app, "OAuth Authorization Code")
	assert row.user == a_regular()


def test_nothing_in_the_consent_form_names_the_person():
	app, browser = an_app(), signed_in()
	page = ask(browser, app)
	browser.submit(page, decision="allow", user="Administrator", user_id="Administrator")
	[row] = rows_of(app, "OAuth Authorization Code")
	assert row.user == a_regular()


@pytest.mark.parametrize("make", [an_app, an_old_app])
def test_whoever_redeems_the_code_gets_the_tokens_of_the_person_who_consented(make):
	"""C1: a session or a cookie at the token endpoint is nobody's business"""
	app, mallory = make(), signed_in(a_regular("Mallory"))
	mallory.set_cookie("user_id", "Administrator")
	form = {"grant_type": "authorization_code", "code": a_code(app), "redirect_uri": app.redirect_uri}
	csrf = {"X-Frappe-CSRF-Token": form_of(ask(mallory, an_app())).fields["csrf_token"]}
	answer = mallory.post(OAUTH + "get_token", form | app.credentials, headers=csrf)
	assert acts_as(tokens_of(app, answer).access_token) == a_regular()

"""OAuth 2.0 Form Post Response Mode: the browser posts the answer to the app, and no address holds the code."""

import base64
import hashlib
import re

import pytest
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import Browser, form_of, sent_to
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app, signed_in, with_any_session
from oauth_plus.tests.journey import Proof, ask, decide, redeem, sign_in, tokens_of
from oauth_plus.tests.ledger import rows_of, would_refuse
from oauth_plus.tests.site import ISSUER

POSTED = {"response_mode": "form_post"}


def is_guarded(page: TestResponse) -> bool:
	"""Nothing runs but the one script that the policy names, and nobody frames or stores the page."""
	[script] = re.findall("<script>(.*?)</script>", page.text)
	digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
	policy = page.headers["Content-Security-Policy"]
	assert f"script-src 'sha256-{digest}'" in policy
	assert "default-src 'none'" in policy
	assert page.headers["X-Frame-Options"] == "DENY"
	assert page.headers["Cache-Control"] == "no-store"
	assert page.headers["Referrer-Policy"] == "no-referrer"
	return True


def test_a_code_is_posted_to_the_app_with_state_and_issuer():
	"""§2, RFC 9207 §2"""
	app, browser = an_app(), signed_in()
	page = decide(browser, ask(browser, app, **POSTED))
	assert page.status_code == 200
	assert "Location" not in page.headers
	assert is_guarded(page)
	form = form_of(page)
	assert form.action == app.redirect_uri
	assert form.fields.keys() == {"code", "state", "iss"}
	assert (form.fields["state"], form.fields["iss"]) == ("123", ISSUER)
	assert tokens_of(app, redeem(app, form.fields["code"]))


def test_a_refusal_is_posted_too():
	"""§2: as every answer"""
	app, browser = an_app(), signed_in()
	denied = form_of(decide(browser, ask(browser, app, **POSTED), "deny")).fields
	assert (denied["error"], denied["state"], denied["iss"]) == ("access_denied", "123", ISSUER)
	faulty = form_of(ask(browser, app, scope="no-such-scope", **POSTED)).fields
	assert faulty["error"] == "invalid_scope"
	silent = form_of(ask(Browser(), app, prompt="none", **POSTED)).fields
	assert silent["error"] == "login_required"


@pytest.mark.parametrize("state", ['"><script>alert(1)</script>', "a&b=c#d", "{{ 7 * 7 }}", "ä € 漢"])
def test_a_state_comes_back_as_it_was_sent_and_is_text(state):
	app, browser = an_app(), signed_in()
	page = decide(browser, ask(browser, app, state=state, **POSTED))
	assert form_of(page).fields["state"] == state
	assert page.text.count("<script>") == 1


def test_a_guest_is_told_on_the_site_what_is_wrong_and_nothing_is_posted():
	"""RFC 9700 §4.11.2"""
	page = ask(Browser(), an_app(), scope="no-such-scope", **POSTED)
	assert page.status_code == 400
	assert "<form" not in page.text


def test_nothing_is_posted_to_an_address_that_is_not_the_apps():
	app = an_app()
	page = ask(with_any_session(), app, redirect_uri="https://evil.example/callback", **POSTED)
	assert page.status_code == 400
	assert "evil.example" not in page.text


def test_a_program_with_a_scheme_of_its_own_is_told_that_it_reads_no_form():
	app = a_public_app(redirect_uris="com.example.app:/callback", default_redirect_uri=None)
	answer = sent_to(
		ask(with_any_session(), app, redirect_uri="com.example.app:/callback", **Proof().asked, **POSTED)
	)
	assert answer["error"] == "invalid_request"
	assert "form_post" in answer["error_description"]
	assert not rows_of(app, "OAuth Authorization Code")


def test_a_client_from_before_this_app_gets_the_query_that_it_always_got():
	"""Its cookies may not come with a form from another site (SameSite=Lax). Nothing is noted: Enforce refuses nothing"""
	app = an_old_app()
	assert sign_in(app, **POSTED)
	assert would_refuse(app) == set()

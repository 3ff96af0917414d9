"""H12: that one person said yes says nothing about another; stock asked nobody once anybody had a token."""

import time

import pytest
import time_machine

from oauth_plus.tests.browser import METHOD, form_of, sent_to
from oauth_plus.tests.factories import (
	a_public_app,
	a_regular,
	a_user,
	an_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import Proof, a_code, ask, redeem, revoke, sign_in
from oauth_plus.tests.ledger import families_of, rows_of
from oauth_plus.tests.site import consent_remembered

ASKED = ["allow", "deny"]
CODE = "OAuth Authorization Code"


@pytest.fixture
def alice():
	return signed_in(a_regular())


@pytest.fixture
def bob():
	return signed_in(a_regular("Bob"))


@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_another_persons_token_is_not_my_consent(alice, bob, make):
	"""H12"""
	app, proof = make(), Proof()
	sign_in(app, alice)
	given = len(rows_of(app, CODE))
	assert form_of(ask(bob, app, **proof.asked)).buttons == ASKED
	with consent_remembered():
		assert form_of(ask(bob, app, **proof.asked)).buttons == ASKED
	assert len(rows_of(app, CODE)) == given


def test_my_own_yes_is_remembered_only_where_the_site_remembers(alice):
	"""Stock's Skip Authorization: Force asks again, Auto does not"""
	app = an_app()
	sign_in(app, alice)
	assert form_of(ask(alice, app)).buttons == ASKED
	with consent_remembered():
		assert sent_to(ask(alice, app))["code"]


def test_my_token_for_one_app_is_no_consent_to_another(alice):
	"""H12"""
	sign_in(an_app(), alice)
	with consent_remembered():
		assert form_of(ask(alice, an_app())).buttons == ASKED


@pytest.mark.parametrize("uri", ["http://127.0.0.1:8000/cb", "com.example.app:/cb"])
def test_a_public_app_that_nobody_can_tell_from_another_is_asked_about_each_time(alice, uri):
	"""Doorkeeper 2023-34246, RFC 8252 §8.6: another program may call itself by its name"""
	app = a_public_app(skip_authorization=1, redirect_uris=uri, default_redirect_uri=uri)
	sign_in(app, alice)
	with consent_remembered():
		assert form_of(ask(alice, app, **Proof().asked)).buttons == ASKED
		assert sent_to(ask(alice, app, prompt="none", **Proof().asked))["error"] == "consent_required"


def test_a_public_app_at_an_https_address_is_asked_about_once_and_never_taken_for_our_own(alice, bob):
	"""RFC 8252 §7.2, §8.6: nobody but the holder of its certificate gets the answer"""
	app = a_public_app(skip_authorization=1)
	sign_in(app, alice)
	with consent_remembered():
		assert sent_to(ask(alice, app, **Proof().asked))["code"]
		assert form_of(ask(bob, app, **Proof().asked)).buttons == ASKED


def test_what_the_app_gives_back_is_still_allowed(alice):
	"""RFC 7009: an app that signs its user out ends a grant; the person has taken nothing back"""
	app = an_app()
	revoke(app, sign_in(app, alice).refresh_token)
	with consent_remembered():
		assert sent_to(ask(alice, app))["code"]


def test_what_ended_by_time_is_still_allowed():
	"""A consent outlives the grants that came of it"""
	app = an_app()
	sign_in(app)
	with consent_remembered(), time_machine.travel(time.time() + 31 * 86_400):
		assert sent_to(ask(with_any_session(), app))["code"]


def press(button, browser, **sent):
	csrf_token = form_of(ask(browser, an_app())).fields["csrf_token"]
	answer = browser.post(f"{METHOD}oauth_plus.api.{button}", sent | {"csrf_token": csrf_token})
	assert answer.status_code == 200, answer.text


def by_the_person_for_the_app(browser, app):
	press("account.end_grants", browser, client=app.client_id)


def by_the_person_for_all(browser, app):
	press("account.end_grants", browser)


def by_the_person_for_one_grant(browser, app):
	press("account.end_grant", browser, family=families_of(app)[0].name)


def by_an_administrator_for_one_grant(browser, app):
	press("grants.end_grant", browser, family=families_of(app)[0].name)


def by_an_administrator_for_the_app(browser, app):
	press("grants.end_grants", browser, client=app.client_id)


def by_a_replayed_code(browser, app):
	code = a_code(app, browser)
	redeem(app, code)
	redeem(app, code)


def by_a_disabled_app(browser, app):
	change(app, oauth_plus_enabled=0)
	change(app, oauth_plus_enabled=1)


TAKEN_BACK = (
	by_the_person_for_the_app,
	by_the_person_for_all,
	by_the_person_for_one_grant,
	by_an_administrator_for_one_grant,
	by_an_administrator_for_the_app,
	by_a_replayed_code,
	by_a_disabled_app,
)


@pytest.mark.parametrize("take_back", TAKEN_BACK)
def test_what_was_taken_back_is_asked_for_again(take_back):
	"""H12"""
	app, browser = an_app(), signed_in(a_user("System Manager"))
	sign_in(app, browser)
	take_back(browser, app)
	with consent_remembered():
		assert form_of(ask(browser, app)).buttons == ASKED
		assert sent_to(ask(browser, app, prompt="none"))["error"] == "consent_required"


def test_nobody_is_asked_silently(alice, bob):
	"""OpenID Connect Core §3.1.2.6: prompt=none gives a code only where a yes is known"""
	app = an_app()
	sign_in(app, alice)
	with consent_remembered():
		assert sent_to(ask(bob, app, prompt="none"))["error"] == "consent_required"
		assert sent_to(ask(alice, app, prompt="none"))["code"]

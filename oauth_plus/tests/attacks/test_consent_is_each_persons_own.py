"""H12: that one person said yes says nothing about another; stock asked nobody once anybody had a token."""

import time

import pytest
import time_machine

from oauth_plus.tests.browser import form_of, sent_to
from oauth_plus.tests.factories import a_public_app, a_regular, an_app, signed_in
from oauth_plus.tests.journey import Proof, ask, revoke, sign_in
from oauth_plus.tests.ledger import rows_of
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


def test_my_own_token_is_my_consent_only_where_the_site_remembers(alice):
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


def test_a_public_app_is_asked_about_each_time(alice):
	"""Doorkeeper 2023-34246, RFC 8252 §8.6: another program may call itself by its name"""
	app = a_public_app(skip_authorization=1)
	sign_in(app, alice)
	with consent_remembered():
		assert form_of(ask(alice, app, **Proof().asked)).buttons == ASKED


def test_what_was_taken_back_is_asked_for_again(alice):
	"""H12"""
	app = an_app()
	tokens = sign_in(app, alice)
	revoke(app, tokens.refresh_token)
	with consent_remembered():
		assert form_of(ask(alice, app)).buttons == ASKED


def test_what_has_ended_is_asked_for_again():
	"""H12: a month later, unused, the grant is no more"""
	app = an_app()
	sign_in(app)
	with consent_remembered(), time_machine.travel(time.time() + 31 * 86_400):
		assert form_of(ask(signed_in(), app)).buttons == ASKED


def test_nobody_is_asked_silently(alice, bob):
	"""OpenID Connect Core §3.1.2.6: prompt=none gives a code only where a yes is known"""
	app = an_app()
	sign_in(app, alice)
	with consent_remembered():
		assert sent_to(ask(bob, app, prompt="none"))["error"] == "consent_required"
		assert sent_to(ask(alice, app, prompt="none"))["code"]

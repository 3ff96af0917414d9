"""The userinfo endpoint (OpenID Connect Core §5.3)."""

import time

import pytest
import time_machine

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import a_regular, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import bearer, call, introspect, refused, sign_in
from oauth_plus.tests.ledger import would_refuse
from oauth_plus.tests.site import ISSUER

PROFILE = OAUTH + "openid_profile"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_of_the_method_tells_who_the_person_is(door, method):
	"""OpenID Connect Core §5.3.1"""
	app = an_app()
	tokens = sign_in(app)
	answer = Browser().open(through(door, "openid_profile"), method, headers=bearer(tokens.access_token))
	assert answer.status_code == 200
	assert answer.headers["Cache-Control"] == "no-store"
	told = body(answer)
	assert told["email"] == a_regular()
	assert told["name"] == "Test Person"
	assert told["iss"] == ISSUER
	assert "System Manager" in told["roles"]
	assert told["sub"] == body(introspect(app, tokens.access_token))["sub"]


def test_the_subject_is_the_same_for_every_client_and_another_for_every_person():
	"""OpenID Connect Core §8: public subjects"""
	alice = [body(call(sign_in(an_app()).access_token, PROFILE))["sub"] for _ in range(2)]
	bob = body(call(sign_in(an_app(), signed_in(a_regular("Bob"))).access_token, PROFILE))["sub"]
	assert alice[0] == alice[1]
	assert alice[0] != bob


@pytest.mark.parametrize("browser", [Browser, signed_in])
def test_without_a_token_there_is_a_bare_challenge(browser):
	"""P2, RFC 6750 §3.1: a session is no access token, and no error is named where none was made"""
	answer = browser().get(PROFILE)
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith("Bearer")
	assert "error=" not in answer.headers["WWW-Authenticate"]


def test_a_token_in_the_address_or_in_the_form_is_not_read():
	"""RFC 6750 §2.3, RFC 9700 §4.3.2"""
	token = sign_in(an_app()).access_token
	assert refused(Browser().get(PROFILE, {"access_token": token}), "invalid_token", 401)
	assert refused(Browser().post(PROFILE, {"access_token": token}), "invalid_token", 401)


def test_an_expired_token_is_refused_with_its_error():
	"""P2, RFC 6750 §3.1"""
	token = sign_in(an_app()).access_token
	with time_machine.travel(time.time() + 3601):
		answer = call(token, PROFILE)
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')


def test_a_refresh_token_is_no_access_token():
	assert call(sign_in(an_app()).refresh_token, PROFILE).status_code == 401


def test_a_token_without_openid_is_told_which_scope_is_owed():
	"""OpenID Connect Core §5.3.1, RFC 6750 §3.1"""
	token = sign_in(an_app(), scope="all").access_token
	answer = call(token, PROFILE)
	assert refused(answer, "insufficient_scope", 403)
	challenge = answer.headers["WWW-Authenticate"]
	assert challenge.startswith('Bearer error="insufficient_scope", scope="openid all"')


def test_an_old_client_gets_the_profile_without_openid_and_is_written_down():
	app = an_old_app()
	answer = call(sign_in(app, scope="all").access_token, PROFILE)
	assert body(answer)["email"] == a_regular()
	assert would_refuse(app) == {"userinfo_scope"}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_another_method_is_refused(method):
	"""P4"""
	token = sign_in(an_app()).access_token
	answer = Browser().open(PROFILE, method, headers=bearer(token))
	assert refused(answer, "invalid_request", 405)
	assert answer.headers["Allow"] == "GET, POST"

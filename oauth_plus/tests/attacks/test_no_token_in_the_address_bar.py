"""H14: tokens come from the token endpoint alone, and are taken in the header alone."""

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import (
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import Proof, a_code, acts_as, ask, decide, refused, sign_in
from oauth_plus.tests.ledger import rows_of, state, would_refuse

FRONT_CHANNEL = [
	"token",
	"id_token",
	"id_token token",
	"code token",
	"code id_token",
	"code id_token token",
	"token code",
	"TOKEN",
	"none",
]


@pytest.mark.parametrize("response_type", FRONT_CHANNEL)
@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_no_token_is_given_to_a_browser(make, response_type):
	"""H14, RFC 9700 §2.1.2"""
	app, before = make(), state()["OAuth Bearer Token"]
	response = ask(with_any_session(), app, response_type=response_type, nonce="n", **Proof().asked)
	answer = sent_to(response)
	assert answer["error"] == "unsupported_response_type"
	assert answer["state"] == "123"
	assert "access_token" not in response.headers["Location"]
	assert "id_token" not in answer
	assert state()["OAuth Bearer Token"] == before
	assert not rows_of(app, "OAuth Authorization Code")


@pytest.mark.parametrize("response_type", ["token", "id_token"])
def test_nor_does_the_app_get_one_by_being_trusted(response_type):
	"""H14: a first-party client is not asked about, and still gets codes only"""
	app = an_app(skip_authorization=1)
	answer = sent_to(ask(with_any_session(), app, response_type=response_type, nonce="n", prompt="none"))
	assert answer["error"] == "unsupported_response_type"


def test_the_metadata_offers_codes_only():
	"""H14"""
	said = body(Browser().get("/.well-known/openid-configuration"))
	assert said["response_types_supported"] == ["code"]
	assert "implicit" not in said["grant_types_supported"]
	assert said["response_modes_supported"] == ["query", "form_post"]


def test_an_old_client_goes_on_and_the_event_says_what_enforce_would_do():
	"""Decision 6: Warn"""
	app, browser = an_old_app(grant_type="Implicit", response_type="Token"), signed_in()
	answer = decide(browser, ask(browser, app, response_type="token"))
	assert "#" in answer.headers["Location"]
	assert acts_as(sent_to(answer)["access_token"]) == a_regular()
	assert would_refuse(app) == {"implicit_grant"}


# Taken in the header alone


@pytest.mark.parametrize(
	"path",
	[
		"/api/method/frappe.auth.get_logged_user",
		"/api/resource/ToDo",
		"/api/v2/document/ToDo",
		OAUTH + "openid_profile",
	],
)
@pytest.mark.parametrize("name", ["access_token", "bearer_token", "token", "Authorization", "oauth_token"])
def test_a_token_in_the_query_is_nobodys(path, name):
	"""RFC 9700 §4.3.2, RFC 6750 §5.3: it would stand in every log on its way"""
	token = sign_in(an_app()).access_token
	assert Browser().get(path, {name: token}).status_code in (401, 403)
	assert Browser().get(path, {name: f"Bearer {token}"}).status_code in (401, 403)


def test_a_token_in_the_body_is_nobodys():
	"""RFC 6750 §2.2 leaves it to us, and we leave it"""
	token = sign_in(an_app()).access_token
	answer = Browser().post(OAUTH + "openid_profile", {"access_token": token})
	assert answer.status_code == 401
	assert answer.headers["WWW-Authenticate"].startswith("Bearer")
	assert "error" not in answer.headers["WWW-Authenticate"]
	assert Browser().post("/api/resource/ToDo", {"access_token": token}).status_code == 401


def test_a_token_in_a_cookie_is_nobodys():
	token = sign_in(an_app()).access_token
	browser = Browser().set_cookie("access_token", token).set_cookie("sid", token)
	assert browser.get("/api/resource/ToDo").status_code in (401, 403)


def test_neither_code_nor_secret_is_read_from_the_address_of_the_token_endpoint():
	"""RFC 6749 §3.2, §2.3.1"""
	app = an_app()
	code = a_code(app)
	query = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	answer = Browser().post(OAUTH + "get_token", query_string=query | app.credentials)
	assert refused(answer, "invalid_request")
	answer = Browser().post(OAUTH + "get_token", {"grant_type": "authorization_code"}, query_string=query)
	assert answer.status_code in (400, 401)
	assert not rows_of(app)

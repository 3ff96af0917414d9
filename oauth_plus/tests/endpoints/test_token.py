"""The token endpoint (RFC 6749 §3.2): client authentication, errors, lifetimes, ID tokens."""

import base64
import hashlib
import time
from urllib.parse import quote

import frappe
import jwt
import pytest
import time_machine

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import CALLBACK, PASSWORD, a_public_app, a_regular, an_app, change
from oauth_plus.tests.journey import (
	Proof,
	a_code,
	acts_as,
	call,
	redeem,
	refresh,
	refused,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.keys import verified
from oauth_plus.tests.ledger import counts, events_of, rows_of
from oauth_plus.tests.site import ISSUER, configured, settings

TOKEN = OAUTH + "get_token"


def basic(name: str, secret: str) -> dict[str, str]:
	"""A Basic header as given, without the encoding of RFC 6749 §2.3.1."""
	return {"Authorization": f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"}


def code_form(code: str, **more: str) -> dict[str, str]:
	return {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **more}


# Who is asking


@pytest.mark.parametrize("door", DOORS)
def test_basic_names_the_client_and_no_user_at_every_address_of_the_method(door):
	"""P1: Frappe took it for an API key and refused before the endpoint ran"""
	app = an_app()
	answer = Browser().post(through(door, "get_token"), code_form(a_code(app)), headers=app.basic)
	assert acts_as(tokens_of(app, answer).access_token) == a_regular()


@pytest.mark.parametrize("door", DOORS)
def test_the_secret_in_the_form_works_at_every_address_of_the_method(door):
	"""RFC 6749 §2.3.1"""
	app = an_app()
	answer = Browser().post(through(door, "get_token"), code_form(a_code(app), **app.credentials))
	assert acts_as(tokens_of(app, answer).access_token) == a_regular()


def test_basic_is_form_encoded():
	"""P1, RFC 6749 §2.3.1"""
	app = an_app(client_secret="a b+c:d%e/é")
	header = basic(quote(app.client_id, safe=""), "a+b%2Bc%3Ad%25e%2F%C3%A9")
	assert tokens_of(app, token_request(code_form(a_code(app)), headers=header))


def test_a_public_client_gives_its_name_and_the_verifier():
	"""RFC 7636 §4.5"""
	app, proof = a_public_app(), Proof()
	assert tokens_of(app, redeem(app, a_code(app, proof=proof), proof))


AUTHENTICATION = {
	"wrong_basic": lambda app: ({}, basic(app.client_id, "wrong")),
	"empty_basic": lambda app: ({}, basic(app.client_id, "")),
	"wrong_post": lambda app: ({"client_id": app.client_id, "client_secret": "wrong"}, {}),
	"no_secret": lambda app: ({"client_id": app.client_id}, {}),
	"nothing": lambda app: ({}, {}),
	"unknown": lambda app: ({"client_id": "nobody", "client_secret": "x"}, {}),
	"other_case": lambda app: (app.credentials | {"client_id": app.client_id.upper()}, {}),
	"not_base64": lambda app: ({}, {"Authorization": "Basic %%%"}),
	"no_colon": lambda app: ({}, {"Authorization": "Basic YWJj"}),
	"not_utf8": lambda app: ({}, {"Authorization": "Basic YTr/"}),
	"no_credential": lambda app: ({}, {"Authorization": "Basic"}),
	"many_words": lambda app: ({}, {"Authorization": "Basic a b c"}),
}


@pytest.mark.parametrize("wrong", AUTHENTICATION.values(), ids=AUTHENTICATION)
def test_a_client_that_fails_to_authenticate_is_told_so(wrong):
	"""P2, P3, P4, C4, RFC 6749 §5.2: 401 with a challenge; the code stays good for its owner"""
	app = an_app()
	code, (form, headers) = a_code(app), wrong(app)
	answer = token_request(code_form(code, **form), headers=headers)
	assert refused(answer, "invalid_client", 401)
	assert answer.headers["WWW-Authenticate"].startswith("Basic")
	assert answer.headers["Content-Type"].startswith("application/json")
	assert not rows_of(app)
	assert tokens_of(app, redeem(app, code))


@pytest.mark.parametrize("form", [{"client_secret": "x"}, {"client_id": "somebody"}])
def test_two_ways_of_authentication_at_once_are_refused(form):
	"""RFC 6749 §2.3"""
	app = an_app()
	answer = token_request(code_form(a_code(app), **form), headers=app.basic)
	assert refused(answer, "invalid_request")
	assert not rows_of(app)


def test_a_refusal_is_written_down_with_its_cause_and_never_with_a_secret():
	app = an_app()
	token_request(code_form("x", **app.credentials | {"client_secret": "let me in"}))
	token_request(code_form("a code", **app.credentials))
	wrong_secret, wrong_code = events_of(app, outcome="Refused")
	assert wrong_secret.cause.startswith("The client_secret is none of this client")
	assert wrong_code.reason == "invalid_grant"
	assert "let me in" not in str(wrong_secret)
	assert "a code" not in str(wrong_code)


def test_a_disabled_client_is_refused():
	app = an_app()
	code = a_code(app)
	change(app, oauth_plus_enabled=0)
	assert refused(redeem(app, code), "invalid_client", 401)


def test_credentials_in_the_address_are_not_read():
	"""RFC 6749 §2.3.1: never in the URI"""
	app = an_app()
	answer = Browser().post(through("/api/method/{}", "get_token", **app.credentials), code_form(a_code(app)))
	assert refused(answer, "invalid_client", 401)


# Requests that make no sense


FORMS = {
	"password": ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
	"client_credentials": ({"grant_type": "client_credentials"}, "unauthorized_client"),
	"nonsense": ({"grant_type": "é"}, "unsupported_grant_type"),
	"no_grant_type": ({"grant_type": None}, "invalid_request"),
	"no_code": ({"code": None}, "invalid_request"),
	"unknown_code": ({"code": "x"}, "invalid_grant"),
	"no_refresh_token": ({"grant_type": "refresh_token"}, "invalid_request"),
	"unknown_refresh_token": ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
	"nul": ({"code": "a\0b"}, "invalid_request"),
	"too_long": ({"code": "x" * 10_000}, "invalid_request"),
	"sent_twice": ({"code": ["a", "b"]}, "invalid_request"),
}


@pytest.mark.parametrize(("form", "error"), FORMS.values(), ids=FORMS)
def test_a_senseless_request_has_its_error(form, error):
	"""P4, RFC 6749 §5.2"""
	app = an_app()
	before = counts()
	assert refused(token_request(code_form("x", **app.credentials) | form), error)
	assert counts() == before


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_the_password_grant_is_refused_before_anybody_looks_at_the_password(password):
	"""C5, RFC 9700 §2.4: no place to try passwords, with two-factor login or without"""
	form = {"grant_type": "password", "username": a_regular(), "password": password}
	assert refused(token_request(form | an_app().credentials), "unsupported_grant_type")


@pytest.mark.parametrize(
	("content_type", "data", "status"),
	[
		("application/json", b'{"grant_type": "authorization_code"}', 415),
		("application/json", b"{", 400),
		("application/json", b"[1]", 415),
		("text/plain", b"grant_type=authorization_code", 415),
		("application/x-www-form-urlencoded", b"\xff=\xfe", 400),
		("application/x-www-form-urlencoded", b"a=1&" * 200, 400),
		("application/x-www-form-urlencoded", b"x=" + b"y" * 70_000, 400),
		("multipart/form-data", b"no boundary", 400),
		("multipart/form-data; boundary=x", b"--x\r\nno part", 400),
		("", b"", 400),
	],
)
def test_a_body_that_is_no_form_is_refused_in_json(content_type, data, status):
	"""P4, RFC 6749 §3.2"""
	answer = Browser().post(TOKEN, data, content_type=content_type)
	assert refused(answer, "invalid_request", status)


def test_the_parameters_may_come_as_multipart():
	"""What curl -F sends; stock took it, so clients send it"""
	app = an_app()
	form = code_form(a_code(app), **app.credentials)
	assert tokens_of(app, token_request(form, content_type="multipart/form-data"))


def test_a_site_that_is_being_maintained_asks_for_patience():
	"""P4: no error that would make an app throw its tokens away"""
	app = an_app()
	tokens = sign_in(app)
	with configured(maintenance_mode=1):
		assert refused(refresh(tokens), "temporarily_unavailable", 503)
	assert tokens_of(app, refresh(tokens))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_post_is_taken(door, method):
	"""P4, RFC 6749 §3.2"""
	answer = Browser().open(through(door, "get_token"), method)
	assert refused(answer, "invalid_request", 405)
	assert answer.headers["Allow"] == "POST"


# The answer


def test_the_answer_holds_what_the_rfc_names_and_is_never_stored():
	"""P3, RFC 6749 §5.1"""
	app = an_app()
	answer = redeem(app, a_code(app))
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.headers["Pragma"] == "no-cache"
	assert answer.headers["Content-Type"].startswith("application/json")
	assert "Set-Cookie" not in answer.headers or "sid=Guest" in answer.headers["Set-Cookie"]
	said = body(answer)
	assert said.keys() == {"access_token", "refresh_token", "expires_in", "token_type", "scope", "id_token"}
	assert said["token_type"] == "Bearer"
	assert said["scope"] == "all openid"


def test_the_answer_says_which_scope_was_given():
	"""RFC 6749 §5.1, §6: narrower on a refresh, and the grant keeps its breadth"""
	app = an_app()
	first = sign_in(app)
	narrow = tokens_of(app, refresh(first, scope="openid"))
	assert narrow.answer["scope"] == "openid"
	broad = tokens_of(app, refresh(narrow))
	assert broad.answer["scope"] == "all openid"
	assert tokens_of(app, refresh(broad, scope="openid more")).answer["scope"] == "openid"


def test_without_a_scope_in_the_request_the_clients_own_are_given():
	"""RFC 6749 §3.3"""
	assert sign_in(an_app(scopes="openid email"), scope=None).answer["scope"] == "openid email"


# Lifetimes


@pytest.mark.parametrize(
	("configured_as", "expires_in"),
	[
		(120, 120),
		("180", 180),
		({"access": 240}, 240),
		('{"access": 300, "code": 30}', 300),
		({"refresh_idle": 60}, 3600),
	],
)
def test_oauth_token_expiry_sets_the_life_of_access_tokens(configured_as, expires_in):
	"""P8: stock read it nowhere"""
	app = an_app()
	with configured(oauth_token_expiry=configured_as):
		tokens = sign_in(app)
		assert tokens.answer["expires_in"] == expires_in
		again = tokens_of(app, refresh(tokens))
	assert again.answer["expires_in"] == expires_in
	with time_machine.travel(time.time() + expires_in - 5):
		assert acts_as(again.access_token)
	with time_machine.travel(time.time() + expires_in + 5):
		assert refused(call(again.access_token), "invalid_token", 401)


@pytest.mark.parametrize(
	"senseless", [0, -1, "soon", True, 1.5, [], {"access": "x"}, {"acces": 60}, "{", 10**12, {"code": 3600}]
)
def test_a_senseless_oauth_token_expiry_is_left_aside_and_reported(senseless):
	"""P8: the default applies, and the Error Log says why"""
	frappe.cache.delete_keys("oauth_plus:senseless")
	frappe.db.delete("Error Log")
	app = an_app()
	with configured(oauth_token_expiry=senseless):
		assert sign_in(app).answer["expires_in"] == 3600
	[report] = frappe.get_all("Error Log", fields=["method", "error"])
	assert "oauth_token_expiry" in report.method
	assert "default" in report.error


def test_the_site_configuration_goes_before_the_settings():
	"""P8, design: site configuration, Settings, default"""
	app = an_app()
	with settings(access_token_lifetime=900):
		assert sign_in(app).answer["expires_in"] == 900
		with configured(oauth_token_expiry=120):
			assert sign_in(app).answer["expires_in"] == 120


@pytest.mark.parametrize(("later", "is_good"), [(55, True), (65, False)])
def test_a_code_lives_for_a_minute(later, is_good):
	"""RFC 6749 §4.1.2"""
	app = an_app()
	code = a_code(app)
	with time_machine.travel(time.time() + later):
		answer = redeem(app, code)
	assert answer.status_code == 200 if is_good else refused(answer, "invalid_grant")


@pytest.mark.parametrize(("later", "is_good"), [(20, True), (40, False)])
def test_the_life_of_a_code_can_be_set(later, is_good):
	"""P8"""
	app = an_app()
	with configured(oauth_token_expiry={"code": 30}):
		code = a_code(app)
		with time_machine.travel(time.time() + later):
			answer = redeem(app, code)
	assert answer.status_code == 200 if is_good else refused(answer, "invalid_grant")


# ID tokens


def half_of_the_hash(token: str) -> str:
	"""OpenID Connect Core §3.1.3.6"""
	left = hashlib.sha256(token.encode()).digest()[:16]
	return base64.urlsafe_b64encode(left).rstrip(b"=").decode()


def test_the_id_token_says_who_signed_in_and_the_sites_key_vouches_for_it():
	"""OpenID Connect Core §2, §3.1.3.6, §3.1.3.7"""
	app = an_app()
	before = int(time.time())
	tokens = sign_in(app, nonce="n-0S6_WzA2Mj")
	claims = verified(
		tokens.answer["id_token"],
		app,
		issuer=ISSUER,
		options={"require": ["iss", "sub", "aud", "exp", "iat"]},
	)
	assert claims["nonce"] == "n-0S6_WzA2Mj"
	assert claims["at_hash"] == half_of_the_hash(tokens.access_token)
	assert before <= claims["iat"] <= time.time()
	assert claims["exp"] - claims["iat"] == tokens.answer["expires_in"]
	assert claims["email"] == a_regular()
	profile = body(call(tokens.access_token, OAUTH + "openid_profile"))
	assert claims["sub"] == profile["sub"]
	assert claims["sub"] != a_regular()


def test_without_the_scope_openid_there_is_no_id_token():
	"""OpenID Connect Core §3.1.2.1"""
	assert "id_token" not in sign_in(an_app(), scope="all").answer


def test_no_nonce_is_made_up():
	encoded = sign_in(an_app()).answer["id_token"]
	assert "nonce" not in jwt.decode(encoded, options={"verify_signature": False})

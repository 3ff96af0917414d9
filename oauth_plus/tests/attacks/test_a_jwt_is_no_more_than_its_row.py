"""A JWT access token counts at this site because it is stored here, not because of what it says or who has signed it
(RFC 8725, RFC 9068 §5; Authlib 2024-37568, 2025-59420, 2025-61920)."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import frappe
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.test import TestResponse

from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.store.clients import client_creation
from oauth_plus.tests.assertions import TYPE
from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import App, a_gateway, a_jwt_app, a_regular, signed_in
from oauth_plus.tests.journey import (
	Tokens,
	acts_as,
	ask,
	bearer,
	call,
	exchange,
	introspect,
	refresh,
	refused,
	revoke,
	sign_in,
	token_request,
)
from oauth_plus.tests.keys import kid_of, served, signed_by_the_site
from oauth_plus.tests.ledger import errors, state
from oauth_plus.tests.site import ISSUER

OTHER_KEY = rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def tokens(site: str) -> Tokens:
	"""What an app with JWT access tokens was given."""
	return sign_in(a_jwt_app())


@pytest.fixture(scope="module")
def gateway(site: str) -> App:
	return a_gateway()


def part(value: Any) -> str:
	return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims_of(token: str) -> dict[str, Any]:
	return jwt.decode(token, options={"verify_signature": False})


def by_public_key(token: str) -> str:
	"""HS256, with the key that everybody may fetch as its secret: by hand, for libraries refuse to."""
	pem = jwt.PyJWK(served()[kid_of(token)]).key.public_bytes(
		serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
	)
	signed = f"{part({'alg': 'HS256', 'typ': 'at+jwt', 'kid': kid_of(token)})}.{part(claims_of(token))}"
	tag = hmac.new(pem, signed.encode(), hashlib.sha256).digest()
	return f"{signed}.{base64.urlsafe_b64encode(tag).rstrip(b'=').decode()}"


def again(token: str, **header: Any) -> str:
	"""Signed with the site's true key, as an accomplice could: the same claims, another text."""
	return signed_by_the_site(claims_of(token) | {"n": 1}, **{"typ": "at+jwt"} | header)


FORGED: dict[str, Callable[[str], str]] = {
	"none": lambda token: f"{part({'alg': 'none', 'typ': 'at+jwt'})}.{part(claims_of(token))}.",
	"none in capitals": lambda token: f"{part({'alg': 'NONE', 'typ': 'at+jwt'})}.{part(claims_of(token))}.",
	"no signature": lambda token: token.rpartition(".")[0] + ".",
	"the public key as a secret": by_public_key,
	"another key by our name": lambda token: jwt.encode(
		claims_of(token), OTHER_KEY, "RS256", headers={"typ": "at+jwt", "kid": kid_of(token)}
	),
	"a key of its own in the header": lambda token: jwt.encode(
		claims_of(token),
		OTHER_KEY,
		"RS256",
		headers={
			"typ": "at+jwt",
			"jwk": json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key())),
		},
	),
	"crit": lambda token: again(token, crit=["exp"]),
	"typ of an ID token": lambda token: again(token, typ="JWT"),
	"typ with its media type": lambda token: again(token, typ="application/at+jwt"),
	"the site's own key": again,
	"a later exp": lambda token: signed_by_the_site(
		claims_of(token) | {"exp": int(time.time()) + 86_400}, typ="at+jwt"
	),
	"a future iat": lambda token: signed_by_the_site(
		claims_of(token) | {"iat": int(time.time()) + 3_600}, typ="at+jwt"
	),
	"another user": lambda token: signed_by_the_site(claims_of(token) | {"sub": "x"}, typ="at+jwt"),
	"the jti of another": lambda token: signed_by_the_site(
		claims_of(token) | {"scope": "all", "client_id": "x"}, typ="at+jwt"
	),
	"another padding": lambda token: f"{token}=",
	"four parts": lambda token: f"{token}.x",
	"a huge header": lambda token: f"{part({'typ': 'at+jwt', 'x': 'y' * 6_000})}.{part(claims_of(token))}.x",
	"huge claims": lambda token: f"{token.partition('.')[0]}.{'A' * 20_000}.x",
	"a deep header": lambda token: f"{base64.urlsafe_b64encode(b'[' * 2_500).decode()}.e30.x",
	"only dots": lambda token: "." * 1_000,
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_one_is_unknown_at_every_door(tokens, gateway, forge):
	"""RFC 8725 §2.1, §3.1, §3.11: the bearer door, introspection, revocation, token exchange, userinfo"""
	forged, before = forge(tokens.access_token), errors()
	assert forged != tokens.access_token
	assert call(forged).status_code == 401
	assert Browser().get(OAUTH + "openid_profile", headers=bearer(forged)).status_code == 401
	said = introspect(tokens.app, forged)
	assert body(said) == {"active": False} or refused(said, "invalid_request")
	assert revoke(tokens.app, forged).status_code in (200, 400)
	assert refused(exchange(gateway, forged), "invalid_request")
	assert acts_as(tokens.access_token) == a_regular(), "and the true one goes on"
	assert errors() == before


def _as_refresh_token(tokens: Tokens) -> TestResponse:
	return refresh(Tokens(tokens.app, "", tokens.access_token, {}))


def _as_code(tokens: Tokens) -> TestResponse:
	form = {
		"grant_type": "authorization_code",
		"code": tokens.access_token,
		"redirect_uri": tokens.app.redirect_uri,
	}
	return token_request(form | tokens.app.credentials)


def _as_client_assertion(tokens: Tokens) -> TestResponse:
	"""Its client_id and its key are known here; it is no proof of a client (RFC 8725 §3.11)"""
	proof = {"client_assertion": tokens.access_token, "client_assertion_type": TYPE, "client_secret": None}
	return refresh(tokens, **proof)


TAKEN_FOR = {
	"a refresh token": (_as_refresh_token, "invalid_grant", 400),
	"a code": (_as_code, "invalid_grant", 400),
	"a client assertion": (_as_client_assertion, "invalid_client", 401),
}


@pytest.mark.parametrize(("send", "error", "status"), TAKEN_FOR.values(), ids=TAKEN_FOR)
def test_it_is_taken_for_nothing_else(tokens, send, error, status):
	"""RFC 9068 §5, RFC 8725 §2.8"""
	before = state()
	assert refused(send(tokens), error, status)
	assert state() == before
	assert acts_as(tokens.access_token)


def test_it_is_no_hint_of_a_user():
	"""OpenID Connect Core §3.1.2.1: id_token_hint"""
	app, browser = a_jwt_app(skip_authorization=1), signed_in()
	tokens = sign_in(app, browser, prompt="consent")
	assert sent_to(ask(browser, app, id_token_hint=tokens.answer["id_token"]))["code"]
	hint = tokens.access_token
	for sent in (hint, signed_by_the_site(claims_of(hint) | {"aud": app.client_id}, typ="at+jwt")):
		answer = sent_to(ask(browser, app, id_token_hint=sent))
		assert answer["error"] == "login_required"


def test_an_id_token_is_no_access_token(tokens, gateway):
	"""Nor a logout token, which the same key signs"""
	id_token = tokens.answer["id_token"]
	logout = signed_by_the_site(claims_of(id_token), typ="logout+jwt")
	for other in (id_token, logout, signed_by_the_site(claims_of(id_token), typ="at+jwt")):
		assert call(other).status_code == 401
		assert body(introspect(tokens.app, other)) == {"active": False}
		assert refused(exchange(gateway, other), "invalid_request")


def test_a_gateway_can_tell_the_three_kinds_apart(tokens):
	"""RFC 9068 §4: by `typ`, and by the audience"""
	id_token = tokens.answer["id_token"]
	assert jwt.get_unverified_header(tokens.access_token)["typ"] == "at+jwt"
	assert jwt.get_unverified_header(id_token)["typ"] == "JWT"
	assert claims_of(id_token)["aud"] != claims_of(tokens.access_token)["aud"]


def test_one_that_has_ended_does_not_write_as_the_user_of_a_session():
	"""A WebView sends the cookie along: the app would write as whoever is signed in there"""
	forged = signed_by_the_site({"iss": ISSUER, "sub": "x"}, typ="at+jwt")
	todo = {"description": "by nobody"}
	answer = signed_in().open("/api/resource/ToDo", "POST", json=todo, headers=bearer(forged))
	assert answer.status_code in (401, 403), answer.text


def test_what_the_database_and_the_configuration_hold_makes_no_live_one():
	"""Whoever has both can sign; the `jti` of a token is stored nowhere, so that nobody can make its text again"""
	app = a_jwt_app()
	token = sign_in(app).access_token
	token_id = claims_of(token)["jti"]
	frappe.db.rollback()
	for table in ("OAuth Bearer Token", "OAuth Plus Grant", "OAuth Plus Event"):
		for row in frappe.get_all(table, fields=["*"]):
			assert token_id not in str(row.values())


def test_a_registration_cannot_ask_for_it():
	"""RFC 7591 §2: an administrator chooses, and marks gateways"""
	known = set(ClientMetadata.__dataclass_fields__)
	assert not {"access_token_format", "exchanges_tokens", "exchanges_of"} & known
	made = client_creation.create(
		ClientMetadata(
			name="R", redirect_uris=("https://app.example.com/callback",), method=AuthMethod.BASIC
		),
		allows_all=True,
	)
	row = frappe.get_doc("OAuth Client", made.client_id)
	frappe.db.rollback()
	assert row.oauth_plus_access_token_format == "Opaque"
	assert not row.oauth_plus_exchanges_tokens
	assert not row.oauth_plus_exchanges_of

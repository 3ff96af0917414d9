"""An id_token_hint is believed only with our own signature, made for this client (Authlib 2024-37568 and its kin)."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from oauth_plus.tests.browser import sent_to
from oauth_plus.tests.factories import BY_SECRET, App, an_app, signed_in
from oauth_plus.tests.journey import ask, decide, sign_in
from oauth_plus.tests.keys import kid_of, served, signed_by_the_site
from oauth_plus.tests.site import settings


def part(value: Any) -> str:
	return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims_of(hint: str) -> dict[str, Any]:
	return jwt.decode(hint, options={"verify_signature": False})


FORGED = {
	"alg_none": lambda app, claims: f"{part({'alg': 'none'})}.{part(claims)}.",
	"alg_none_in_capitals": lambda app, claims: f"{part({'alg': 'NONE'})}.{part(claims)}.",
	"no_signature": lambda app, claims: f"{part({'alg': 'HS256'})}.{part(claims)}.",
	"empty_key": lambda app, claims: jwt.encode(claims, "", "HS256"),
	"client_id_as_key": lambda app, claims: jwt.encode(claims, app.client_id, "HS256"),
	"another_apps_key": lambda app, claims: jwt.encode(claims, an_app().client_secret, "HS256"),
	"another_algorithm": lambda app, claims: jwt.encode(claims, app.client_secret, "HS512"),
	"for_another_app": lambda app, claims: jwt.encode(claims | {"aud": "other"}, app.client_secret, "HS256"),
	"for_nobody": lambda app, claims: jwt.encode(
		{name: value for name, value in claims.items() if name != "aud"}, app.client_secret, "HS256"
	),
	"of_another_person": lambda app, claims: jwt.encode(claims | {"sub": "x"}, app.client_secret, "HS256"),
	"of_no_person": lambda app, claims: jwt.encode(
		{name: value for name, value in claims.items() if name != "sub"}, app.client_secret, "HS256"
	),
	"sub_that_is_no_text": lambda app, claims: jwt.encode(claims | {"sub": None}, app.client_secret, "HS256"),
	"many_dots": lambda app, claims: "." * 1_000,
	"two_parts": lambda app, claims: "a.b",
	"no_base64": lambda app, claims: "é.é.é",
	"no_json": lambda app, claims: f"{part('x')}.{part('y')}.z",
	"deep_json": lambda app, claims: f"{base64.urlsafe_b64encode(b'[' * 1_500).decode()}.e30.x",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_hint_is_no_hint_where_the_clients_secret_is_the_key(forge):
	"""OpenID Connect Core §3.1.2.1, RFC 8725 §2.1, §3.1"""
	app, browser = an_app(skip_authorization=1, **BY_SECRET), signed_in()
	good = sign_in(app, browser, prompt="consent").answer["id_token"]
	answer = sent_to(ask(browser, app, id_token_hint=forge(app, claims_of(good))))
	assert answer["error"] == "login_required"
	assert answer["state"] == "123"
	assert "code" not in answer


def test_a_hint_of_ours_is_good_after_it_has_expired():
	"""OpenID Connect Core §3.1.2.1: and a client may sign its own, where its secret is the key"""
	app, browser = an_app(**BY_SECRET), signed_in()
	claims = claims_of(sign_in(app, browser).answer["id_token"]) | {"exp": int(time.time()) - 3600}
	hint = jwt.encode(claims, app.client_secret, "HS256")
	assert sent_to(decide(browser, ask(browser, app, id_token_hint=hint)))["code"]


# Where the site's own key signs


OTHER_KEY = rsa.generate_private_key(65537, 2048)


def hmac_signed(claims: dict[str, Any], secret: bytes, **header: Any) -> str:
	"""HS256 by hand: libraries refuse a public key as a secret, and attackers do not use libraries."""
	signed = f"{part({'alg': 'HS256', 'typ': 'JWT', **header})}.{part(claims)}"
	tag = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
	return f"{signed}.{base64.urlsafe_b64encode(tag).rstrip(b'=').decode()}"


def public_key(kid: str, encoding: serialization.Encoding) -> bytes:
	"""The key that verifies, as a file."""
	key = jwt.PyJWK(served()[kid]).key
	return key.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


def other_signed(claims: dict[str, Any], **header: Any) -> str:
	return jwt.encode(claims, OTHER_KEY, "RS256", headers=header)


def other_jwk(kid: str) -> dict[str, Any]:
	made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key()))
	return made | {"kid": kid, "alg": "RS256"}


PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER

MISUSED = {
	"alg_none": lambda app, claims, kid: f"{part({'alg': 'none', 'kid': kid})}.{part(claims)}.",
	"no_signature": lambda app, claims, kid: f"{part({'alg': 'RS256', 'kid': kid})}.{part(claims)}.",
	"the_clients_secret": lambda app, claims, kid: hmac_signed(claims, app.client_secret.encode()),
	"the_clients_secret_by_our_name": lambda app, claims, kid: hmac_signed(
		claims, app.client_secret.encode(), kid=kid
	),
	"the_public_key_as_a_secret": lambda app, claims, kid: hmac_signed(claims, public_key(kid, PEM), kid=kid),
	"the_public_key_as_a_secret_without_a_name": lambda app, claims, kid: hmac_signed(
		claims, public_key(kid, PEM)
	),
	"the_public_key_in_der": lambda app, claims, kid: hmac_signed(claims, public_key(kid, DER), kid=kid),
	"the_public_key_as_json": lambda app, claims, kid: hmac_signed(
		claims, json.dumps(served()[kid]).encode(), kid=kid
	),
	"an_unknown_key": lambda app, claims, kid: other_signed(claims, kid="unknown"),
	"a_key_without_a_name": lambda app, claims, kid: other_signed(claims),
	"another_key_by_our_name": lambda app, claims, kid: other_signed(claims, kid=kid),
	"a_name_in_other_letters": lambda app, claims, kid: signed_by_the_site(claims, kid=kid.swapcase()),
	"a_name_with_a_space": lambda app, claims, kid: signed_by_the_site(claims, kid=f"{kid} "),
	"a_name_that_is_a_filter": lambda app, claims, kid: other_signed(claims, kid='["like", "%"]'),
	"a_name_that_is_no_text": lambda app, claims, kid: (
		f"{part({'alg': 'RS256', 'kid': ['like', '%']})}.e30.x"
	),
	"a_long_name": lambda app, claims, kid: other_signed(claims, kid="x" * 1_000),
	"a_key_of_its_own_in_the_header": lambda app, claims, kid: other_signed(
		claims, kid=kid, jwk=other_jwk(kid)
	),
	"an_address_of_keys": lambda app, claims, kid: other_signed(
		claims, kid=kid, jku="https://evil.example.com/jwks"
	),
	"an_unknown_crit": lambda app, claims, kid: signed_by_the_site(claims, crit=["exp2"], exp2=1),
	"a_known_crit": lambda app, claims, kid: signed_by_the_site(claims, crit=["exp"], exp=1),
	"an_empty_crit": lambda app, claims, kid: signed_by_the_site(claims, crit=[]),
	"another_kind_of_token": lambda app, claims, kid: signed_by_the_site(claims, typ="logout+jwt"),
	"another_algorithm_of_our_key": lambda app, claims, kid: signed_by_the_site(claims, "RS512"),
	"another_padding_of_our_key": lambda app, claims, kid: signed_by_the_site(claims, "PS256"),
	"for_another_app": lambda app, claims, kid: signed_by_the_site(claims | {"aud": "other"}),
	"for_nobody": lambda app, claims, kid: signed_by_the_site(
		{name: value for name, value in claims.items() if name != "aud"}
	),
	"of_another_person": lambda app, claims, kid: signed_by_the_site(claims | {"sub": "x"}),
}


@pytest.mark.parametrize("misuse", MISUSED.values(), ids=MISUSED)
def test_a_forged_hint_is_no_hint_where_the_site_signs(misuse):
	"""RFC 8725 §2.1, §2.2, §3.1, §3.11; RFC 7515 §4.1.11; Authlib 2024-37568, 2025-59420"""
	app, browser = an_app(skip_authorization=1), signed_in()
	good = sign_in(app, browser, prompt="consent").answer["id_token"]
	assert sent_to(ask(browser, app, id_token_hint=good))["code"]
	hint = misuse(app, claims_of(good), kid_of(good))
	answer = sent_to(ask(browser, app, id_token_hint=hint))
	assert answer["error"] == "login_required"
	assert "code" not in answer


def test_what_the_site_signs_once_more_is_a_hint():
	"""The kit signs as the site does: what it changes above is what is refused"""
	app, browser = an_app(), signed_in()
	claims = claims_of(sign_in(app, browser).answer["id_token"]) | {"exp": int(time.time()) - 3600}
	assert _is_believed(app, browser, signed_by_the_site(claims))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_hint_is_good_by_either_algorithm_of_the_site(algorithm):
	"""And stays so when the site changes its mind"""
	app, browser = an_app(), signed_in()
	with settings(id_token_signing_algorithm=algorithm):
		hint = sign_in(app, browser).answer["id_token"]
		assert jwt.get_unverified_header(hint)["alg"] == algorithm
		assert _is_believed(app, browser, hint)
	assert _is_believed(app, browser, hint)


def test_a_key_of_one_algorithm_is_no_key_of_another():
	"""RFC 8725 §3.1: the algorithm belongs to the key"""
	app, browser = an_app(skip_authorization=1), signed_in()
	rsa_token = sign_in(app, browser, prompt="consent").answer["id_token"]
	with settings(id_token_signing_algorithm="ES256"):
		claims = claims_of(rsa_token)
		hint = signed_by_the_site(claims, kid=kid_of(rsa_token))
		assert sent_to(ask(browser, app, id_token_hint=hint))["error"] == "login_required"


def test_a_client_with_a_secret_for_a_key_may_show_what_the_site_signed_for_it():
	"""It was moved back: what it got in between is as good"""
	app, browser = an_app(**BY_SECRET), signed_in()
	claims = claims_of(sign_in(app, browser).answer["id_token"])
	assert _is_believed(app, browser, signed_by_the_site(claims))


def _is_believed(app: App, browser: Any, hint: str) -> bool:
	return "code" in sent_to(decide(browser, ask(browser, app, id_token_hint=hint)))

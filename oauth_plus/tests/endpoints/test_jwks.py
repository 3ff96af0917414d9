"""The site's public keys, and the ID tokens that apps verify with them (RFC 7517, OpenID Connect Core §10.1)."""

import jwt
import pytest

from oauth_plus.rules import jwk
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import (
	BY_SECRET,
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	signed_in,
	tamper,
)
from oauth_plus.tests.journey import call, refresh, sign_in, tokens_of
from oauth_plus.tests.keys import JWKS, active_kid, kid_of, served, verified
from oauth_plus.tests.ledger import would_refuse
from oauth_plus.tests.site import ISSUER, settings

PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
"""Members of private and symmetric keys (RFC 7518 §6)."""


def id_token_of(app, **asked) -> str:
	return sign_in(app, **asked).answer["id_token"]


# The document


def test_the_keys_are_served_to_everybody_and_may_be_kept_for_a_minute():
	"""RFC 7517 §5, RFC 9700 §2.6"""
	answer = Browser().get(JWKS, headers={"Origin": "https://app.example.com"})
	assert answer.status_code == 200
	assert answer.headers["Content-Type"].startswith("application/json")
	allowed = answer.headers["Access-Control-Allow-Origin"]  # v16 names the origin, and says so to caches
	assert allowed == "*" or (allowed == "https://app.example.com" and "Origin" in answer.headers["Vary"])
	assert answer.headers["Cache-Control"] == "public, max-age=60"
	assert "Pragma" not in answer.headers
	assert "Set-Cookie" not in answer.headers


def test_its_head_is_there_and_nothing_is_taken():
	answer = Browser().open(JWKS, "HEAD")
	assert answer.status_code == 200
	assert answer.text == ""
	assert Browser().post(JWKS).status_code in (403, 404, 405)


@pytest.mark.parametrize("path", ["/.well-known/jwks.json.bak", "/.well-known/jwks", f"{JWKS}/x"])
def test_no_other_address_serves_them(path):
	assert '"kty"' not in Browser().get(path).text


@pytest.mark.parametrize("document", ["openid-configuration", "oauth-authorization-server"])
def test_both_documents_lead_there(document):
	"""RFC 8414 §2, OpenID Connect Discovery §3"""
	assert body(Browser().get(f"/.well-known/{document}"))["jwks_uri"] == f"{ISSUER}{JWKS}"


def test_a_key_bears_its_name_its_use_and_nothing_private():
	"""RFC 7517 §4, §9.2, RFC 7638"""
	sign_in(an_app())
	assert active_kid() in served()
	for kid, key in served().items():
		assert kid == jwk.thumbprint(key)
		assert key["use"] == "sig"
		assert key["alg"] in ("RS256", "ES256")
		assert not PRIVATE & key.keys()


# ID tokens


@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_a_new_client_verifies_its_id_token_with_the_sites_key(make):
	"""Issue 3, point 6; OpenID Connect Core §3.1.3.7"""
	app = make()
	token = id_token_of(app, nonce="n-0S6_WzA2Mj")
	assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "JWT", "kid": active_kid()}
	claims = verified(token, app, issuer=ISSUER)
	assert claims["email"] == a_regular()
	assert claims["nonce"] == "n-0S6_WzA2Mj"


def test_the_key_has_at_least_2048_bits():
	"""RFC 7518 §3.3"""
	key = jwt.PyJWK(served()[kid_of(id_token_of(an_app()))]).key
	assert key.key_size >= 2048


def test_a_site_that_chose_es256_signs_so_at_once():
	"""Issue 3, point 6"""
	app = an_app()
	before = id_token_of(app)
	with settings(id_token_signing_algorithm="ES256"):
		assert {key["alg"] for key in served().values()} >= {"RS256", "ES256"}
		token = id_token_of(app)
		assert jwt.get_unverified_header(token)["alg"] == "ES256"
		assert verified(token, app)["email"] == a_regular()
		assert verified(before, app)["email"] == a_regular()
	assert jwt.get_unverified_header(id_token_of(app))["alg"] == "RS256"


def test_a_refreshed_id_token_is_signed_by_the_sites_key_too():
	"""OpenID Connect Core §12.2, where the answer holds one"""
	app = an_app()
	again = tokens_of(app, refresh(sign_in(app))).answer
	assert "id_token" not in again or verified(again["id_token"], app)["email"] == a_regular()


def test_the_id_token_of_one_app_is_not_for_another():
	"""OpenID Connect Core §2: the signature is the same for all, `aud` tells them apart"""
	with pytest.raises(jwt.InvalidAudienceError):
		verified(id_token_of(an_app()), an_app())


# Clients that verify with their secret


def test_an_old_client_goes_on_verifying_with_its_secret():
	"""Issue 3, point 6: until its administrator switches it"""
	app = an_old_app()
	token = id_token_of(app)
	assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
	claims = jwt.decode(token, app.client_secret, ["HS256"], audience=app.client_id, issuer=ISSUER)
	assert claims["sub"] == body(call(sign_in(app).access_token, OAUTH + "openid_profile"))["sub"]
	assert "id_token_key" not in would_refuse(app)


def test_no_other_secret_verifies_it():
	app, other = an_app(**BY_SECRET), an_app(**BY_SECRET)
	with pytest.raises(jwt.InvalidSignatureError):
		jwt.decode(id_token_of(app), other.client_secret, ["HS256"], audience=app.client_id)


def test_the_administrator_switches_a_client():
	"""Issue 3, point 6: and back, as long as the app has not followed"""
	app, manager = an_old_app(), signed_in()
	path = f"/api/resource/OAuth Client/{app.client_id}"
	for word, algorithm in (("Site Key", "RS256"), ("Client Secret (HS256)", "HS256"), ("Site Key", "RS256")):
		answer = manager.open(path, "PUT", json={"oauth_plus_id_token_signing": word})
		assert answer.status_code == 200, answer.text[:1000]
		assert jwt.get_unverified_header(id_token_of(app))["alg"] == algorithm


@pytest.mark.parametrize("word", ["", None, "HS256", "client secret (hs256)", "Site Key"])
def test_a_word_that_nobody_knows_stands_for_the_sites_key(word):
	app = tamper(an_app(), oauth_plus_id_token_signing=word)
	assert verified(id_token_of(app), app)


def test_an_empty_secret_signs_nothing():
	"""RFC 8725 §3.5: anybody could have signed it"""
	app = tamper(
		a_public_app(oauth_plus_enforcement="Off", **BY_SECRET),
		client_secret="",
		oauth_plus_enforcement="Enforce",
	)
	assert verified(id_token_of(app), app)


# A secret that is none


def test_a_public_client_cannot_be_saved_with_its_secret_as_the_key():
	"""OpenID Connect Core §10.1: MUST NOT"""
	app, manager = a_public_app(), signed_in()
	answer = manager.open(f"/api/resource/OAuth Client/{app.client_id}", "PUT", json=BY_SECRET)
	assert answer.status_code == 417
	assert "choose Site Key" in answer.text


def test_a_public_client_at_enforce_gets_the_sites_key_whatever_its_row_says():
	"""OpenID Connect Core §10.1"""
	app = tamper(a_public_app(), **BY_SECRET)
	assert verified(id_token_of(app), app)


@pytest.mark.parametrize(("level", "noted"), [("Warn", True), ("Off", False)])
def test_an_old_public_client_goes_on_and_is_watched(level, noted):
	"""decisions.md, decision 6: it verifies so today"""
	app = a_public_app(oauth_plus_enforcement=level, **BY_SECRET)
	token = id_token_of(app)
	assert jwt.decode(token, app.client_secret, ["HS256"], audience=app.client_id)
	assert ("id_token_key" in would_refuse(app)) is noted

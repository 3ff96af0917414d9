"""Clients that prove themselves with a signature (RFC 7523 §2.2, OpenID Connect Core §9: private_key_jwt)."""

import base64
import json
import time
from typing import Any

import frappe
import jwt
import pytest
from werkzeug.test import TestResponse

from oauth_plus.store.clients.client_fields import auth_method_field
from oauth_plus.tests.assertions import TYPE, a_key, an_app_with_keys, asserted, claims_of, key_set
from oauth_plus.tests.browser import OAUTH, Browser, at_once, body
from oauth_plus.tests.factories import App, a_public_app, an_app, change, tamper
from oauth_plus.tests.journey import a_code, acts_as, introspect, redeem, refresh, refused, revoke, tokens_of
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.pushed import PUSH
from oauth_plus.tests.site import ISSUER


def exchanged(app: App, **proof: Any) -> TestResponse:
	"""A code is redeemed with this proof."""
	return redeem(app, a_code(app), **proof)


def turned_away(answer: TestResponse) -> bool:
	"""RFC 6749 §5.2"""
	return refused(answer, "invalid_client", 401)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"])
def test_a_signature_stands_for_the_secret(algorithm):
	key = a_key(algorithm)
	app = an_app_with_keys(key)
	tokens = tokens_of(app, exchanged(app, **asserted(app, key)))
	assert acts_as(tokens.access_token)


def test_it_does_so_at_every_endpoint_of_clients():
	"""RFC 7009 §2.1, RFC 7662 §2.1"""
	app = an_app_with_keys()
	first = tokens_of(app, exchanged(app, **asserted(app)))
	second = tokens_of(app, refresh(first, **asserted(app)))
	assert body(introspect(app, second.access_token, **asserted(app)))["active"] is True
	assert revoke(app, second.refresh_token, **asserted(app)).status_code == 200
	assert acts_as(second.access_token) is None


def test_the_client_id_may_be_left_out():
	"""RFC 7521 §4.2"""
	app = an_app_with_keys()
	assert tokens_of(app, exchanged(app, **asserted(app), client_id=None))


def test_an_assertion_works_once():
	"""RFC 7523 §3: jti"""
	app = an_app_with_keys()
	proof = asserted(app)
	assert tokens_of(app, exchanged(app, **proof))
	assert turned_away(exchanged(app, **proof))
	assert "used before" in events_of(app)[-1].cause
	frappe.clear_cache()  # as Frappe does whenever somebody changes the site
	assert turned_away(exchanged(app, **proof))


def test_of_two_at_once_one_works():
	app = an_app_with_keys()
	proof, codes = asserted(app), [a_code(app), a_code(app)]
	answers = at_once(*(lambda code=code: redeem(app, code, **proof) for code in codes))
	assert sorted(answer.status_code for answer in answers) == [200, 401]


NOW = int(time.time())


@pytest.mark.parametrize(
	"changes",
	[
		{"iss": "somebody-else"},
		{"sub": "somebody-else"},
		{"aud": "https://other.example"},
		{"aud": [ISSUER, "https://other.example"]},
		{"aud": f"{ISSUER}/api/method/frappe.integrations.oauth2.get_token"},
		{"aud": None},
		{"exp": NOW - 120},
		{"exp": NOW + 86_400},
		{"exp": None},
		{"exp": "soon"},
		{"exp": True},
		{"iat": NOW + 3_600},
		{"nbf": NOW + 3_600},
		{"jti": None},
		{"jti": ""},
		{"jti": "x" * 300},
		{"jti": 7},
	],
	ids=str,
)
def test_claims_that_are_not_for_this_server_now_prove_nothing(changes):
	"""RFC 7523 §3; `aud` is the issuer alone, so that no other server can pass an assertion on"""
	app = an_app_with_keys()
	assert turned_away(exchanged(app, **asserted(app, **changes)))


def test_clocks_may_differ_by_a_minute():
	app = an_app_with_keys()
	here = int(time.time())
	assert tokens_of(app, exchanged(app, **asserted(app, iat=here + 50, nbf=here + 50, exp=here - 50)))


def unsigned(app: App) -> str:
	return jwt.encode(claims_of(app), "", "none")


def signed_with_public_key(app: App) -> str:
	"""RFC 8725 §2.1: the public key as the secret of an HMAC"""
	head, claims = ({"alg": "HS256", "kid": "one"}, claims_of(app))
	parts = [
		base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, claims)
	]
	return ".".join([*parts, "AAAA"])


@pytest.mark.parametrize(
	"assertion",
	[
		unsigned,
		signed_with_public_key,
		lambda app: asserted(app, a_key("ES256", "another"))["client_assertion"],
		lambda app: asserted(app, a_key("RS256"))["client_assertion"],
		lambda app: asserted(app, headers={"kid": "none-of-these"})["client_assertion"],
		lambda app: asserted(app, headers={"typ": "at+jwt"})["client_assertion"],
		lambda app: asserted(app, headers={"crit": ["exp"]})["client_assertion"],
		lambda app: asserted(app)["client_assertion"][:-8] + "AAAAAAAA",
		lambda _app: "no.jwt.atall",
		lambda _app: "..",
		lambda _app: "a" * 3_000,
		lambda _app: "[" * 3_000 + ".e.e",
	],
	ids=[
		"none",
		"HMAC",
		"another key",
		"another type",
		"kid",
		"typ",
		"crit",
		"damaged",
		"no JSON",
		"empty",
		"long",
		"deep",
	],
)
def test_what_none_of_the_keys_signed_proves_nothing(assertion):
	app = an_app_with_keys()
	proof = {"client_secret": None, "client_assertion_type": TYPE, "client_assertion": assertion(app)}
	assert turned_away(exchanged(app, **proof))


def test_another_client_cannot_use_its_own_key_in_this_ones_name():
	app, other_key = an_app_with_keys(), a_key("ES256", "of-another")
	an_app_with_keys(other_key)
	assert turned_away(exchanged(app, **asserted(app, other_key)))


def test_a_client_with_keys_is_not_let_in_by_a_secret():
	"""Nor is one without keys by an assertion"""
	app = an_app()
	change(app, oauth_plus_jwks=key_set(a_key()))
	assert turned_away(exchanged(app))
	assert turned_away(exchanged(app, client_secret=None))
	assert tokens_of(app, exchanged(app, **asserted(app)))
	change(app, oauth_plus_jwks="")
	assert turned_away(exchanged(app, **asserted(app)))
	assert tokens_of(app, exchanged(app))


def test_an_assertion_and_a_secret_at_once_are_refused():
	"""RFC 6749 §2.3"""
	app = an_app_with_keys()
	proof = asserted(app) | {"client_secret": "anything"}
	assert refused(exchanged(app, **proof), "invalid_request")
	proof = asserted(app) | {
		"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"
	}
	assert turned_away(exchanged(app, **proof))


def test_keys_are_changed_without_a_pause():
	old, new = a_key("ES256", "old"), a_key("ES256", "new")
	app = an_app_with_keys(old)
	change(app, oauth_plus_jwks=key_set(old, new))
	assert tokens_of(app, exchanged(app, **asserted(app, old)))
	assert tokens_of(app, exchanged(app, **asserted(app, new)))
	change(app, oauth_plus_jwks=key_set(new))
	assert turned_away(exchanged(app, **asserted(app, old)))


def private_jwk() -> dict[str, Any]:
	return {**a_key().public_jwk, "d": "AQAB"}


@pytest.mark.parametrize(
	"keys",
	[
		"no JSON",
		"{}",
		'{"keys": []}',
		'{"keys": ["a"]}',
		json.dumps({"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}),
		json.dumps({"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}),
		json.dumps({"keys": [{"kty": "EC", "crv": "secp256k1", "x": "AQAB", "y": "AQAB"}]}),
		json.dumps({"keys": [{"kty": "EC", "crv": "P-256", "x": "!", "y": "AQAB"}]}),
		lambda: json.dumps(
			{"keys": [{**a_key().public_jwk, "x": "AQ" * 21}]}
		),  # 31 octets, as a zero was left out
		lambda: json.dumps({"keys": [private_jwk()]}),
		lambda: json.dumps({"keys": [a_key().public_jwk, a_key().public_jwk]}),
		lambda: json.dumps({"keys": [{**a_key().public_jwk, "use": "enc"}]}),
		*(
			lambda alg=alg: json.dumps({"keys": [{**a_key().public_jwk, "alg": alg}]})
			for alg in ("ES384", "HS256", "RS256", "", 5, ["ES256"])
		),
	],
)
def test_keys_that_prove_nothing_cannot_be_saved(keys):
	with pytest.raises(frappe.ValidationError, match="public keys cannot be used"):
		an_app(oauth_plus_jwks=keys() if callable(keys) else keys)
	frappe.db.rollback()


def test_a_stored_key_that_may_not_be_registered_any_more_leaves_the_others_alone():
	"""A rule came later: the app goes on with its good key"""
	odd = {**a_key(kid="two").public_jwk, "alg": "ES384"}
	app = tamper(an_app_with_keys(), oauth_plus_jwks=json.dumps({"keys": [odd, a_key().public_jwk]}))
	assert tokens_of(app, exchanged(app, **asserted(app)))
	app = tamper(an_app_with_keys(), oauth_plus_jwks=json.dumps({"keys": [odd]}))
	assert turned_away(exchanged(app, **asserted(app)))
	assert "The alg of a key" in events_of(app)[-1].cause


def test_a_public_client_has_no_keys():
	with pytest.raises(frappe.ValidationError, match="proves itself with no key"):
		a_public_app(oauth_plus_jwks=key_set(a_key()))
	frappe.db.rollback()


def test_the_method_follows_from_the_keys():
	app, method = an_app(), auth_method_field()
	change(app, oauth_plus_jwks=key_set(a_key()))
	assert frappe.db.get_value("OAuth Client", app.client_id, method) == "Private Key JWT"
	change(app, oauth_plus_jwks="")
	assert frappe.db.get_value("OAuth Client", app.client_id, method) == "Client Secret Basic"


def test_the_metadata_name_it():
	"""RFC 8414 §2"""
	said = body(Browser().get("/.well-known/oauth-authorization-server"))
	for name in ("token", "revocation", "introspection"):
		assert "private_key_jwt" in said[f"{name}_endpoint_auth_methods_supported"]
		assert set(said[f"{name}_endpoint_auth_signing_alg_values_supported"]) == {
			"RS256",
			"PS256",
			"ES256",
			"EdDSA",
			"Ed25519",
		}


@pytest.mark.parametrize("subject", ["\ud800", "document-\ud800", "a\0b", "x" * 5_000])
@pytest.mark.parametrize("path", ["get_token", "introspect_token", "revoke_token", PUSH])
def test_a_subject_that_no_client_can_be_is_no_client(path: str, subject: str):
	"""RFC 7521 §4.2: JSON may hold what no database takes (RFC 8259 §8.2), and anybody may send it"""
	assertion = jwt.encode({"sub": subject}, "0" * 32, "HS256")
	form = {"grant_type": "client_credentials", "token": "x", "client_assertion": assertion}
	answer = Browser().post(path if path == PUSH else OAUTH + path, form | {"client_assertion_type": TYPE})
	assert answer.status_code < 500, answer.text
	assert "error" in body(answer) or body(answer) == {"active": False}  # the latter beside old clients


@pytest.mark.parametrize(("named", "signed_as"), [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA")])
def test_both_names_of_one_algorithm_fit_a_key(named, signed_as):
	"""RFC 9864 §2.2: a key set from before a library's update goes on working after it"""
	key = a_key(signed_as)
	registered = json.dumps({"keys": [key.public_jwk | {"alg": named}]})
	app = an_app(oauth_plus_jwks=registered)
	assert tokens_of(app, exchanged(app, **asserted(app, key)))

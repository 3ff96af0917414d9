"""A token that is bound to a key is worth nothing without it (RFC 9449 §7.2, §11)."""

import json
import secrets
import time
from collections.abc import Iterator
from typing import Any

import frappe
import jwt
import pytest
import redis
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from werkzeug.test import TestResponse

from oauth_plus.grants.server import provider
from oauth_plus.platform import cache
from oauth_plus.rules import secret
from oauth_plus.store.events import refused_calls
from oauth_plus.tests import dpop, every_door, neighbour
from oauth_plus.tests.assertions import a_key
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, at_once, body
from oauth_plus.tests.dpop import TOKEN, WHO, a_proof, proven, thumbprint
from oauth_plus.tests.factories import (
	a_machine,
	a_private_file,
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	with_any_session,
)
from oauth_plus.tests.journey import (
	Tokens,
	a_code,
	ask,
	bearer,
	by_itself,
	call,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of, families_of, rows_of, state
from oauth_plus.tests.site import ISSUER

OTHER = ("ES256", "another")

CHALLENGE = 'DPoP error="invalid_token"'


@pytest.fixture(scope="module")
def tokens(site: str) -> Tokens:
	"""A bound pair that several tests try, and none ends."""
	return dpop.sign_in(an_app())


@pytest.fixture(scope="module")
def private_file(site: str) -> Iterator[str]:
	with a_private_file(a_regular(), b"theirs") as path:
		yield path


# As a plain bearer


@pytest.mark.parametrize("door", every_door.doors(), ids=lambda door: door.name)
def test_no_door_takes_it_as_a_plain_bearer(tokens, private_file, door):
	"""RFC 9449 §7.2"""
	answer = every_door.knock(door, tokens.access_token, a_regular(), private_file)
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith(CHALLENGE)


@pytest.mark.parametrize(
	"path",
	[
		OAUTH + "openid_profile",
		METHOD + "frappe.realtime.get_user_info",
		"/app",
		"/?cmd=ping",
		"/no/such/page",
	],
)
def test_nor_does_userinfo_a_socket_or_a_page(tokens, path):
	assert refused(call(tokens.access_token, path), "invalid_token", 401)


@pytest.mark.parametrize("method", ["get_token", "introspect_token", "revoke_token"])
def test_nor_does_an_endpoint_of_clients(tokens, method):
	answer = Browser().post(OAUTH + method, {"token": "x"}, headers=bearer(tokens.access_token))
	assert refused(answer, "invalid_token", 401)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_no_spelling_of_the_scheme_helps(tokens, scheme):
	headers = {"Authorization": f"{scheme} {tokens.access_token}", "DPoP": a_proof(WHO, "GET")}
	assert refused(Browser().get(WHO, headers=headers), "invalid_token", 401)


@pytest.mark.parametrize("scheme", ["token", "Basic", "JWT", "DPoPx", "DPoP,Bearer"])
def test_no_other_scheme_lets_it_in(tokens, scheme):
	answer = Browser().get(WHO, headers={"Authorization": f"{scheme} {tokens.access_token}"})
	assert answer.status_code in (400, 401)  # 400: what follows Basic is no base64
	assert a_regular() not in answer.text


@pytest.mark.parametrize("name", ["access_token", "token", "sid"])
def test_no_parameter_lets_it_in(tokens, name):
	answer = Browser().get(WHO, {name: tokens.access_token})
	assert a_regular() not in answer.text


def test_the_shared_server_refuses_it(tokens):
	"""As Frappe's own code, and that of other apps, asks"""
	for headers in (bearer(tokens.access_token), dpop.bound(tokens.access_token)):
		assert provider().verify_request(WHO, "GET", None, headers, scopes=["all"])[0] is False


def test_another_app_that_knows_bearers_does_not_get_it(tokens):
	with neighbour.installed(a_regular("Bob")):
		assert refused(call(tokens.access_token), "invalid_token", 401)


def test_the_cache_does_not_forget_that_it_is_bound(tokens):
	"""From the database, from Redis, and from what an older version had written there"""
	assert dpop.call(tokens.access_token).status_code == 200
	place = cache.key_of("bearer", secret.digest(tokens.access_token))
	said = json.loads(redis.Redis.get(frappe.cache, place))
	assert said["dpop_jkt"] == thumbprint()
	assert refused(call(tokens.access_token), "invalid_token", 401)
	older = {name: value for name, value in said.items() if not name.startswith(("dpop", "requires"))}
	redis.Redis.set(frappe.cache, place, json.dumps(older), ex=60)
	assert refused(call(tokens.access_token), "invalid_token", 401)
	assert dpop.call(tokens.access_token).status_code == 200


def test_a_theft_is_noted():
	"""RFC 9700 §4.9.2: for the administrator"""
	tokens = dpop.sign_in(an_app())
	assert refused(call(tokens.access_token), "invalid_token", 401)
	refused_calls.write_down()
	frappe.db.commit()
	causes = [event.cause for event in events_of(tokens.app)]
	assert "An access token that is bound to a key came as a plain bearer" in causes


def test_a_resource_server_is_told_of_the_key(tokens):
	"""RFC 9449 §6.2: it has to ask for a proof"""
	gateway = an_app(oauth_plus_introspects_all=1)
	said = body(introspect(gateway, tokens.access_token))
	assert (said["token_type"], said["cnf"]) == ("DPoP", {"jkt": thumbprint()})


# Proofs


def damaged(proof: str) -> str:
	head, claims, signature = proof.split(".")
	return f"{head}.{claims}.{'A' * len(signature)}"


def by_hmac(token: str) -> str:
	"""RFC 8725 §2.1"""
	claims = jwt.decode(a_proof(WHO, "GET", token=token), options={"verify_signature": False})
	return jwt.encode(claims, "secret", "HS256", headers={"typ": "dpop+jwt", "jwk": a_key().public_jwk})


def unsigned(token: str) -> str:
	claims = jwt.decode(a_proof(WHO, "GET", token=token), options={"verify_signature": False})
	return jwt.encode(claims, "", "none", headers={"typ": "dpop+jwt", "jwk": a_key().public_jwk})


def private_jwk() -> dict[str, Any]:
	return {**a_key().public_jwk, "d": "c2VjcmV0"}


def off_the_curve() -> dict[str, Any]:
	return {"kty": "EC", "crv": "P-256", "x": "A" * 42 + "E", "y": "A" * 42 + "I"}


NOW = int(time.time())

HEADERS: dict[str, dict[str, Any]] = {
	"no typ": {"typ": None},
	"typ JWT": {"typ": "JWT"},
	"typ at+jwt": {"typ": "at+jwt"},
	"crit": {"crit": ["exp"], "exp": 1},
	"no jwk": {"jwk": None},
	"jwk a text": {"jwk": "x"},
	"jwk empty": {"jwk": {}},
	"jwk odd": {"jwk": {"kty": [], "crv": {}}},
	"jwk symmetric": {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
	"jwk of another key": {"jwk": a_key(*OTHER).public_jwk},
	"jwk of another kind": {"jwk": a_key("EdDSA").public_jwk},
}

CLAIMS: dict[str, dict[str, Any]] = {
	"no htm": {"htm": None},
	"another method": {"htm": "POST"},
	"htm in small letters": {"htm": "get"},
	"no htu": {"htu": None},
	"another path": {"htu": f"{ISSUER}/api/resource/ToDo"},
	"another site": {"htu": f"https://evil.example.com{WHO}"},
	"a site within": {"htu": f"{ISSUER}.evil.example.com{WHO}"},
	"a site as user": {"htu": f"https://erp.example.com@evil.example.com{WHO}"},
	"another scheme": {"htu": f"http://erp.example.com{WHO}"},
	"another port": {"htu": f"{ISSUER}:8443{WHO}"},
	"the Host header": {"htu": f"http://localhost{WHO}"},
	"a slash more": {"htu": f"{ISSUER}{WHO}/"},
	"the path in the query": {"htu": f"{ISSUER}/?{WHO}"},
	"no address": {"htu": "[::::]"},
	"htu a list": {"htu": [f"{ISSUER}{WHO}"]},
	"no iat": {"iat": None},
	"old": {"iat": NOW - 3_600},
	"of the future": {"iat": NOW + 3_600},
	"iat a text": {"iat": str(NOW)},
	"iat NaN": {"iat": float("nan")},
	"iat endless": {"iat": float("inf")},
	"iat huge": {"iat": 10**400},
	"iat true": {"iat": True},
	"expired": {"exp": NOW - 600},
	"not yet": {"nbf": NOW + 3_600},
	"no jti": {"jti": None},
	"jti empty": {"jti": ""},
	"jti long": {"jti": "x" * 257},
	"jti a number": {"jti": 7},
	"no ath": {"ath": None},
	"ath of another token": {"ath": dpop.hashed("another")},
}


def refused_proof(answer: TestResponse) -> bool:
	"""RFC 9449 §7.1"""
	assert answer.headers["WWW-Authenticate"].startswith('DPoP error="invalid_dpop_proof"')
	assert 'algs="RS256 PS256 ES256 EdDSA Ed25519"' in answer.headers["WWW-Authenticate"]
	return refused(answer, "invalid_dpop_proof", 401)


def sent(token: str, proof: str | None) -> TestResponse:
	headers = {"Authorization": f"DPoP {token}"} | ({"DPoP": proof} if proof is not None else {})
	return Browser().get(WHO, headers=headers)


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_a_proof_with_another_header_is_refused(tokens, headers):
	"""RFC 9449 §4.3, 1 to 7"""
	token = tokens.access_token
	assert refused_proof(sent(token, a_proof(WHO, "GET", token=token, headers=headers)))


@pytest.mark.parametrize("changes", CLAIMS.values(), ids=CLAIMS)
def test_a_proof_that_was_made_for_something_else_is_refused(tokens, changes):
	"""RFC 9449 §4.3, 8 to 12"""
	token = tokens.access_token
	assert refused_proof(sent(token, a_proof(WHO, "GET", **{"token": token} | changes)))


PROOFS = {
	"none": lambda _token: None,
	"empty": lambda _token: "",
	"dots": lambda _token: "..",
	"no JWT": lambda _token: "no.jwt.atall",
	"deep": lambda _token: "[" * 3_000 + ".e.e",
	"long": lambda token: a_proof(WHO, "GET", token=token, more="x" * 5_000),
	"very long": lambda _token: "a" * 200_000,
	"two": lambda token: f"{a_proof(WHO, 'GET', token=token)}, {a_proof(WHO, 'GET', token=token)}",
	"two at once": lambda token: f"{a_proof(WHO, 'GET', token=token)},{a_proof(WHO, 'GET', token=token)}",
	"damaged": lambda token: damaged(a_proof(WHO, "GET", token=token)),
	"HMAC": by_hmac,
	"unsigned": unsigned,
}


@pytest.mark.parametrize("make", PROOFS.values(), ids=PROOFS)
def test_what_is_no_proof_is_refused(tokens, make):
	"""RFC 9449 §4.3"""
	assert refused_proof(sent(tokens.access_token, make(tokens.access_token)))


def test_two_headers_are_refused(tokens):
	"""RFC 9449 §4.3, 1"""
	token = tokens.access_token
	one, two = (("DPoP", a_proof(WHO, "GET", token=token)) for _ in range(2))
	answer = Browser().get(WHO, headers=[("Authorization", f"DPoP {token}"), one, two])
	assert refused_proof(answer)


@pytest.mark.parametrize("key", [private_jwk, off_the_curve])
def test_a_key_that_is_private_or_none_is_refused(tokens, key):
	"""RFC 9449 §4.3, 7"""
	token = tokens.access_token
	assert refused_proof(sent(token, a_proof(WHO, "GET", token=token, headers={"jwk": key()})))


def test_a_key_that_takes_long_to_verify_is_refused(tokens):
	"""A public exponent as long as the key"""
	numbers = rsa.generate_private_key(65537, 2048).public_key().public_numbers()
	slow = RSAAlgorithm.to_jwk(rsa.RSAPublicNumbers(numbers.n - 2, numbers.n).public_key(), as_dict=True)
	key, token = a_key("RS256"), tokens.access_token
	assert refused_proof(sent(token, a_proof(WHO, "GET", token=token, key=key, headers={"jwk": slow})))


def test_another_key_is_refused(tokens):
	"""RFC 9449 §4.3, 12: a good proof, and not the one that the token is bound to"""
	answer = dpop.call(tokens.access_token, key=a_key(*OTHER))
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith(CHALLENGE)


def test_a_proof_works_once(tokens):
	"""RFC 9449 §11.1"""
	headers = dpop.bound(tokens.access_token)
	assert Browser().get(WHO, headers=headers).status_code == 200
	assert refused_proof(Browser().get(WHO, headers=headers))


def test_a_proof_works_once_also_after_frappe_has_cleared_its_cache(tokens):
	"""As it does whenever somebody changes the site"""
	headers = dpop.bound(tokens.access_token)
	assert Browser().get(WHO, headers=headers).status_code == 200
	frappe.clear_cache()
	assert refused_proof(Browser().get(WHO, headers=headers))


def test_of_two_at_once_one_works(tokens):
	headers = dpop.bound(tokens.access_token)
	answers = at_once(*[lambda: Browser().get(WHO, headers=headers)] * 4)
	assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


def test_a_proof_for_the_token_endpoint_opens_no_door(tokens):
	"""It has no ath, and one for a door is for no other token"""
	assert refused_proof(sent(tokens.access_token, a_proof()))
	other = dpop.sign_in(an_app())
	proof = a_proof(WHO, "GET", token=other.access_token)
	assert refused_proof(sent(tokens.access_token, proof))


def test_without_redis_nobody_knows_whether_a_proof_is_new(tokens, monkeypatch):
	"""RFC 9449 §11.1: 503, and never let in"""
	own, place = redis.Redis.set, b"oauth_plus:dpop:"

	def gone(self, name, *args, **kwargs):
		if place in (name if isinstance(name, bytes) else name.encode()):
			raise redis.exceptions.ConnectionError
		return own(self, name, *args, **kwargs)

	monkeypatch.setattr(redis.Redis, "set", gone)
	answer = dpop.call(tokens.access_token)
	assert refused(answer, "temporarily_unavailable", 503)
	form = {"grant_type": "client_credentials"} | a_machine().credentials
	assert refused(token_request(form, **proven()), "temporarily_unavailable", 503)


# The token endpoint


@pytest.mark.parametrize(
	"proof",
	[
		"",
		"x",
		a_proof(WHO),
		a_proof(htu=f"https://evil.example.com{TOKEN}"),
		a_proof(method="GET"),
		a_proof(iat=NOW - 3_600),
		f"{a_proof()},{a_proof()}",
		"a" * 200_000,
	],
	ids=["empty", "none", "another address", "another site", "another method", "old", "two", "huge"],
)
def test_a_bad_proof_gets_no_plain_token(proof):
	"""RFC 9449 §5: no downgrade, and the code is still there"""
	app = an_app()
	code, before = a_code(app), state()
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	answer = token_request(form | app.credentials, headers={"DPoP": proof})
	assert refused(answer, "invalid_dpop_proof")
	assert "WWW-Authenticate" not in answer.headers
	assert state()["OAuth Bearer Token"] == before["OAuth Bearer Token"]
	assert events_of(app)[-1].cause.startswith("The DPoP proof proves nothing. ")
	assert dpop.redeem(app, code).status_code == 200


def test_a_proof_of_the_token_endpoint_works_once():
	app = a_machine()
	form, header = {"grant_type": "client_credentials"} | app.credentials, proven()
	answers = at_once(*[lambda: token_request(form, **header)] * 3)
	assert sorted(answer.status_code for answer in answers) == [200, 400, 400]
	assert len(rows_of(app)) == 1


def test_a_stolen_refresh_token_of_a_public_client_harms_nobody():
	"""RFC 9449 §5: neither the current one, nor its predecessor, within the grace or long after"""
	tokens = dpop.sign_in(a_public_app())
	second = tokens_of(tokens.app, dpop.refresh(tokens))
	third = tokens_of(tokens.app, dpop.refresh(second))
	for stolen in (third, second, tokens):
		assert refused(refresh(stolen), "invalid_grant")
		assert refused(dpop.refresh(stolen, a_key(*OTHER)), "invalid_grant")
	[family] = families_of(tokens.app)
	assert (family.state, family.generation) == ("Active", 3)
	assert dpop.call(third.access_token).status_code == 200
	assert dpop.refresh(third).status_code == 200


def test_its_owner_who_replays_it_still_ends_the_grant():
	"""RFC 9700 §4.14.2: two have the token and the key"""
	tokens = dpop.sign_in(a_public_app(oauth_plus_grace=0))
	second = tokens_of(tokens.app, dpop.refresh(tokens))
	assert refused(dpop.refresh(tokens), "invalid_grant")
	assert refused(dpop.refresh(second), "invalid_grant")
	assert families_of(tokens.app)[0].state == "Replayed"


def test_a_repeat_with_another_key_gets_nothing_and_harms_nobody():
	"""Within the grace, also of a client that may change its key"""
	tokens = dpop.sign_in(an_app())
	second = tokens_of(tokens.app, dpop.refresh(tokens))
	assert refused(dpop.refresh(tokens, a_key(*OTHER)), "invalid_grant")
	assert refused(refresh(tokens), "invalid_grant")
	assert dpop.call(second.access_token).status_code == 200
	plain = sign_in(an_app())
	follower = tokens_of(plain.app, refresh(plain))
	assert refused(dpop.refresh(plain), "invalid_grant")
	assert call(follower.access_token).status_code == 200


def test_an_old_client_that_proves_itself_with_nothing_is_bound_as_a_public_one():
	"""At Warn, a confidential client may come without its secret"""
	app = an_old_app()
	code = a_code(app)
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	bare = {"client_id": app.client_id}
	tokens = tokens_of(app, token_request(form | bare, **proven()))
	assert refused(refresh(tokens, client_secret=None), "invalid_grant")
	assert refused(refresh(tokens), "invalid_grant")
	assert dpop.refresh(tokens).status_code == 200


def test_a_stolen_code_is_worth_nothing_without_its_key():
	"""RFC 9449 §10: nor is it spent"""
	app = an_app()
	code = a_code(app, dpop_jkt=thumbprint())
	assert refused(redeem(app, code), "invalid_grant")
	assert refused(dpop.redeem(app, code, key=a_key(*OTHER)), "invalid_grant")
	assert dpop.redeem(app, code).status_code == 200


def test_dpop_jkt_twice_is_refused():
	"""RFC 6749 §3.1"""
	app = an_app()
	query = f"dpop_jkt={thumbprint()}&dpop_jkt={thumbprint(a_key(*OTHER))}"
	asked = f"client_id={app.client_id}&response_type=code&redirect_uri={app.redirect_uri}&scope=all&{query}"
	answer = with_any_session().get(OAUTH + "authorize", asked)
	assert "error=invalid_request" in answer.headers["Location"]


def test_a_client_that_requires_dpop_gets_nothing_plain():
	"""RFC 9449 §5.2: by no grant, and not in the address bar"""
	required = {"oauth_plus_dpop_required": 1}
	assert refused(by_itself(a_machine(**required)), "invalid_dpop_proof")
	app = an_app(**required)
	assert refused(redeem(app, a_code(app)), "invalid_dpop_proof")
	old = an_old_app(response_type="Token", grant_type="Implicit", **required)
	answer = ask(with_any_session(), old, response_type="token")
	assert "error=unsupported_response_type" in answer.headers["Location"]
	assert rows_of(old) == []


def test_a_bound_token_beside_a_session_is_not_the_sessions():
	"""A browser's cookies do not stand in for the proof"""
	tokens = dpop.sign_in(an_app())
	bob = with_any_session(a_regular("Bob"))
	headers = {"Authorization": f"DPoP {tokens.access_token}", "DPoP": secrets.token_hex(8)}
	assert refused(bob.get(WHO, headers=headers), "invalid_dpop_proof", 401)
	assert refused(bob.post(WHO, headers=headers), "invalid_dpop_proof", 401)
	assert body(bob.get(WHO))["message"] == a_regular("Bob")

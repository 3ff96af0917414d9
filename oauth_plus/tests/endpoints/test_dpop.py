"""Tokens that are bound to a key, and their proofs (RFC 9449)."""

import time

import frappe
import pytest
import time_machine

from oauth_plus.tests import device, dpop
from oauth_plus.tests.assertions import a_key, an_app_with_keys, asserted
from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.dpop import WHO, a_proof, proven, thumbprint
from oauth_plus.tests.every_door import a_todo
from oauth_plus.tests.factories import (
	a_device_app,
	a_machine,
	a_private_file,
	a_public_app,
	a_regular,
	an_app,
	with_any_session,
)
from oauth_plus.tests.journey import (
	Proof,
	a_code,
	acts_as,
	ask,
	bearer,
	by_itself,
	call,
	introspect,
	refresh,
	refused,
	revoke,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.site import ISSUER, configured, settings

OTHER = ("ES256", "another")

PATHS = (WHO, "/api/v2/method/frappe.auth.get_logged_user", "/api/resource/ToDo", "/me")


def cnf(tokens):
	"""What introspection says of the key."""
	return body(introspect(tokens.app, tokens.access_token)).get("cnf")


# The token endpoint


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"])
def test_a_proof_binds_the_token_to_its_key(algorithm):
	"""RFC 9449 §5, §6.2"""
	key = a_key(algorithm)
	tokens = dpop.sign_in(an_app(), key)
	assert tokens.answer["token_type"] == "DPoP"
	assert body(dpop.call(tokens.access_token, key=key))["message"] == a_regular()
	said = body(introspect(tokens.app, tokens.access_token))
	assert (said["token_type"], said["cnf"]) == ("DPoP", {"jkt": thumbprint(key)})


def test_without_a_proof_everything_is_as_before():
	tokens = sign_in(an_app())
	assert tokens.answer["token_type"] == "Bearer"
	said = body(introspect(tokens.app, tokens.access_token))
	assert said["token_type"] == "Bearer"
	assert "cnf" not in said


def test_a_client_may_have_to_send_a_proof():
	"""RFC 9449 §5.2: with each token request"""
	app = an_app(oauth_plus_dpop_required=1)
	code = a_code(app)
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	assert refused(token_request(form | app.credentials), "invalid_dpop_proof")
	assert "Require DPoP" in events_of(app)[-1].cause
	tokens = tokens_of(app, dpop.redeem(app, code))
	assert refused(refresh(tokens), "invalid_dpop_proof")
	assert tokens_of(app, dpop.refresh(tokens)).answer["token_type"] == "DPoP"


def test_a_refresh_token_of_a_public_client_is_bound_too():
	"""RFC 9449 §5"""
	tokens = dpop.sign_in(a_public_app())
	second = tokens_of(tokens.app, dpop.refresh(tokens))
	assert second.answer["token_type"] == "DPoP"
	assert cnf_of_row(second) == thumbprint()


def cnf_of_row(tokens):
	"""The key that the grant's refresh token is bound to."""
	frappe.db.rollback()
	return frappe.db.get_value("OAuth Plus Grant", {"client": tokens.app.client_id}, "dpop_jkt")


def test_a_refresh_with_a_proof_binds_what_was_not_bound():
	tokens = sign_in(a_public_app())
	second = tokens_of(tokens.app, dpop.refresh(tokens))
	assert dpop.call(second.access_token).status_code == 200
	assert refused(refresh(second), "invalid_grant")
	assert dpop.refresh(second).status_code == 200


def test_a_confidential_client_may_change_its_key():
	"""RFC 9449 §5: its own proof ties the refresh token to it"""
	app, other = an_app(), a_key(*OTHER)
	second = tokens_of(app, dpop.refresh(dpop.sign_in(app), other))
	assert dpop.call(second.access_token, key=other).status_code == 200
	plain = tokens_of(app, refresh(second))
	assert plain.answer["token_type"] == "Bearer"
	assert acts_as(plain.access_token) == a_regular()


def test_a_repeat_with_the_same_key_gets_the_same_pair():
	for app in (an_app(), a_public_app()):
		tokens = dpop.sign_in(app)
		first, again = (body(dpop.refresh(tokens)) for _ in range(2))
		assert first["access_token"] == again["access_token"]
		assert again["token_type"] == "DPoP"


def test_a_code_is_bound_by_the_authorization_request():
	"""RFC 9449 §10"""
	app = an_app()
	code = a_code(app, dpop_jkt=thumbprint())
	assert refused(dpop.redeem(app, code, key=a_key(*OTHER)), "invalid_grant")
	tokens = tokens_of(app, dpop.redeem(app, code))
	assert cnf(tokens) == {"jkt": thumbprint()}


@pytest.mark.parametrize("value", ["short", "x" * 44, "!" * 43])
def test_what_is_no_thumbprint_binds_no_code(value):
	"""RFC 9449 §10"""
	answer = ask(with_any_session(), an_app(), dpop_jkt=value)
	assert sent_to(answer)["error"] == "invalid_request"


def test_a_device_binds_its_token_when_it_fetches_it():
	waiting = device.a_device(a_device_app())
	device.decide(waiting)
	form = {"grant_type": device.GRANT, "device_code": waiting.device_code} | waiting.app.credentials
	tokens = tokens_of(waiting.app, token_request(form, **proven()))
	assert dpop.call(tokens.access_token).status_code == 200
	assert refused(call(tokens.access_token), "invalid_token", 401)
	assert refused(refresh(tokens), "invalid_grant")


def test_a_machine_binds_its_token():
	app = a_machine()
	form = {"grant_type": "client_credentials"} | app.credentials
	tokens = tokens_of(app, token_request(form, **proven()))
	assert dpop.call(tokens.access_token).status_code == 200
	assert refused(call(tokens.access_token), "invalid_token", 401)
	plain = tokens_of(app, by_itself(app))
	assert call(plain.access_token).status_code == 200, "both are of one grant"


def test_a_client_that_signs_binds_tokens_too():
	"""RFC 7523 and RFC 9449 at once"""
	app = an_app_with_keys()
	form = {"grant_type": "authorization_code", "code": a_code(app), "redirect_uri": app.redirect_uri}
	answer = token_request(form | app.credentials | asserted(app), **proven(a_key(*OTHER)))
	assert body(answer)["token_type"] == "DPoP"


def test_revocation_needs_no_proof():
	"""RFC 7009: a public client that lost its key can still end what it has"""
	tokens = dpop.sign_in(a_public_app())
	assert revoke(tokens.app, tokens.refresh_token).status_code == 200
	assert refused(dpop.call(tokens.access_token), "invalid_token", 401)
	assert refused(dpop.refresh(tokens), "invalid_grant")


# At a resource


@pytest.mark.parametrize("path", PATHS)
def test_a_bound_token_opens_every_door_with_a_proof(path):
	"""RFC 9449 §7.1; once from the database, once from Redis"""
	tokens = dpop.sign_in(an_app())
	assert dpop.call(tokens.access_token, path).status_code == 200
	assert dpop.call(tokens.access_token, path).status_code == 200


def test_it_opens_userinfo_and_a_private_file():
	tokens = dpop.sign_in(an_app())
	assert "sub" in body(dpop.call(tokens.access_token, OAUTH + "openid_profile"))
	with a_private_file(a_regular(), b"for Alice only") as path:
		assert dpop.call(tokens.access_token, path).data == b"for Alice only"


def test_a_body_goes_through_and_cookies_do_not_count():
	tokens, path = dpop.sign_in(an_app()), "/api/resource/ToDo"
	headers = dpop.bound(tokens.access_token, path, "POST")
	made = with_any_session(a_regular("Bob")).open(path, "POST", json={"description": "x"}, headers=headers)
	assert made.status_code == 200, made.text
	assert body(made)["data"]["owner"] == a_regular()


def test_the_query_is_no_part_of_the_address():
	"""RFC 9449 §4.3, 9: it is ignored on both sides"""
	tokens = dpop.sign_in(an_app())
	path = "/api/resource/ToDo?limit=1"
	assert dpop.call(tokens.access_token, path).status_code == 200
	assert dpop.call(tokens.access_token, path, htu=f"{ISSUER}{path}").status_code == 200


def test_an_encoded_path_is_compared_as_it_means():
	"""RFC 3986 §6.2.2"""
	tokens, todo = dpop.sign_in(an_app()), a_todo(a_regular())
	encoded = f"/api/resource/%54o%44o/{todo}"
	assert dpop.call(tokens.access_token, encoded).status_code == 200
	address = f"HTTPS://ERP.example.com:443/api/./resource/ToDo/{todo}"
	assert dpop.call(tokens.access_token, encoded, htu=address).status_code == 200


def test_a_second_name_of_the_site_is_its_address_too():
	tokens = dpop.sign_in(an_app())
	with configured(domains=["shop.example.org"]):
		headers = dpop.bound(tokens.access_token, htu=f"https://shop.example.org{WHO}")
		sent = {"Host": "shop.example.org", "X-Forwarded-Proto": "https"}
		assert Browser().get(WHO, headers=headers | sent).status_code == 200
	headers = dpop.bound(tokens.access_token, htu=f"https://shop.example.org{WHO}")
	assert refused(Browser().get(WHO, headers=headers | sent), "invalid_dpop_proof", 401)


def test_a_scope_that_lacks_is_told_by_the_same_scheme():
	"""RFC 9449 §7.1, RFC 6750 §3.1"""
	tokens = dpop.sign_in(an_app(scopes="openid"), scope="openid")
	answer = dpop.call(tokens.access_token, "/api/resource/ToDo")
	assert answer.status_code == 403
	challenge = answer.headers["WWW-Authenticate"]
	assert challenge.startswith('DPoP error="insufficient_scope"')
	assert 'algs="RS256 PS256 ES256 EdDSA Ed25519"' in challenge


def test_a_challenge_says_where_the_metadata_are():
	"""RFC 9728 §5.1"""
	challenge = dpop.call("x" * 43).headers["WWW-Authenticate"]
	assert challenge.startswith('DPoP error="invalid_token"')
	assert "resource_metadata=" in challenge


# Nonces


def nonce_of(answer):
	return answer.headers["DPoP-Nonce"]


@pytest.fixture(params=["client", "site"])
def careful(request):
	"""An app whose proofs need a nonce."""
	if request.param == "client":
		yield a_public_app(oauth_plus_dpop_required=1, oauth_plus_dpop_nonce=1)
		return
	with settings(require_dpop_nonces=1):
		yield a_public_app()


def test_a_nonce_is_asked_for_and_then_taken(careful):
	"""RFC 9449 §8, §9"""
	pkce = Proof()
	code = a_code(careful, None, pkce)
	answer = dpop.redeem(careful, code, pkce)
	assert refused(answer, "use_dpop_nonce")
	assert "WWW-Authenticate" not in answer.headers
	tokens = tokens_of(careful, dpop.redeem(careful, code, pkce, nonce=nonce_of(answer)))
	answer = dpop.call(tokens.access_token)
	assert refused(answer, "use_dpop_nonce", 401)
	assert answer.headers["WWW-Authenticate"].startswith('DPoP error="use_dpop_nonce"')
	good = dpop.call(tokens.access_token, nonce=nonce_of(answer))
	assert good.status_code == 200
	assert "DPoP-Nonce" not in good.headers


def test_asking_for_a_nonce_is_no_event(careful):
	pkce = Proof()
	assert refused(dpop.redeem(careful, a_code(careful, None, pkce), pkce), "use_dpop_nonce")
	assert not [event for event in events_of(careful) if event.event == "token_refused"]


def test_a_nonce_ends_after_some_minutes_and_its_successor_comes_along():
	"""RFC 9449 §8.2"""
	app = a_machine(oauth_plus_dpop_required=1, oauth_plus_dpop_nonce=1)
	form = {"grant_type": "client_credentials"} | app.credentials
	start = (int(time.time()) // 120) * 120 + 5
	with time_machine.travel(start):
		first = nonce_of(token_request(form, **proven()))
		assert token_request(form, **proven(nonce=first)).status_code == 200
	with time_machine.travel(start + 120):
		answer = token_request(form, **proven(nonce=first))
		assert answer.status_code == 200
		second = nonce_of(answer)
		assert second != first
	with time_machine.travel(start + 240):
		assert refused(token_request(form, **proven(nonce=first)), "use_dpop_nonce")
		assert token_request(form, **proven(nonce=second)).status_code == 200


@pytest.mark.parametrize("nonce", ["", "0" * 64, 7, None])
def test_a_nonce_that_this_site_has_not_made_is_none(nonce):
	app = a_machine(oauth_plus_dpop_required=1, oauth_plus_dpop_nonce=1)
	form = {"grant_type": "client_credentials"} | app.credentials
	assert refused(token_request(form, **proven(nonce=nonce)), "use_dpop_nonce")


# Metadata, registration, scripts


def test_metadata_name_the_algorithms():
	"""RFC 9449 §5.1, RFC 9728 §2"""
	for path in ("/.well-known/oauth-authorization-server", "/.well-known/oauth-protected-resource"):
		assert body(Browser().get(path))["dpop_signing_alg_values_supported"] == [
			"RS256",
			"PS256",
			"ES256",
			"EdDSA",
			"Ed25519",
		]


def test_a_script_of_a_listed_origin_may_send_proofs_and_read_nonces():
	"""Fetch §3.2"""
	app = an_app(oauth_plus_origins="https://spa.example.com", oauth_plus_dpop_nonce=1)
	origin = {"Origin": "https://spa.example.com"}
	asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization, dpop"}
	answer = Browser().open(WHO, "OPTIONS", headers=origin | asked)
	assert "dpop" in answer.headers["Access-Control-Allow-Headers"]
	form = {"grant_type": "authorization_code", "code": a_code(app), "redirect_uri": app.redirect_uri}
	answer = token_request(form | app.credentials, headers=origin | {"DPoP": a_proof()})
	assert refused(answer, "use_dpop_nonce")
	exposed = answer.headers["Access-Control-Expose-Headers"]
	assert "DPoP-Nonce" in exposed
	assert "WWW-Authenticate" in exposed
	tokens = tokens_of(
		app, token_request(form | app.credentials, headers=origin | {"DPoP": a_proof(nonce=nonce_of(answer))})
	)
	answer = Browser().get(WHO, headers=origin | dpop.bound(tokens.access_token))
	assert answer.headers["Access-Control-Allow-Origin"] == "https://spa.example.com"
	assert "DPoP-Nonce" in answer.headers


def test_the_other_addresses_of_the_token_endpoint_work_too():
	app = a_machine()
	form = {"grant_type": "client_credentials"} | app.credentials
	path = "/api/v2/method/frappe.integrations.oauth2.get_token"
	answer = Browser().post(path, form, headers={"DPoP": a_proof(path)})
	assert body(answer)["token_type"] == "DPoP"


def test_userinfo_takes_a_posted_proof():
	tokens, path = dpop.sign_in(an_app()), OAUTH + "openid_profile"
	answer = Browser().post(path, headers=dpop.bound(tokens.access_token, path, "POST"))
	assert "sub" in body(answer)


def test_a_plain_token_is_no_bound_one():
	"""RFC 9449 §7.1"""
	tokens = sign_in(an_app())
	answer = dpop.call(tokens.access_token)
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith('DPoP error="invalid_token"')
	assert Browser().get(WHO, headers=bearer(tokens.access_token)).status_code == 200

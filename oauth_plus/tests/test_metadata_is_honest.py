"""Every value that metadata promises works; every common value that it does not promise is turned down."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import jwt
import pytest

from oauth_plus.rules.sign_in import CLASSES
from oauth_plus.rules.token_exchange import GRANT
from oauth_plus.setup.scopes import BUILT_IN
from oauth_plus.store.site import registration_settings
from oauth_plus.tests import device, dpop
from oauth_plus.tests.assertions import MAKERS, a_key, asserted, key_set
from oauth_plus.tests.assertions import claims_of as assertion_claims
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import (
	BY_SECRET,
	App,
	a_device_app,
	a_gateway,
	a_machine,
	a_public_app,
	a_regular,
	an_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import (
	Proof,
	a_code,
	ask,
	authorization_request,
	bearer,
	decide,
	redeem,
	sign_in,
	token_request,
)
from oauth_plus.tests.keys import nobody_verifies_with_a_secret, verified
from oauth_plus.tests.publisher import publishing
from oauth_plus.tests.second_factor import signed_in_twice
from oauth_plus.tests.site import ISSUER, settings

DOCUMENTS = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SUBJECT_TYPES: dict[str, dict[str, str]] = {"public": {}, "pairwise": {"oauth_plus_subject_type": "Pairwise"}}

JWT_KEY = "not-a-key-that-this-server-has-ever-seen"


def told(path: str = DOCUMENTS[0]) -> dict[str, Any]:
	return body(Browser().get(path))


# --- what is tried -----------------------------------------------------------------------------------------


def response_type_works(value: str) -> bool:
	"""The app gets every artefact that the response type stands for."""
	wanted = {"code": "code", "token": "access_token", "id_token": "id_token"}
	browser, app = signed_in(), an_app()
	answer = ask(browser, app, response_type=value, nonce="n-0S6_WzA2Mj")
	if answer.status_code == 200:
		answer = decide(browser, answer)
	return all(wanted.get(word, word) in sent_to(answer) for word in value.split())


def response_mode_works(value: str) -> bool:
	"""The code comes in the part of the address, or by the form, that the mode names."""
	browser, app = signed_in(), an_app()
	answer = ask(browser, app, response_mode=value)
	if answer.status_code == 303:
		return False
	answer = decide(browser, answer)
	if answer.status_code == 200:
		return value == "form_post" and "code" in form_of(answer).fields
	parts = urlsplit(answer.headers["Location"])
	return "code=" in {"query": parts.query, "fragment": parts.fragment}.get(value, "")


def grant_type_works(value: str) -> bool:
	"""The token endpoint gives a token for the grant."""
	made = {"client_credentials": a_machine, device.GRANT: a_device_app, GRANT: a_gateway}
	app = made.get(value, an_app)(scopes="all openid")
	presented = {
		"authorization_code": lambda: {"code": a_code(app), "redirect_uri": app.redirect_uri},
		"refresh_token": lambda: {"refresh_token": sign_in(app).refresh_token},
		device.GRANT: lambda: {"device_code": _an_allowed_device(app)},
		"password": lambda: {"username": a_regular(), "password": "correct-Horse-7-battery"},
		GRANT: lambda: {
			"subject_token": sign_in(app).access_token,
			"subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
		},
	}.get(value, lambda: {"assertion": "a.b.c", "auth_req_id": "x"})
	answer = token_request({"grant_type": value, "scope": None, **presented(), **app.credentials})
	assert answer.status_code == 200 or body(answer)["error"] == "unsupported_grant_type", answer.text
	return answer.status_code == 200


def _an_allowed_device(app: App) -> str:
	waiting = device.a_device(app)
	device.decide(waiting)
	return waiting.device_code


def challenge_method_works(value: str) -> bool:
	"""A code asked for with the method is redeemed with its verifier."""
	browser, app, proof = signed_in(), a_public_app(), Proof()
	challenge = proof.verifier if value == "plain" else proof.challenge
	answer = ask(browser, app, code_challenge=challenge, code_challenge_method=value)
	if answer.status_code != 200:
		assert sent_to(answer)["error"] == "invalid_request"
		return False
	return redeem(app, sent_to(decide(browser, answer))["code"], proof).status_code == 200


def proof_by(method: str, app: App) -> tuple[dict[str, Any], dict[str, str]]:
	"""Form fields and headers by which an app authenticates so."""
	if method == "private_key_jwt":
		change(app, oauth_plus_jwks=key_set(a_key()))
		return asserted(app), {}
	hmac = jwt.encode(assertion_claims(app), app.client_secret or JWT_KEY, "HS256")
	return {
		"none": ({"client_id": app.client_id}, {}),
		"client_secret_basic": ({}, app.basic),
		"client_secret_post": (app.credentials, {}),
		"client_secret_jwt": ({"client_assertion_type": ASSERTION, "client_assertion": hmac}, {}),
		"tls_client_auth": ({"client_id": app.client_id}, {"X-SSL-Client-Verify": "SUCCESS"}),
	}[method]


def authentication_works(endpoint: str, sent: Callable[[App], dict[str, str]]) -> Callable[[str], bool]:
	"""The endpoint does its work for a client that authenticates by the method."""

	def works(method: str) -> bool:
		app = a_public_app() if method == "none" else an_app()
		asked = sent(app)
		form, headers = proof_by(method, app)
		form = {name: value for name, value in form.items() if value is not None}
		answer = Browser().post(OAUTH + endpoint, asked | form, headers=headers)
		assert answer.status_code == 200 or body(answer)["error"] == "invalid_client", answer.text
		return answer.status_code == 200

	return works


def assertion_algorithm_works(endpoint: str, sent: Callable[[App], dict[str, str]]) -> Callable[[str], bool]:
	"""The endpoint believes an assertion that is signed so."""

	def works(algorithm: str) -> bool:
		app = an_app()
		asked = sent(app)
		if algorithm not in MAKERS:
			change(app, oauth_plus_jwks=key_set(a_key()))
			token = jwt.encode(assertion_claims(app), "" if algorithm == "none" else JWT_KEY, algorithm)
			form = {"client_assertion_type": ASSERTION, "client_assertion": token}
		else:
			change(app, oauth_plus_jwks=key_set(a_key(algorithm)))
			form = asserted(app, a_key(algorithm))
		form = {name: value for name, value in form.items() if value is not None}
		return Browser().post(OAUTH + endpoint, asked | form).status_code == 200

	return works


def proof_algorithm_works(algorithm: str) -> bool:
	"""A token is bound to the key of a proof that is signed so (RFC 9449 §5.1)."""
	app = a_machine()
	form = {"grant_type": "client_credentials"} | app.credentials
	if algorithm in MAKERS:
		answer = token_request(form, **dpop.proven(a_key(algorithm)))
		return body(answer).get("token_type") == "DPoP"
	claims = jwt.decode(dpop.a_proof(), options={"verify_signature": False})
	headers = {"typ": "dpop+jwt", "jwk": {"kty": "oct", "k": "c2VjcmV0"}}
	proof = jwt.encode(claims, "" if algorithm == "none" else JWT_KEY, algorithm, headers=headers)
	return token_request(form, headers={"DPoP": proof}).status_code == 200


def scope_works(value: str) -> bool:
	"""A token of a client that is registered for the scope says that it carries it."""
	app = an_app(scopes=f"all {value}")
	return value in sign_in(app).answer["scope"].split()


def subject_type_works(value: str) -> bool:
	"""`public`: every client sees the same `sub`; `pairwise`: each its own (OpenID Connect Core §8)."""
	uris = [f"https://{host}.example.com/callback" for host in ("a", "b")]
	chosen = [{"redirect_uris": uri, "default_redirect_uri": uri, **SUBJECT_TYPES[value]} for uri in uris]
	subjects = {claims_of(an_app(**values))["sub"] for values in chosen}
	return len(subjects) == {"public": 1, "pairwise": 2}[value]


def signing_algorithm_works(value: str) -> bool:
	"""An app that is registered so gets its ID tokens so signed; by default, by the site's own key."""
	app = an_app(**BY_SECRET) if value == "HS256" else an_app()
	return jwt.get_unverified_header(sign_in(app).answer["id_token"])["alg"] == value


def claim_works(value: str) -> bool:
	"""The claim of a person who has it is in the ID token and in the userinfo answer."""
	tokens = sign_in(an_app())
	profile = body(Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token)))
	is_in_profile = value in profile or value in (
		"auth_time",
		"acr",
		"amr",
	)  # which are the ID token's alone (§2)
	return is_in_profile and value in claims_of(tokens.app, tokens.answer["id_token"])


def acr_works(value: str) -> bool:
	"""An app can insist on it (OpenID Connect Core §5.5.1.1)."""
	app, once, essential = an_app(), signed_in(), {"essential": True, "value": value}
	with signed_in_twice() as twice:
		for browser in (once, twice):
			answer = ask(browser, app, claims=json.dumps({"id_token": {"acr": essential}}))
			if answer.status_code == 200:
				return claims_of(app, sign_in(app, browser).answer["id_token"])["acr"] == value
	return False


def prompt_works(value: str) -> bool:
	"""It changes the answer to a request that is answered with a code without it."""
	app, browser = an_app(skip_authorization=1), signed_in()
	if value == "none":
		return "error" in sent_to(ask(Browser(), app, prompt=value))
	return ask(browser, app, prompt=value).status_code == 200


def claims_of(app: App, id_token: str | None = None) -> dict[str, Any]:
	"""What the ID token says, its signature verified with the keys that the document leads to."""
	return verified(id_token or sign_in(app).answer["id_token"], app)


CLIENT_METHODS = (
	"client_secret_basic",
	"client_secret_post",
	"client_secret_jwt",
	"private_key_jwt",
	"tls_client_auth",
	"none",
)

ASSERTION_ALGORITHMS = (*MAKERS, "HS256", "none")


def a_token(app: App) -> dict[str, str]:
	"""What revocation and introspection are asked about."""
	return {"token": sign_in(app).access_token}


def a_refresh(app: App) -> dict[str, str]:
	"""What the token endpoint is asked for."""
	return {"grant_type": "refresh_token", "refresh_token": sign_in(app).refresh_token}


TRIED: dict[str, tuple[Callable[[str], bool], tuple[str, ...]]] = {
	"response_types_supported": (
		response_type_works,
		("code", "token", "id_token", "code token", "code id_token", "id_token token", "none"),
	),
	"response_modes_supported": (response_mode_works, ("query", "fragment", "form_post", "web_message")),
	"grant_types_supported": (
		grant_type_works,
		(
			"authorization_code",
			"refresh_token",
			"password",
			"implicit",
			"client_credentials",
			"urn:ietf:params:oauth:grant-type:device_code",
			"urn:ietf:params:oauth:grant-type:jwt-bearer",
			GRANT,
			"urn:openid:params:grant-type:ciba",
		),
	),
	"token_endpoint_auth_methods_supported": (authentication_works("get_token", a_refresh), CLIENT_METHODS),
	"revocation_endpoint_auth_methods_supported": (
		authentication_works("revoke_token", a_token),
		CLIENT_METHODS,
	),
	"introspection_endpoint_auth_methods_supported": (
		authentication_works("introspect_token", a_token),
		CLIENT_METHODS,
	),
	"token_endpoint_auth_signing_alg_values_supported": (
		assertion_algorithm_works("get_token", a_refresh),
		ASSERTION_ALGORITHMS,
	),
	"revocation_endpoint_auth_signing_alg_values_supported": (
		assertion_algorithm_works("revoke_token", a_token),
		ASSERTION_ALGORITHMS,
	),
	"introspection_endpoint_auth_signing_alg_values_supported": (
		assertion_algorithm_works("introspect_token", a_token),
		ASSERTION_ALGORITHMS,
	),
	"dpop_signing_alg_values_supported": (proof_algorithm_works, ASSERTION_ALGORITHMS),
	"code_challenge_methods_supported": (challenge_method_works, ("S256", "plain", "S512")),
	"scopes_supported": (
		scope_works,
		tuple(each["scope"] for each in BUILT_IN),
	),
	"subject_types_supported": (subject_type_works, ("public", "pairwise")),
	"id_token_signing_alg_values_supported": (signing_algorithm_works, ("HS256", "RS256", "ES256", "none")),
	"prompt_values_supported": (prompt_works, ("none", "login", "consent", "select_account", "create")),
	"acr_values_supported": (acr_works, (*CLASSES, "urn:gold")),
	"claims_supported": (
		claim_works,
		(
			"sub",
			"iss",
			"auth_time",
			"acr",
			"amr",
			"name",
			"given_name",
			"family_name",
			"preferred_username",
			"email",
			"email_verified",
			"roles",
			"locale",
			"zoneinfo",
			"updated_at",
			"phone_number",
			"address",
		),
	),
}
"""For each list in the metadata: how a value is tried, and the values that clients commonly ask for."""

OF_OURS = (
	"end_session_endpoint",
	"device_authorization_endpoint",
	"pushed_authorization_request_endpoint",
)
"""Endpoints that Frappe has no names for."""

TRIED_BELOW = (
	"issuer",
	"authorization_endpoint",
	"token_endpoint",
	"userinfo_endpoint",
	"revocation_endpoint",
	"introspection_endpoint",
	"registration_endpoint",
	"device_authorization_endpoint",
	"pushed_authorization_request_endpoint",
	"require_pushed_authorization_requests",
	"end_session_endpoint",
	"backchannel_logout_supported",
	"backchannel_logout_session_supported",
	"authorization_response_iss_parameter_supported",
	"request_parameter_supported",
	"request_uri_parameter_supported",
	"claims_parameter_supported",
	"jwks_uri",
	"protected_resources",
	"client_id_metadata_document_supported",
)

ONLY_WHERE_KNOWN = ("picture",)
"""Claims that a person may lack."""


# --- the tests ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("member", "value"), [(member, value) for member, (_, values) in TRIED.items() for value in values]
)
def test_a_value_works_exactly_if_it_is_promised(member: str, value: str):
	"""H14, B8, RFC 8414 §2"""
	works, _ = TRIED[member]
	assert works(value) is (value in told()[member])


@pytest.mark.parametrize("path", DOCUMENTS)
def test_nothing_is_promised_that_is_not_tried_here(path: str):
	document = told(path)
	assert set(document) <= {*TRIED, *TRIED_BELOW}
	for member, (_works, values) in TRIED.items():
		assert set(document.get(member, ())) <= {*values, *ONLY_WHERE_KNOWN}, member


def test_the_two_documents_do_not_contradict_each_other():
	"""RFC 8414 §5"""
	openid, plain = map(told, DOCUMENTS)
	assert {name: openid.get(name) for name in plain} == plain


@pytest.mark.parametrize("endpoint", [name for name in TRIED_BELOW if name.endswith("_endpoint")])
def test_an_endpoint_is_named_exactly_if_somebody_is_at_home(endpoint: str):
	"""RFC 8414 §2"""
	if endpoint == "device_authorization_endpoint":
		a_device_app()
	address = told().get(endpoint)
	assert (address is not None) is (endpoint != "registration_endpoint" or registration_settings.is_on())
	if address:
		assert address.startswith(f"{ISSUER}{METHOD}")
		assert "frappe.integrations.oauth2." in address or endpoint in OF_OURS
		answer = Browser().post(urlsplit(address).path, **_something_for(endpoint))
		assert answer.status_code in (201, 303, 400, 401), f"{endpoint}: {answer.status_code} {answer.text}"


def _something_for(endpoint: str) -> dict[str, Any]:
	if endpoint != "registration_endpoint":
		return {"data": {}}
	uris = ["https://app.example.com/callback"]
	return {"json": {"client_name": "R", "client_uri": "https://app.example.com", "redirect_uris": uris}}


def test_a_resource_is_named_exactly_if_it_is_described():
	"""RFC 9728 §4"""
	for resource in told().get("protected_resources", ()):
		path = resource.removeprefix(ISSUER)
		said = body(Browser().get(f"/.well-known/oauth-protected-resource{path}"))
		assert said["resource"] == resource
		assert said["authorization_servers"] == [ISSUER]


def test_the_authorization_response_names_the_issuer_as_promised():
	"""RFC 9207 §3: in the answer with a code and in the one with an error"""
	assert told()["authorization_response_iss_parameter_supported"] is True
	browser, app = signed_in(), an_app()
	for pressed in ("allow", "deny"):
		assert sent_to(decide(browser, ask(browser, app), pressed))["iss"] == told()["issuer"]


def test_a_parameter_that_is_not_supported_is_refused_by_name():
	"""OpenID Connect Discovery §3, OpenID Connect Core §3.1.2.6"""
	for name in ("request", "request_uri"):
		assert told()[f"{name}_parameter_supported"] is False
		assert sent_to(ask(with_any_session(), an_app(), **{name: "x"}))["error"] == f"{name}_not_supported"


def test_a_request_is_pushed_where_the_document_says():
	"""RFC 9126 §5: the parameter `request_uri` works with what that gives, and with nothing else"""
	app, browser = an_app(), with_any_session()
	address = urlsplit(told()["pushed_authorization_request_endpoint"]).path
	uri = body(Browser().post(address, authorization_request(app) | app.credentials))["request_uri"]
	short = {"client_id": app.client_id, "request_uri": uri}
	assert "code" in sent_to(decide(browser, browser.get(OAUTH + "authorize", short)))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_pushing_is_required_exactly_if_the_document_says_so(path: str):
	"""RFC 9126 §5"""
	app, member = an_app(), "require_pushed_authorization_requests"
	assert member not in told(path)
	assert ask(with_any_session(), app).status_code == 200
	with settings(require_pushed_authorization_requests=1):
		assert told(path)[member] is True
		assert sent_to(ask(with_any_session(), app))["error"] == "invalid_request"


def test_claims_are_asked_for_one_by_one_as_promised():
	"""OpenID Connect Discovery §3, OpenID Connect Core §5.5: one that nobody has is left out"""
	assert told()["claims_parameter_supported"] is True
	app, asked = an_app(scopes="openid email"), '{"userinfo":{"email":null,"phone_number":null}}'
	token = sign_in(app, scope="openid", claims=asked).access_token
	profile = body(Browser().get(OAUTH + "openid_profile", headers=bearer(token)))
	assert "email" in profile
	assert "phone_number" not in profile


def test_logout_is_promised_as_it_works():
	"""RP-Initiated Logout §2.1; `tests/flows/test_sessions_end.py` receives logout tokens"""
	assert told()["backchannel_logout_supported"] is True
	assert told()["backchannel_logout_session_supported"] is True
	assert "sid" in claims_of(an_app())
	assert "end_session_endpoint" not in told(DOCUMENTS[1])


def test_a_client_id_may_be_an_address_exactly_if_it_is_promised():
	"""Client ID Metadata Documents §5"""
	member = "client_id_metadata_document_supported"
	for is_on in (1, 0):
		with (
			publishing() as publisher,
			settings(client_id_metadata_documents=is_on, private_client_documents=1),
		):
			page = ask(with_any_session(), publisher.app, **Proof().asked)
			assert (page.status_code == 200) is (member in told()) is bool(is_on)


def test_the_keys_are_where_the_documents_say():
	"""RFC 8414 §2: and what signs is among them"""
	answer = Browser().get(urlsplit(told()["jwks_uri"]).path)
	names = [key["kid"] for key in body(answer)["keys"]]
	assert jwt.get_unverified_header(sign_in(an_app()).answer["id_token"])["kid"] in names


def test_the_algorithm_that_signs_is_the_one_that_is_promised():
	"""Discovery §3: RS256 as long as it is used, and not when it is not"""
	member = "id_token_signing_alg_values_supported"
	with settings(id_token_signing_algorithm="ES256"):
		assert signing_algorithm_works("ES256")
		assert "ES256" in told()[member]
		assert "RS256" not in told()[member]
	assert signing_algorithm_works("RS256")
	assert "ES256" not in told()[member]


def test_the_secret_as_a_key_is_promised_as_long_as_a_client_has_it_so():
	"""Discovery §3"""
	member = "id_token_signing_alg_values_supported"
	an_app(**BY_SECRET)
	assert told()[member] == ["RS256", "HS256"]
	with nobody_verifies_with_a_secret():
		assert told()[member] == ["RS256"]


@pytest.mark.parametrize("path", [*DOCUMENTS, "/.well-known/oauth-protected-resource"])
@pytest.mark.parametrize("below", ["", "/", "/api/method"])
def test_no_well_known_document_follows_a_forged_host(path: str, below: str):
	"""P10: v16's own documents answer for every address that begins with theirs"""
	answer = Browser().get(path + below, headers={"Host": "evil.example.com"}, follow_redirects=False)
	assert answer.status_code in (200, 301, 404)
	if answer.status_code == 200:
		assert "evil" not in answer.text
		said = body(answer)
		assert said.get("issuer") or said["authorization_servers"] == [ISSUER]
		resource = ISSUER + below.rstrip("/")  # RFC 9728 §3.1
		assert said.get("issuer", said.get("resource")) in (ISSUER, resource)
		assert said.get("authorization_servers", [ISSUER]) == [ISSUER]

"""VS Code, Cursor, Claude and the MCP Inspector register themselves (RFC 7591)."""

import json
import re
from dataclasses import replace

import frappe
import pytest

from oauth_plus.tests import dpop
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.device import GRANT as DEVICE
from oauth_plus.tests.factories import App, signed_in, with_any_session
from oauth_plus.tests.journey import Proof, a_code, ask, by_itself, decide, redeem, refused, tokens_of
from oauth_plus.tests.ledger import recorded
from oauth_plus.tests.site import registration_open

VS_CODE = {
	"client_name": "Visual Studio Code",
	"redirect_uris": ["https://vscode.dev/redirect", "http://127.0.0.1/", "http://127.0.0.1:33418/"],
	"grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
	"response_types": ["code"],
	"token_endpoint_auth_method": "none",
	"application_type": "native",
}


def register(said, **kwargs):
	return Browser().post(OAUTH + "register_client", json=said, **kwargs)


def made(answer) -> App:
	assert answer.status_code == 201, answer.text
	said = body(answer)
	secret = said.get("client_secret", "")
	return App(said["client_id"], secret, not secret, said["redirect_uris"][0], said["scope"])


@pytest.fixture
def opened():
	"""Settings let everybody register."""
	with registration_open():
		yield


def test_while_it_is_off_nobody_registers():
	before = frappe.db.count("OAuth Client")
	with registration_open(is_open=False):
		assert refused(register(VS_CODE), "invalid_request", 404)
	assert frappe.db.count("OAuth Client") == before


def test_vs_code_registers_and_comes_by_another_port(opened):
	"""RFC 8252 §7.3, RFC 7591 §3.2.1: the answer tells all that was registered"""
	answer = register(VS_CODE)
	said = body(answer)
	assert answer.headers["Cache-Control"] == "no-store"
	assert "client_secret" not in said
	assert said["token_endpoint_auth_method"] == "none"
	assert said["grant_types"] == ["authorization_code", "refresh_token"]
	assert said["response_types"] == ["code"]
	assert said["redirect_uris"] == VS_CODE["redirect_uris"]
	assert said["client_name"] == "Visual Studio Code"
	app, browser, proof = made(answer), signed_in(), Proof()
	uri = "http://127.0.0.1:59656/"
	code = sent_to(decide(browser, ask(browser, app, redirect_uri=uri, **proof.asked)))["code"]
	assert tokens_of(app, redeem(app, code, proof, redirect_uri=uri))
	assert recorded(app, "client_registered")


def test_one_with_a_key_of_its_own_gets_no_secret(opened):
	"""RFC 7591 §2: jwks"""
	asked = {**VS_CODE, "application_type": "web", "token_endpoint_auth_method": "private_key_jwt"}
	asked["redirect_uris"] = ["https://app.example.com/callback"]
	keys = json.loads(key_set(a_key()))
	answer = register(asked | {"jwks": keys})
	said = body(answer)
	assert "client_secret" not in said
	assert (said["jwks"], said["token_endpoint_auth_method"]) == (keys, "private_key_jwt")
	app, proof = replace(made(answer), is_public=False), Proof()
	assert tokens_of(app, redeem(app, a_code(app, proof=proof), proof, **asserted(app)))
	for faulty in (
		{},
		{"jwks_uri": "https://127.0.0.1/jwks"},
		{"jwks_uri": "https://app.example.com/jwks", "jwks": keys},
		{"jwks": {"keys": [{"kty": "oct", "k": "AA"}]}},
	):
		assert refused(register(asked | faulty), "invalid_client_metadata")


def test_one_that_binds_its_tokens_says_so(opened):
	"""RFC 9449 §5.2: dpop_bound_access_tokens"""
	answer = register({**VS_CODE, "dpop_bound_access_tokens": True})
	assert body(answer)["dpop_bound_access_tokens"] is True
	assert "dpop_bound_access_tokens" not in body(register(VS_CODE))
	app, proof = made(answer), Proof()
	code = a_code(app, proof=proof)
	assert refused(redeem(app, code, proof), "invalid_dpop_proof")
	assert tokens_of(app, dpop.redeem(app, code, proof)).answer["token_type"] == "DPoP"
	assert refused(register({**VS_CODE, "dpop_bound_access_tokens": "yes"}), "invalid_client_metadata")


def test_one_that_binds_itself_to_push_is_told_so_and_has_to(opened):
	"""RFC 9126 §6"""
	if not opened:
		return
	member = "require_pushed_authorization_requests"
	answer = register({"redirect_uris": ["https://app.example.com/cb"], member: True})
	assert body(answer)[member] is True
	assert sent_to(ask(with_any_session(), made(answer)))["error"] == "invalid_request"
	assert member not in body(register({"redirect_uris": ["https://app.example.com/cb"]}))


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", None])
def test_one_with_a_secret_is_told_it_once(opened, method):
	said = {"client_name": "A server", "redirect_uris": ["https://app.example.com/callback"]}
	answer = register(said | ({"token_endpoint_auth_method": method} if method else {}))
	app = made(answer)
	assert body(answer)["client_secret_expires_at"] == 0
	assert body(answer)["token_endpoint_auth_method"] == (method or "client_secret_basic")
	assert tokens_of(app, redeem(app, a_code(app)))


@pytest.mark.parametrize(
	"uris",
	[
		["cursor://anysphere.cursor-mcp/oauth/callback", "http://localhost:8787/callback"],
		["com.frappe.mail://oauth"],
	],
)
def test_a_program_on_a_device_is_public_whatever_it_says(opened, uris):
	answer = register({"client_name": "Cursor", "redirect_uris": uris})
	assert body(answer)["token_endpoint_auth_method"] == "none"
	app, proof = made(answer), Proof()
	assert tokens_of(app, redeem(app, a_code(app, None, proof), proof))


def test_scopes_that_mean_nothing_here_are_left_out_and_the_answer_says_so(opened):
	answer = register({**VS_CODE, "scope": "mcp:tools openid read write"})
	assert body(answer)["scope"] == "openid"


@pytest.mark.parametrize(
	("change", "error"),
	[
		({"redirect_uris": []}, "invalid_redirect_uri"),
		({"redirect_uris": None}, "invalid_redirect_uri"),
		({"redirect_uris": ["http://app.example.com/cb"]}, "invalid_redirect_uri"),
		({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
		({"redirect_uris": ["https://a.example/#x"]}, "invalid_redirect_uri"),
		(
			{"redirect_uris": ["https://a.example/cb"] + [f"https://a.example/{n}" for n in range(60)]},
			"invalid_redirect_uri",
		),
		({"redirect_uris": "https://a.example/cb"}, "invalid_client_metadata"),
		({"redirect_uris": [1]}, "invalid_client_metadata"),
		({"client_name": 5}, "invalid_client_metadata"),
		({"client_name": "x" * 200}, "invalid_client_metadata"),
		({"client_name": "a\0b"}, "invalid_client_metadata"),
		({"grant_types": ["client_credentials"]}, "invalid_client_metadata"),
		({"response_types": ["token"]}, "invalid_client_metadata"),
		({"token_endpoint_auth_method": "private_key_jwt"}, "invalid_client_metadata"),
		({"token_endpoint_auth_method": ["none"]}, "invalid_client_metadata"),
		({"scope": ["all"]}, "invalid_client_metadata"),
		({"contacts": "me"}, "invalid_client_metadata"),
	],
)
def test_what_cannot_be_registered_is_refused_in_the_rfcs_words(opened, change, error):
	"""RFC 7591 §3.2.2"""
	before = frappe.db.count("OAuth Client")
	assert refused(register(VS_CODE | change), error)
	assert frappe.db.count("OAuth Client") == before


def test_all_faults_are_named_in_one_answer(opened):
	"""RFC 7591 §3.2.2, RFC 6749 §5.2: one error code, and a description within its characters"""
	changes = {
		"redirect_uris": ["http://app.example.com/hidden/cb", "https://a.example/#x"],
		"grant_types": ["client_credentials"],
		"response_types": ["token"],
		"client_name": 5,
		"contacts": "me",
	}
	answer = register(VS_CODE | changes)
	assert refused(answer, "invalid_redirect_uri")
	told = body(answer)["error_description"]
	for sentence in (
		"redirect_uris: number 1 uses http",
		"redirect_uris: number 2 has a fragment",
		"response_types: this server answers with a code alone",
		"grant_types: this server registers clients of authorization_code alone",
		"client_name is no text",
		"contacts is no list of texts",
	):
		assert sentence in told
	assert "hidden" not in told


def test_many_faults_are_counted_where_they_are_not_named(opened):
	uris = [f"http://app.example.com/{number}" for number in range(50)]
	answer = register(VS_CODE | {"redirect_uris": uris})
	assert refused(answer, "invalid_redirect_uri")
	told = body(answer)["error_description"]
	assert len(told) < 650
	assert told.isascii()
	assert re.search(r"; and \d\d more$", told)


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_metadata_is_refused(opened, sent):
	answer = Browser().post(OAUTH + "register_client", sent, content_type="application/json")
	assert refused(answer, "invalid_client_metadata")


def test_a_name_with_markup_is_shown_as_text(opened):
	app = made(register({**VS_CODE, "client_name": "<script>alert(1)</script>"}))
	assert "<script>alert" not in ask(with_any_session(), app, **Proof().asked).text


def test_the_metadata_names_the_endpoint_exactly_while_it_is_on():
	for is_open in (True, False):
		with registration_open(is_open=is_open):
			told = body(Browser().get("/.well-known/oauth-authorization-server"))
			assert ("registration_endpoint" in told) == is_open


def test_a_client_that_registers_itself_gets_neither_a_user_nor_devices(opened):
	"""RFC 7591 §5: an administrator gives both"""
	said = {
		"client_name": "Nightly",
		"redirect_uris": ["https://app.example.com/callback"],
		"grant_types": ["authorization_code", "client_credentials", DEVICE],
		"oauth_plus_service_user": "Administrator",
		"service_user": "Administrator",
		"oauth_plus_device_flow": 1,
		"oauth_plus_access_token_format": "JWT",
		"oauth_plus_exchanges_tokens": 1,
		"oauth_plus_exchanges_of": "*",
	}
	answer = register(said)
	app = made(answer)
	assert body(answer)["grant_types"] == ["authorization_code"]
	stored = frappe.db.get_value(
		"OAuth Client", app.client_id, ["oauth_plus_service_user", "oauth_plus_device_flow"]
	)
	assert stored == (None, 0)
	assert refused(by_itself(app), "unauthorized_client")
	assert refused(register(said | {"grant_types": ["client_credentials"]}), "invalid_client_metadata")

"""What the server says of itself (RFC 8414, OpenID Connect Discovery)."""

from urllib.parse import urlsplit

import jwt
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import an_app, signed_in
from oauth_plus.tests.journey import ask, call, decide, introspect, redeem, sign_in, tokens_of
from oauth_plus.tests.site import ISSUER, configured, settings

OPENID = "/.well-known/openid-configuration"
OAUTH2 = "/.well-known/oauth-authorization-server"
DOCUMENTS = (OPENID, OAUTH2, OAUTH + "openid_configuration")


def document(path: str = OPENID, **kwargs) -> dict:
	answer = Browser().get(path, **kwargs)
	assert answer.status_code == 200, answer.text[:2000]
	return body(answer)


@pytest.mark.parametrize("path", [OPENID, OAUTH2, *(through(door, "openid_configuration") for door in DOORS)])
def test_the_document_is_there_without_a_redirect(path):
	"""P10, RFC 8414 §3.2"""
	answer = Browser().get(path)
	assert answer.status_code == 200
	assert answer.headers["Content-Type"].startswith("application/json")
	assert body(answer)["issuer"] == ISSUER
	assert body(answer)["token_endpoint"] == f"{ISSUER}{OAUTH}get_token"


@pytest.mark.parametrize("path", [OPENID, OAUTH2])
def test_a_page_of_another_origin_may_read_it(path):
	"""RFC 9700 §2.6"""
	answer = Browser().get(path, headers={"Origin": "https://app.example.com"})
	assert answer.headers["Access-Control-Allow-Origin"] in ("*", "https://app.example.com")


@pytest.mark.parametrize("path", [OPENID, OAUTH2])
def test_its_head_is_there_too(path):
	answer = Browser().open(path, "HEAD")
	assert answer.status_code == 200
	assert answer.text == ""


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Frappe-Site-Name"])
def test_the_issuer_does_not_follow_what_the_request_says(path, header):
	"""P10, RFC 9700 §2.6, §4.13"""
	told = document(path, headers={header: "evil.example.com"})
	assert told["issuer"] == ISSUER
	assert "evil" not in str(told)


def test_without_a_configured_address_a_name_that_is_not_ours_is_still_not_repeated(site):
	"""P10"""
	with configured(host_name=None):
		told = document(headers={"Host": "evil.example.com"})
		assert told["issuer"] == f"https://{site}"
		ours = document(base_url=f"http://{site}:8000")
		assert ours["issuer"] == f"http://{site}:8000"


def test_the_settings_name_the_issuer_before_the_site_configuration():
	"""P10"""
	with settings(issuer="https://login.example.com/"):
		told = document()
	assert told["issuer"] == "https://login.example.com"
	assert told["authorization_endpoint"].startswith("https://login.example.com/api/method/")


def test_the_issuer_is_byte_for_byte_the_same_everywhere():
	"""RFC 8414 §3.3, RFC 9207 §2.4, OpenID Connect Core §2"""
	app, browser = an_app(), signed_in()
	answer = sent_to(decide(browser, ask(browser, app)))
	tokens = tokens_of(app, redeem(app, answer["code"]))
	assert {
		answer["iss"],
		jwt.decode(tokens.answer["id_token"], options={"verify_signature": False})["iss"],
		body(call(tokens.access_token, OAUTH + "openid_profile"))["iss"],
		body(introspect(app, tokens.access_token))["iss"],
		*(document(path)["issuer"] for path in DOCUMENTS),
	} == {ISSUER}


def test_every_endpoint_that_is_named_answers():
	"""H14: stock promised what fails"""
	for name, address in document().items():
		if not name.endswith("_endpoint"):
			continue
		answer = Browser().post(urlsplit(address).path)
		assert answer.status_code in (303, 400, 401, 415), f"{name}: {answer.status_code}"


def test_what_is_promised_is_what_is_granted():
	"""B8, B10, B11, H14"""
	told = document()
	assert told["response_types_supported"] == ["code"]
	assert told["grant_types_supported"][:2] == ["authorization_code", "refresh_token"]
	assert {"implicit", "password"}.isdisjoint(told["grant_types_supported"])
	assert told["code_challenge_methods_supported"] == ["S256"]
	assert told["id_token_signing_alg_values_supported"][0] == "RS256"
	assert told["authorization_response_iss_parameter_supported"] is True
	assert "none" not in told["introspection_endpoint_auth_methods_supported"]
	assert set(told["token_endpoint_auth_methods_supported"]) == {
		"private_key_jwt",
		"client_secret_basic",
		"client_secret_post",
		"none",
	}


def test_every_claim_that_comes_is_promised():
	"""OpenID Connect Discovery §3"""
	profile = body(call(sign_in(an_app()).access_token, OAUTH + "openid_profile"))
	assert profile.keys() <= set(document()["claims_supported"])

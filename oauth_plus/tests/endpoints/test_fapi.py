"""A client of the FAPI 2.0 Security Profile, over HTTP: what it owes, whatever its row says (§5.3.2)."""

from datetime import timedelta
from typing import Any

import frappe
import pytest

from oauth_plus.platform import clock
from oauth_plus.store.clients import client_rows
from oauth_plus.tests import dpop
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import body, sent_to
from oauth_plus.tests.factories import (
	App,
	a_device_app,
	a_public_app,
	a_regular,
	an_app,
	change,
	tamper,
	with_any_session,
)
from oauth_plus.tests.journey import Proof, acts_as, ask, decide, redeem, refused, token_request, tokens_of
from oauth_plus.tests.ledger import events_of, rows_of
from oauth_plus.tests.pushed import FAPI, PUSH, a_fapi_app, allowed, arrive, proven, push, tokens_for
from oauth_plus.tests.site import ISSUER, configured, settings

CODE = "OAuth Authorization Code"


@pytest.fixture(scope="module")
def bank(site) -> App:
	"""The client of most tests."""
	return a_fapi_app()


def test_the_journey_to_a_code(bank: App):
	"""§5.3.2.2, items 1, 2 and 7"""
	answer = allowed(bank)
	assert set(answer) == {"code", "state", "iss"}
	assert answer["iss"] == ISSUER


def test_a_code_lives_for_a_minute_at_most():
	"""§5.3.2.1, item 11"""
	app = a_fapi_app()
	allowed(app)
	[row] = rows_of(app, CODE)
	assert clock.from_epoch(row.oauth_plus_expires_at) - clock.now() <= timedelta(seconds=60)


def test_a_request_that_was_not_pushed_is_refused(bank: App):
	"""§5.3.2.2, item 3"""
	answer = sent_to(ask(with_any_session(), bank, **Proof().asked))
	assert answer["error"] == "invalid_request"
	assert "pushed" in answer["error_description"]


def test_a_push_without_authentication_is_refused(bank: App):
	"""§5.3.2.2, item 4"""
	assert refused(push(bank, client_secret=None, **Proof().asked), "invalid_client", 401)


def test_a_secret_is_no_authentication(bank: App):
	"""§5.3.2.1, item 6: neither at a push nor at the token endpoint"""
	assert refused(push(bank, **Proof().asked), "invalid_client", 401)
	form = {"grant_type": "authorization_code", "code": allowed(bank)["code"], **bank.credentials}
	assert refused(token_request(form), "invalid_client", 401)


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
	"no PKCE": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
	"plain PKCE": ({"code_challenge_method": "plain"}, "invalid_request"),
	"no method": ({"code_challenge_method": None}, "invalid_request"),
	"no redirect URI": ({"redirect_uri": None}, "invalid_request"),
	"another response type": ({"response_type": "code id_token"}, "unsupported_response_type"),
	"a request object": ({"request": "e30.e30."}, "request_not_supported"),
}


@pytest.mark.parametrize(("changes", "error"), FAULTY.values(), ids=FAULTY)
@pytest.mark.parametrize("gate", ["Enforce", "Off"])
def test_a_request_that_lacks_something_is_refused(gate: str, changes: dict[str, Any], error: str):
	"""§5.3.2.2, items 1, 5 and 6: also where somebody changed the row's gate"""
	app = tamper(a_fapi_app(), oauth_plus_enforcement=gate)
	assert refused(push(app, **proven(app) | changes), error)


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "EdDSA", "Ed25519"])
def test_algorithms_of_assertions(algorithm: str):
	"""§5.4.1, item 1"""
	key = a_key(algorithm)
	app = a_fapi_app(oauth_plus_jwks=key_set(key))
	assert push(app, **proven(app) | asserted(app, key)).status_code == 201


def test_an_assertion_by_rs256_is_refused():
	"""§5.4.1, item 1"""
	key = a_key("RS256")
	app = a_fapi_app(oauth_plus_jwks=key_set(key))
	assert refused(push(app, **proven(app) | asserted(app, key)), "invalid_client", 401)
	assert "PS256, ES256, EdDSA" in events_of(app)[-1].cause


@pytest.mark.parametrize(
	"aud",
	[[ISSUER], [ISSUER, "https://other.example"], f"{ISSUER}/", f"{ISSUER}/api/method/oauth_plus.api.par"],
)
def test_an_assertion_is_for_the_issuer_as_a_string(bank: App, aud: Any):
	"""§5.3.2.1, item 8"""
	assert refused(push(bank, **proven(bank) | asserted(bank, aud=aud)), "invalid_client", 401)


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_clocks_may_differ_by_some_seconds(bank: App, name: str):
	"""§5.3.2.1, item 13"""
	now = int(clock.now().timestamp())
	assert push(bank, **proven(bank) | asserted(bank, **{name: now + 10})).status_code == 201
	assert refused(push(bank, **proven(bank) | asserted(bank, **{name: now + 90})), "invalid_client", 401)


def test_an_assertion_works_once(bank: App):
	"""RFC 7523 §3: also between two endpoints"""
	proof = proven(bank)
	assert push(bank, **proof).status_code == 201
	assert refused(push(bank, **proof), "invalid_client", 401)


def test_its_refresh_tokens_do_not_rotate():
	"""§5.3.2.1, item 9: whatever the row says"""
	app = a_fapi_app()
	first = tokens_for(app)
	tamper(app, oauth_plus_rotation="Rotate")
	client_rows.invalidate(app.client_id)
	frappe.db.commit()
	for _ in range(2):
		form = {"grant_type": "refresh_token", "refresh_token": first.refresh_token}
		again = tokens_of(app, token_request(form | app.credentials | asserted(app), **dpop.proven()))
		assert again.refresh_token == first.refresh_token


def test_its_tokens_are_bound_to_a_key(bank: App):
	"""§5.3.2.1, items 4 and 5: whatever the row says, at the token endpoint and at every call"""
	app = tamper(a_fapi_app(), oauth_plus_dpop_required=0)
	proof = Proof()
	assert refused(redeem(app, allowed(app, proof)["code"], proof, **asserted(app)), "invalid_dpop_proof")
	tokens = tokens_for(app)
	assert tokens.answer["token_type"] == "DPoP"
	assert dpop.call(tokens.access_token).status_code == 200
	assert acts_as(tokens.access_token) is None


def test_a_proof_by_rs256_binds_nothing(bank: App):
	"""§5.4.1, item 1"""
	proof = Proof()
	code = allowed(bank, proof)["code"]
	answer = dpop.redeem(bank, code, proof, a_key("RS256"), form=asserted(bank))
	assert refused(answer, "invalid_dpop_proof")


def test_a_code_is_bound_to_a_key_by_the_push(bank: App):
	"""§5.3.2.1, item 12; RFC 9449 §10, §10.1: by dpop_jkt, or by a proof that comes with the push"""
	thief = a_key("EdDSA")
	header = {"DPoP": dpop.a_proof(PUSH)}
	for headers, asked in (({}, {"dpop_jkt": dpop.thumbprint()}), (header, {})):
		proof, browser = Proof(), with_any_session()
		uri = body(push(bank, headers, **asserted(bank) | proof.asked | asked))["request_uri"]
		code = sent_to(decide(browser, arrive(browser, bank, uri)))["code"]
		assert refused(dpop.redeem(bank, code, proof, thief, form=asserted(bank)), "invalid_grant")


def test_a_push_names_one_key(bank: App):
	"""RFC 9449 §10.1"""
	header = {"DPoP": dpop.a_proof(PUSH)}
	other = {"dpop_jkt": dpop.thumbprint(a_key("EdDSA"))}
	assert refused(push(bank, header, **proven(bank) | other), "invalid_request")
	bad = {"DPoP": dpop.a_proof(PUSH, htm="GET")}
	assert refused(push(bank, bad, **proven(bank)), "invalid_dpop_proof")


def test_no_password_is_taken(bank: App):
	"""§5.3.2.1, item 2"""
	form = {"grant_type": "password", "username": a_regular(), "password": "x", **asserted(bank)}
	assert refused(token_request(form), "unsupported_grant_type")


def test_the_form_shows_what_the_profile_settles():
	app = change(an_app(), oauth_plus_jwks=key_set(a_key()), **FAPI)
	row = frappe.get_doc("OAuth Client", app.client_id)
	assert row.oauth_plus_requires_push
	assert (row.oauth_plus_rotation, row.oauth_plus_enforcement) == ("Static", "Enforce")
	assert row.oauth_plus_id_token_signing == "Site Key"


LACKING: dict[str, tuple[Any, str]] = {
	"a public client": (lambda: a_public_app(**FAPI), "choose Confidential"),
	"a client without keys": (lambda: an_app(**FAPI), "enter its Public Keys"),
	"keys of another algorithm": (
		lambda: a_fapi_app(oauth_plus_jwks=key_set(a_key("RS256")).replace('"use"', '"alg": "RS256", "use"')),
		"PS256, ES256, EdDSA",
	),
	"the implicit grant": (
		lambda: a_fapi_app(grant_type="Implicit", response_type="Token"),
		"The implicit grant",
	),
	"the device flow": (lambda: a_fapi_app(oauth_plus_device_flow=1), "no device flow"),
	"plain http": (
		lambda: a_fapi_app(redirect_uris="http://192.168.1.5/cb", oauth_plus_private_http=1),
		"is not encrypted",
	),
	"codes that live long": (lambda: a_fapi_app(oauth_plus_code_lifetime=120), "60 seconds at most"),
	"ID tokens by RS256": (lambda: a_fapi_app(scopes="all openid"), "does not accept RS256"),
}


@pytest.mark.parametrize(("make", "sentence"), LACKING.values(), ids=LACKING)
def test_the_form_says_what_is_missing(make: Any, sentence: str):
	with pytest.raises(frappe.ValidationError, match=sentence):
		make()
	frappe.db.rollback()


def test_all_that_is_missing_is_said_at_once():
	with pytest.raises(frappe.ValidationError) as raised:
		a_public_app(**FAPI | {"scopes": "all openid", "oauth_plus_code_lifetime": 300})
	frappe.db.rollback()
	for sentence in ("choose Confidential", "Public Keys", "60 seconds", "RS256"):
		assert sentence in str(raised.value)


def test_id_tokens_are_signed_by_an_algorithm_of_the_profile():
	"""§5.4.1, item 1: a site that goes back to RS256 gives its clients none"""
	with settings(id_token_signing_algorithm="ES256"):
		app = a_fapi_app(scopes="all openid")
		assert "code" in allowed(app)
	assert refused(push(app, **proven(app)), "unauthorized_client")
	assert "RS256" in events_of(app)[-1].cause


@pytest.mark.parametrize(
	("tampered", "cause"),
	[
		({"oauth_plus_code_lifetime": 600}, "live for more than 60 seconds"),
		({"oauth_plus_device_flow": 1}, "device flow"),
		({"oauth_plus_id_token_signing": "Client Secret (HS256)"}, "client's secret"),
		({"redirect_uris": "https://app.example.com/callback\nhttp://192.168.1.5/cb"}, "unencrypted"),
	],
	ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_row_that_was_changed_past_the_form_gets_nothing(tampered: dict[str, Any], cause: str):
	app = tamper(a_fapi_app(), **tampered)
	assert refused(push(app, **proven(app)), "unauthorized_client")
	assert cause in events_of(app)[-1].cause


def test_a_client_without_keys_cannot_authenticate():
	app = tamper(a_fapi_app(), oauth_plus_jwks="")
	assert refused(push(app, **Proof().asked), "invalid_client", 401)


def test_a_site_without_tls_gives_it_nothing(bank: App):
	"""§5.2.1"""
	with configured(host_name="http://erp.example.com"):
		proof = proven(bank) | asserted(bank, aud="http://erp.example.com")
		assert refused(push(bank, **proof), "unauthorized_client")
	assert "https" in events_of(bank)[-1].fix


def test_no_device_waits_for_it():
	"""A client that becomes one of the profile loses the device flow, or cannot be saved"""
	app = a_device_app()
	with pytest.raises(frappe.ValidationError, match="no device flow"):
		change(app, **FAPI)
	frappe.db.rollback()


def test_a_request_uri_lives_for_less_than_ten_minutes(bank: App):
	"""§5.3.2.2, item 12"""
	assert body(push(bank, **proven(bank)))["expires_in"] < 600

"""Halves of characters in JSON (RFC 8259 §8.2), which no database takes: a clear refusal, and no job that fails."""

import base64
import contextlib
import json

import frappe
import pytest

from oauth_plus import tasks
from oauth_plus.tests.browser import Browser, sent_to
from oauth_plus.tests.endpoints.test_logout import log_out
from oauth_plus.tests.factories import CALLBACK, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import app_http, ask, bearer, call, refused, sign_in
from oauth_plus.tests.ledger import errors, events_of
from oauth_plus.tests.registering import WEB, register
from oauth_plus.tests.site import registration_open

HALF = json.loads('"\\ud800"')

FILTER = json.dumps([[HALF, "name", "=", "x"]])

USE = "OAuth Plus Scope Use"


@pytest.mark.parametrize("scopes", ["all", "doctype:ToDo:read"])
@pytest.mark.parametrize("make", [an_app, an_old_app])
def test_a_call_with_one_stops_no_job(make, scopes):
	"""What other calls used and lacked is still recorded afterwards"""
	app = make(scopes=scopes)
	token = sign_in(app).access_token
	with contextlib.suppress(TypeError):  # Frappe 16 gets the call, and cannot write its own answer
		app_http().get("/api/resource/ToDo", {"filters": FILTER}, headers=bearer(token))
	assert call(token, "/api/resource/ToDo").status_code == 200
	tasks.note_uses()
	frappe.db.rollback()
	assert frappe.db.exists(USE, {"client": app.client_id, "target": "ToDo"})
	assert not frappe.db.exists(USE, {"client": app.client_id, "target": ("like", "%�%")})


def test_a_call_with_one_is_refused_to_a_narrow_token():
	token, before = sign_in(an_app(scopes="doctype:ToDo:read")).access_token, errors()
	answer = app_http().get("/api/resource/ToDo", {"filters": FILTER}, headers=bearer(token))
	assert answer.status_code == 403
	assert errors() == before


def test_a_method_of_such_a_name_is_refused_to_a_narrow_token():
	app = an_app(scopes="doctype:ToDo:read")
	sent = {"cmd": "run_doc_method", "dt": "ToDo", "dn": "x", "method": HALF}
	answer = app_http().post("/", json=sent, headers=bearer(sign_in(app).access_token))
	assert answer.status_code in (400, 403, 417)
	tasks.note_uses()


def encoded(members: dict[str, str]) -> str:
	return base64.urlsafe_b64encode(json.dumps(members).encode()).rstrip(b"=").decode()


def test_a_hint_that_names_such_a_key_proves_nothing():
	"""OpenID Connect RP-Initiated Logout §2, Core §3.1.2.1"""
	app, before = an_app(), errors()
	hint = f"{encoded({'alg': 'RS256', 'kid': HALF})}.{encoded({'aud': app.client_id})}.AA"
	answer = log_out(Browser(), client_id=app.client_id, id_token_hint=hint)
	assert answer.status_code in (200, 400)
	assert sent_to(ask(signed_in(), app, id_token_hint=hint))["error"] == "login_required"
	assert errors() == before


def test_a_class_of_authentication_of_such_a_name_is_not_met():
	"""OpenID Connect Core §5.5.1.1; and the event can be read"""
	app = an_app()
	claims = json.dumps({"id_token": {"acr": {"essential": True, "value": HALF}}})
	assert sent_to(ask(signed_in(), app, claims=claims))["error"] == "unmet_authentication_requirements"
	[event] = events_of(app, event="authorization_refused")
	assert "an acr of �" in event.cause


@pytest.mark.parametrize("kid", [[], {}, [HALF], 1, HALF])
def test_keys_whose_names_are_none_are_refused(kid):
	"""RFC 7517 §4.5"""
	keys = {"jwks": {"keys": [{"kid": kid}, {"kid": kid}]}, "token_endpoint_auth_method": "private_key_jwt"}
	before = errors()
	with registration_open():
		assert refused(register(WEB | {"redirect_uris": [CALLBACK]} | keys), "invalid_client_metadata")
	assert errors() == before


def test_a_claim_of_such_a_name_is_not_given_and_not_stored():
	"""OpenID Connect Core §5.5: unknown claims are ignored"""
	app, before = an_app(), errors()
	claims = json.dumps({part: {HALF: {"value": HALF}, "locale": None} for part in ("userinfo", "id_token")})
	assert sign_in(app, signed_in(), scope="openid", claims=claims).access_token
	assert errors() == before

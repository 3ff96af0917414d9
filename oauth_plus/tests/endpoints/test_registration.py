"""Registration of clients by themselves, and what they may do with it later (RFC 7591, RFC 7592)."""

import json
import time
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.platform import features
from oauth_plus.rules import secret
from oauth_plus.store.site import registration_settings
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import CALLBACK, a_user, an_app, signed_in
from oauth_plus.tests.journey import a_code, acts_as, redeem, refresh, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import errors, recorded
from oauth_plus.tests.registering import (
	TOKEN_MODE,
	WEB,
	an_initial_token,
	app_of,
	manage,
	register,
	registered,
	row_of,
)
from oauth_plus.tests.site import ISSUER, open_by_frappe, registration_open, settings

NEW_TOKEN = METHOD + "oauth_plus.api.initial_access_tokens.new_initial_access_token"

WHOLE = WEB | {
	"client_uri": "https://app.example.com/about",
	"logo_uri": "https://app.example.com/logo.png",
	"tos_uri": "https://app.example.com/tos",
	"policy_uri": "https://app.example.com/privacy",
	"software_id": "ledger",
	"software_version": "7",
	"contacts": ["a@example.com", "b@example.com"],
	"grant_types": ["authorization_code", "refresh_token"],
	"response_types": ["code"],
	"token_endpoint_auth_method": "client_secret_post",
	"application_type": "web",
	"subject_type": "pairwise",
	"id_token_signed_response_alg": "HS256",
	"post_logout_redirect_uris": ["https://app.example.com/bye", "https://app.example.com/bye?x=1"],
	"backchannel_logout_uri": "https://app.example.com/logout",
	"backchannel_logout_session_required": True,
}


@pytest.fixture
def is_open():
	with registration_open():
		yield


# Who may register


@pytest.mark.parametrize("frappe_says", [True, False])
def test_settings_decide_and_what_is_not_chosen_is_as_frappe_says(frappe_says: bool):
	if not frappe.db.exists("DocType", "OAuth Settings"):
		assert not features.registers_clients()
		assert refused(register(WEB), "invalid_request", 404)
		return
	with open_by_frappe(is_open=frappe_says):
		assert register(WEB).status_code == (201 if frappe_says else 404)
		with registration_open(is_open=not frappe_says):
			assert register(WEB).status_code == (404 if frappe_says else 201)


def test_an_initial_access_token_registers_as_many_apps_as_it_says():
	"""RFC 7591 §3"""
	with settings(client_registration=TOKEN_MODE):
		token = an_initial_token(uses=2)
		for _ in range(2):
			app = app_of(registered(token=token))
			assert tokens_of(app, redeem(app, a_code(app)))
		assert refused(register(WEB, token), "invalid_token", 401)


def test_without_a_good_one_nobody_registers():
	"""RFC 6750 §3.1: an error is named only where a token was sent"""
	late, deleted, other = an_initial_token(days=0.01), an_initial_token(), sign_in_token()
	before = frappe.db.count("OAuth Client")
	frappe.delete_doc("OAuth Plus Initial Access Token", secret.digest(deleted), ignore_permissions=True)
	with settings(client_registration=TOKEN_MODE):
		answer = register(WEB)
		assert answer.status_code == 401
		assert answer.headers["WWW-Authenticate"].startswith("Bearer")
		assert "error=" not in answer.headers["WWW-Authenticate"]
		with time_machine.travel(time.time() + 3600):
			assert refused(register(WEB, late), "invalid_token", 401)
		for wrong in (deleted, "guess", other):
			answer = register(WEB, wrong)
			assert refused(answer, "invalid_token", 401)
			assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
	frappe.db.rollback()
	assert frappe.db.count("OAuth Client") == before


def sign_in_token() -> str:
	"""The access token of a System Manager."""
	return sign_in(an_app()).access_token


def test_a_request_that_is_refused_does_not_use_the_token_up():
	with settings(client_registration=TOKEN_MODE):
		token = an_initial_token()
		assert refused(register(WEB | {"redirect_uris": []}, token), "invalid_redirect_uri")
		assert register(WEB, token).status_code == 201


def test_a_system_manager_makes_a_token_and_sees_it_once():
	manager = signed_in()
	answer = manager.post(NEW_TOKEN, {"label": "CI", "uses": 3, "days": 2})
	assert answer.headers["Cache-Control"] == "no-store"
	token = body(answer)["message"]["token"]
	row = frappe.get_doc("OAuth Plus Initial Access Token", secret.digest(token))
	assert (row.label, row.uses, row.used) == ("CI", 3, 0)
	assert token not in json.dumps(row.as_dict(), default=str)
	with settings(client_registration=TOKEN_MODE):
		assert register(WEB, token).status_code == 201
	name = secret.digest(token)
	path = f"/api/resource/OAuth Plus Initial Access Token/{name}"
	assert manager.open(path, "PUT", json={"uses": 1000}).status_code == 403
	assert manager.open(path, "DELETE").status_code in (200, 202)


@pytest.mark.parametrize("values", [{"uses": 0}, {"uses": 2_000}, {"days": 0}, {"days": 4_000}])
def test_a_token_without_sense_is_not_made(values: dict[str, Any]):
	assert signed_in().post(NEW_TOKEN, {"label": "CI"} | values).status_code == 417


def test_nobody_else_makes_one():
	for browser in (Browser(), signed_in(a_user("Website Manager"))):
		assert browser.post(NEW_TOKEN, {"label": "mine"}).status_code in (401, 403)


def test_open_registration_has_limits():
	"""RFC 7591 §5; RFC 6585 §4"""
	with registration_open(registrations_per_day=2):
		for _ in range(2):
			assert register(WEB).status_code == 201
		answer = register(WEB)
		assert refused(answer, "temporarily_unavailable", 429)
		assert int(answer.headers["Retry-After"]) > 0
		assert events("registration_refused")[0].fix
	with registration_open(registrations_per_day=0):
		assert register(WEB | {"redirect_uris": []}).status_code == 400


def events(name: str) -> list[Any]:
	"""Of requests whose client is unknown, newest first."""
	frappe.db.rollback()
	fields = ["cause", "fix", "client"]
	return frappe.get_all("OAuth Plus Event", {"event": name}, fields, order_by="creation desc", limit=5)


# What is registered


def test_the_answer_has_all_that_is_registered(is_open):
	"""RFC 7591 §3.2.1, OpenID Connect Registration §2, RP-Initiated Logout §3.1, Back-Channel Logout §2.2"""
	said = registered(WHOLE)
	assert {name: said.get(name) for name in WHOLE} == WHOLE
	assert said["client_secret_expires_at"] == 0
	assert abs(said["client_id_issued_at"] - time.time()) < 60
	assert said["registration_client_uri"].startswith(f"{ISSUER}/api/method/oauth_plus.api.register.")
	again = body(manage(said))
	assert again == {name: value for name, value in said.items() if not name.startswith("client_secret")}
	stored = row_of(said)
	assert stored.oauth_plus_subject_type == "Pairwise"
	assert stored.oauth_plus_backchannel_logout_uri == WHOLE["backchannel_logout_uri"]
	assert stored.oauth_plus_post_logout_redirect_uris.split() == WHOLE["post_logout_redirect_uris"]
	assert stored.oauth_plus_id_token_signing == "Client Secret (HS256)"


def test_what_is_left_out_has_its_default_in_the_answer(is_open):
	"""RFC 7591 §2"""
	said = registered()
	assert said["token_endpoint_auth_method"] == "client_secret_basic"
	assert said["grant_types"] == ["authorization_code"]
	assert said["application_type"] == "web"
	assert said["subject_type"] == "public"
	assert said["id_token_signed_response_alg"] == "RS256"
	assert said["backchannel_logout_session_required"] is False
	assert "jwks" not in said


@pytest.mark.parametrize(
	("sent", "told"),
	[
		({"redirect_uris": ["http://127.0.0.1/cb"]}, "native"),
		({"redirect_uris": ["com.example.app:/cb"]}, "native"),
		({"redirect_uris": [CALLBACK], "application_type": "native"}, "native"),
		({"redirect_uris": ["http://localhost:3000/cb"], "application_type": "web"}, "web"),
	],
)
def test_a_native_app_is_one_by_its_word_or_its_redirect_uris(is_open, sent, told):
	"""OpenID Connect Registration §2, RFC 8252 §7"""
	assert registered(sent)["application_type"] == told


@pytest.mark.parametrize(
	("sent", "error"),
	[
		({"application_type": "desktop"}, "invalid_client_metadata"),
		({"application_type": "web", "redirect_uris": ["com.example.app:/cb"]}, "invalid_redirect_uri"),
		({"subject_type": "secret"}, "invalid_client_metadata"),
		(
			{"subject_type": "pairwise", "redirect_uris": [CALLBACK, "https://other.example.com/cb"]},
			"invalid_client_metadata",
		),
		(
			{"subject_type": "pairwise", "sector_identifier_uri": "https://x.example"},
			"invalid_client_metadata",
		),
		({"id_token_signed_response_alg": "none"}, "invalid_client_metadata"),
		(
			{"id_token_signed_response_alg": "HS256", "token_endpoint_auth_method": "none"},
			"invalid_client_metadata",
		),
		({"post_logout_redirect_uris": ["javascript:alert(1)"]}, "invalid_client_metadata"),
		({"post_logout_redirect_uris": "https://app.example.com/"}, "invalid_client_metadata"),
		({"backchannel_logout_uri": "http://app.example.com/logout"}, "invalid_client_metadata"),
		({"backchannel_logout_uri": "https://192.168.1.4/logout"}, "invalid_client_metadata"),
		({"backchannel_logout_session_required": "yes"}, "invalid_client_metadata"),
		({"client_name": "\ud800"}, "invalid_client_metadata"),
		({"contacts": ["\udfff"]}, "invalid_client_metadata"),
		({"redirect_uris": ["https://app.example.com/\ud800"]}, "invalid_client_metadata"),
		({"contacts": ["a" * 100] * 1_000}, "invalid_client_metadata"),
	],
)
def test_what_this_server_cannot_do_is_refused(is_open, sent, error):
	before, found = frappe.db.count("OAuth Client"), errors()
	answer = register(WEB | sent)
	assert refused(answer, error)
	assert answer.headers["Cache-Control"] == "no-store"
	frappe.db.rollback()
	assert (frappe.db.count("OAuth Client"), errors()) == (before, found)
	assert events("registration_refused")


def test_without_a_scope_the_client_gets_the_default_ones_and_never_all(is_open):
	given = registered({"scope": ""})["scope"].split()
	assert "openid" in given
	assert "all" not in given
	for asked in ("all", "nonsense"):
		assert registered({"scope": asked})["scope"].split() == given


def test_settings_may_allow_it_all():
	with registration_open(registration_allows_all=1):
		assert "all" in registered({"scope": "all openid"})["scope"].split()


def test_an_update_leaves_the_scope_as_it_was_on_sites_that_register_clients():
	try:
		with open_by_frappe() if frappe.db.exists("DocType", "OAuth Settings") else settings():
			registration_settings.go_on_as_before()
			assert registration_settings.allows_all() == features.registers_clients()
			frappe.db.commit()
	finally:
		with settings(registration_allows_all=0):
			pass


def test_system_managers_are_told_where_settings_say_so():
	where = {"type": "Alert", "document_type": "OAuth Client"}
	with registration_open():
		said = registered()
	frappe.db.rollback()
	assert not frappe.db.exists("Notification Log", where | {"document_name": said["client_id"]})
	with registration_open(notify_of_registrations=1):
		said = registered()
	frappe.db.rollback()
	assert frappe.db.exists("Notification Log", where | {"document_name": said["client_id"]})


# RFC 7592


def test_the_client_changes_what_it_has_registered(is_open):
	"""RFC 7592 §2.2: what is left out goes, and the token stays"""
	said = registered(WHOLE)
	changed = WEB | {"client_id": said["client_id"], "client_name": "Ledger 2", "subject_type": "pairwise"}
	answer = manage(said, "PUT", **changed)
	assert answer.status_code == 200, answer.text
	told = body(answer)
	assert (told["client_name"], told["client_id"]) == ("Ledger 2", said["client_id"])
	assert told["registration_access_token"] == said["registration_access_token"]
	assert not {"tos_uri", "contacts", "post_logout_redirect_uris", "client_secret"} & set(told)
	assert body(manage(said)) == told
	assert recorded(app_of(said), "registration_changed")
	assert refused(redeem(app_of(said), "no such code"), "invalid_grant"), "the secret is the same"


def test_a_change_of_nothing_is_no_event(is_open):
	said = registered(WHOLE)
	assert manage(said, "PUT", **WHOLE, client_id=said["client_id"]).status_code == 200
	assert not recorded(app_of(said), "registration_changed")


def test_changes_are_limited_as_registrations_are(is_open):
	"""So that an app that came by itself does not fill the table of events"""
	with settings(register_address_limit=3):
		said = registered()
		answers = [
			manage(said, "PUT", **WEB, client_id=said["client_id"], client_uri=f"https://app.example.com/{n}")
			for n in range(5)
		]
		assert [each.status_code for each in answers] == [200, 200, 429, 429, 429]
		assert "Retry-After" in answers[-1].headers


def test_a_change_that_is_refused_changes_nothing(is_open):
	said = registered()
	before = row_of(said).as_dict()
	for sent, error in (
		({"redirect_uris": ["http://app.example.com/"]}, "invalid_redirect_uri"),
		({"grant_types": ["password"]}, "invalid_client_metadata"),
	):
		assert refused(manage(said, "PUT", **WEB | {"client_id": said["client_id"]} | sent), error)
	assert row_of(said).as_dict() == before


def test_a_client_that_becomes_confidential_gets_a_secret(is_open):
	said = registered({"token_endpoint_auth_method": "none"})
	assert "client_secret" not in said
	sent = WEB | {"client_id": said["client_id"], "token_endpoint_auth_method": "client_secret_basic"}
	told = body(manage(said, "PUT", **sent))
	app = app_of(told)
	assert tokens_of(app, redeem(app, a_code(app)))


def test_a_client_turns_to_keys(is_open):
	said, keys = registered(), json.loads(key_set(a_key()))
	sent = WEB | {
		"client_id": said["client_id"],
		"token_endpoint_auth_method": "private_key_jwt",
		"jwks": keys,
	}
	told = body(manage(said, "PUT", **sent))
	assert (told["jwks"], told["token_endpoint_auth_method"]) == (keys, "private_key_jwt")
	app = app_of(said)
	assert refused(redeem(app, a_code(app)), "invalid_client", 401)
	assert tokens_of(app, redeem(app, a_code(app), **asserted(app)))


def test_the_client_deletes_itself(is_open):
	"""RFC 7592 §2.3: its grants end"""
	said = registered({"scope": "openid"})
	app = app_of(said)
	tokens = sign_in(app)
	answer = manage(said, "DELETE")
	assert (answer.status_code, answer.text) == (204, "")
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_client", 401)
	assert not frappe.db.exists("OAuth Client", said["client_id"])
	assert refused(manage(said), "invalid_token", 401)
	assert events("registration_deleted")


def test_all_wrong_tokens_get_one_answer(is_open):
	"""RFC 7592 §2.1: nothing is told of the client"""
	said, other = registered(), registered()
	unknown = said | {"registration_client_uri": said["registration_client_uri"] + "x"}
	answers = [
		manage(said, token=other["registration_access_token"]),
		manage(said, token="x"),
		manage(unknown),
		manage(said, "DELETE", token=sign_in_token()),
		manage(said, "PUT", token=other["registration_access_token"], **WEB),
	]
	assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}
	assert manage(said, token="").status_code == 401
	assert manage(said).status_code == 200


def test_a_disabled_client_manages_nothing(is_open):
	said = registered()
	row = row_of(said)
	row.oauth_plus_enabled = 0
	row.save(ignore_permissions=True)
	assert refused(manage(said), "invalid_token", 401)


def test_while_registration_is_off_nobody_manages():
	with registration_open():
		said = registered()
	with registration_open(is_open=False):
		assert refused(manage(said), "invalid_request", 404)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_other_methods_are_refused(is_open, method: str):
	answer = manage(registered(), method)
	assert answer.status_code == 405
	assert answer.headers["Allow"] == "GET, PUT, DELETE"


def test_a_client_of_an_administrator_has_no_such_token(is_open):
	app, said = an_app(), registered()
	address = said["registration_client_uri"].replace(said["client_id"], app.client_id)
	for token in (said["registration_access_token"], "None", app.client_secret):
		assert refused(manage(said | {"registration_client_uri": address}, token=token), "invalid_token", 401)


# What nobody used


def test_a_registration_that_no_user_has_allowed_vanishes():
	with registration_open():
		unused, used, vouched, disabled = (registered({"client_name": f"Unused {n}"}) for n in range(4))
		sign_in(app_of(used), scope="openid")
		for said, values in (
			(vouched, {"oauth_plus_maker": "Ledger Ltd."}),
			(disabled, {"oauth_plus_enabled": 0}),
		):
			row_of(said).update(values).save(ignore_permissions=True)
			frappe.db.commit()
	an_administrators = an_app().client_id
	with time_machine.travel(time.time() + 29 * 86_400):
		tasks.revoke()
	assert frappe.db.exists("OAuth Client", unused["client_id"])
	with time_machine.travel(time.time() + 31 * 86_400):
		with settings(unused_registration_days=0):
			tasks.revoke()
			assert frappe.db.exists("OAuth Client", unused["client_id"])
		tasks.revoke()
	frappe.db.rollback()
	assert not frappe.db.exists("OAuth Client", unused["client_id"])
	for kept in (used["client_id"], vouched["client_id"], disabled["client_id"], an_administrators):
		assert frappe.db.exists("OAuth Client", kept)
	told = frappe.get_all("OAuth Plus Event", {"event": "registration_expired"}, pluck="cause")
	assert any(unused["client_id"] in cause for cause in told)

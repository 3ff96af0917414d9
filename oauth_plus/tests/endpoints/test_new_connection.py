"""The endpoints of the dialog New Connection: who may ask, what is refused, and that nothing is half written."""

import json

import frappe
import pytest

from oauth_plus.platform import clock
from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.clients.client_fields import auth_method_field
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.connections import WAYS, answers_for, made, proposed
from oauth_plus.tests.factories import a_regular, a_user, an_app, with_any_session
from oauth_plus.tests.journey import by_itself, tokens_of

API = METHOD + "oauth_plus.api.connections."


def test_who_may_not_create_clients_may_not_ask():
	for user in (a_user(), a_user("Website Manager")):
		browser = with_any_session(user)
		for method in ("offered", "preview", "create"):
			answer = browser.post(API + method, {"kind": "machine", "way": "", "answers": "{}"})
			assert answer.status_code == 403, method
		assert browser.get(API + "how_to_connect", {"client": an_app().client_id}).status_code == 403
	assert Browser().get(API + "offered").status_code in (401, 403)


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_every_kind_is_previewed_and_then_created_as_it_was_shown(kind: str, way: str):
	answers = answers_for(kind, way)
	before = frappe.db.count("OAuth Client")
	shown = proposed("preview", kind, way, answers)
	assert shown["faults"] == {}
	assert all(row["label"] and row["lines"] and row["reason"] for row in shown["summary"])
	frappe.db.rollback()
	assert frappe.db.count("OAuth Client") == before, "a preview writes nothing"
	client = proposed("create", kind, way, answers)
	stored = frappe.get_doc("OAuth Client", client["client"])
	assert stored.app_name == answers["name"]
	assert stored.oauth_plus_enforcement == "Enforce"
	assert stored.owner == a_regular()
	assert not stored.oauth_plus_registration
	assert not stored.oauth_plus_registered_metadata
	is_public = stored.get(auth_method_field()) == "None"
	assert is_public == (stored.oauth_plus_client_type == "Public")
	assert bool(client["client_secret"]) != is_public
	for row in shown["summary"]:
		if row["field"] in ("redirect_uris", "oauth_plus_networks", "oauth_plus_service_user"):
			assert stored.get(row["field"]).splitlines() == row["lines"]


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_all_faults_are_said_at_their_questions_and_nothing_is_written(kind: str, way: str):
	good = answers_for(kind, way)
	before = frappe.db.count("OAuth Client")
	bad = {
		"redirect_uris": "http://app.example.com/cb javascript:alert(1)",
		"networks": "everywhere",
		"service_user": "Administrator",
		"exchanges_of": "",
		"scopes": "doctype:Nothing:read",
		"site": "ftp://other",
	}
	answers = {name: value for name, value in good.items() if name != "name"} | bad
	answer = proposed("create", kind, way, answers)
	wanted = {"name"} | (set(bad) & set(good))
	assert set(answer["faults"]) == wanted
	assert "client" not in answer
	frappe.db.rollback()
	assert frappe.db.count("OAuth Client") == before


def test_words_of_a_user_are_escaped_in_the_sentences():
	answers = answers_for("machine", "service") | {"networks": "<img/src=x/onerror=alert(1)>"}
	[sentence] = proposed("preview", "machine", "service", answers)["faults"]["networks"]
	assert "<img" not in sentence
	assert "&lt;img" in sentence


def test_what_another_check_refuses_is_said_and_nothing_is_written():
	"""The keys of this app cannot be read at their address"""
	answers = answers_for("machine", "service") | {"proof": "key", "keys": "https://127.0.0.1/jwks.json"}
	before = frappe.db.count("OAuth Client")
	answer = proposed("create", "machine", "service", answers)
	assert "public keys" in answer["faults"][""][0]
	frappe.db.rollback()
	assert frappe.db.count("OAuth Client") == before


@pytest.mark.parametrize("answers", ["[]", "null", '"x"', '{"name": ["x"]}', "{}", "{", "", "[" * 100_000])
def test_answers_of_another_form_count_as_none(answers: str):
	answer = post("preview", kind="machine", way="service", answers=answers)
	assert {"name", "service_user", "scopes"} <= set(body(answer)["message"]["faults"])


@pytest.mark.parametrize(("kind", "way"), [("teapot", ""), ("machine", "teapot"), ("", "")])
def test_an_unknown_kind_is_refused(kind: str, way: str):
	assert post("preview", kind=kind, way=way, answers="{}").status_code == 417


def post(method: str, **form: str):
	return with_any_session().post(API + method, form)


def test_a_service_user_without_the_roles_is_told_of_before_anything_is_created():
	able, unable = a_user("System Manager"), a_user()
	answers = answers_for("machine", "service", scopes="doctype:ToDo:read doctype:Role:write")
	assert proposed("preview", "machine", "service", answers | {"service_user": able})["notes"] == []
	[note] = proposed("preview", "machine", "service", answers | {"service_user": unable})["notes"]
	assert unable in note
	assert "Role" in note


# Who is no System Manager


@pytest.fixture(scope="module")
def manager(site) -> str:
	"""An OAuth Manager with no other role."""
	return a_user(MANAGER)


def test_somebody_else_is_offered_only_what_they_may_do_themselves(manager):
	mine = body(with_any_session().get(API + "offered"))["message"]
	theirs = body(with_any_session(manager).get(API + "offered"))["message"]
	assert "all" in {scope["name"] for scope in mine["scopes"]}
	of_identity = {"openid", "profile", "email", "roles", "offline_access"}
	assert of_identity <= {scope["name"] for scope in theirs["scopes"]}
	assert not [
		scope["name"] for scope in theirs["scopes"] if scope["name"] == "all" or scope["is_sensitive"]
	]
	names = {each["name"]: each["accesses"] for each in theirs["doctypes"]}
	assert "ToDo" in names
	assert "Role" not in names
	assert "System Settings" not in names
	assert len(mine["doctypes"]) > len(names)
	barred = {kind["name"]: [bool(way["barred"]) for way in kind["ways"]] for kind in theirs["kinds"]}
	assert barred["machine"] == [True]
	assert barred["bi_tool"] == [True, False]
	assert not any(barred["mobile_app"])
	assert not any(way["barred"] for kind in mine["kinds"] for way in kind["ways"])


def test_somebody_else_gives_no_scope_beyond_their_own_permissions(manager):
	answers = answers_for("mobile_app", "browser")
	for scopes in ("all", "openid doctype:Role:write", "openid doctype:System%20Settings:read"):
		answer = proposed("create", "mobile_app", "browser", answers | {"scopes": scopes}, manager)
		assert list(answer["faults"]) == ["scopes"], scopes
		assert "client" not in answer
	client = made("mobile_app", "browser", manager, scopes="openid doctype:ToDo:read")
	assert frappe.db.get_value("OAuth Client", client.client_id, "owner") == manager


def test_somebody_else_lets_no_app_act_as_a_user(manager):
	for kind, way in (("machine", "service"), ("api_gateway", "exchange"), ("api_gateway", "introspection")):
		form = {"kind": kind, "way": way, "answers": json.dumps(answers_for(kind, way))}
		for method in ("preview", "create"):
			assert with_any_session(manager).post(API + method, form).status_code == 403


def test_somebody_else_sees_no_secret_and_is_told_who_makes_one(manager):
	answer = proposed("create", "partner_portal", "users", answers_for("partner_portal", "users"), manager)
	assert (answer["client_secret"], answer["lacks_secret"]) == ("", True)
	assert secret_rows.live_of(answer["client"], clock.now()) == []
	public = proposed("create", "mobile_app", "browser", answers_for("mobile_app", "browser"), manager)
	assert (public["client_secret"], public["lacks_secret"]) == ("", False)


# The secret


def test_the_secret_is_answered_once_and_works():
	client = made("machine", "service")
	assert tokens_of(client, by_itself(client))
	again = with_any_session().get(API + "how_to_connect", {"client": client.client_id})
	assert client.client_secret not in again.text
	assert "YOUR_CLIENT_SECRET" in again.text


def test_the_answer_with_a_secret_is_not_stored():
	form = {
		"kind": "machine",
		"way": "service",
		"answers": json.dumps(answers_for("machine", "service")),
	}
	answer = with_any_session().post(API + "create", form)
	assert answer.headers["Cache-Control"] == "no-store"


def test_a_client_that_is_not_there_has_no_requests():
	assert with_any_session().get(API + "how_to_connect", {"client": "nobody"}).status_code == 404

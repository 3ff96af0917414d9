"""An app brings scopes, claims and an event listener by hooks alone (issue 4, item 3)."""

import importlib
import json

import frappe
import jwt
import pytest

from oauth_plus.setup import install
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.tests import example
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.every_door import a_todo, asked_for, lacking
from oauth_plus.tests.factories import a_regular, a_user, an_app, signed_in
from oauth_plus.tests.journey import Tokens, bearer, call, refresh, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import families_of, recorded

BORROWED = "/api/method/oauth_plus_example.library."


@pytest.fixture(scope="module", autouse=True)
def library(site):
	with example.installed():
		yield


@pytest.fixture(scope="module")
def reader() -> Tokens:
	return sign_in(an_app(scopes="library openid"), scope="library.read openid")


def test_its_scopes_are_there(library):
	read, manage = scope_lookup.find("library.read"), scope_lookup.find("library")
	assert (read.title, read.sentence, read.icon) == (
		"Read the library",
		"See which books you have borrowed.",
		"book",
	)
	assert [rule.kind.value for rule in read.rules] == [
		"DocType",
		"Module",
		"Method",
		"Report",
		"Page",
		"File",
	]
	assert manage.is_sensitive
	assert manage.contains == ("library.read",)
	row = frappe.get_doc("OAuth Plus Scope", "library")
	assert (row.is_standard, row.app) == (1, example.NAME)


def test_a_client_that_has_the_wider_scope_may_ask_for_the_one_that_it_contains(reader):
	assert reader.answer["scope"] == "library.read openid"
	assert call(reader.access_token, "/api/resource/Note").status_code == 200
	assert lacking(call(reader.access_token, "/api/resource/ToDo")) == {"doctype:ToDo:read"}


def test_an_administrators_edits_survive_a_migration_and_the_apps_own_changes_arrive(library):
	row = frappe.get_doc("OAuth Plus Scope", "library")
	row.update({"title": "Our books", "is_default": 1}).save()
	brought = json.loads(row.brought)
	row.db_set(
		{
			"description": "An older sentence",
			"brought": json.dumps({**brought, "description": "An older sentence"}),
		}
	)
	frappe.db.commit()
	install.after_migrate()
	frappe.db.commit()
	found = scope_lookup.find("library")
	assert (found.title, found.is_default, found.sentence) == (
		"Our books",
		True,
		"See and change the library.",
	)
	row.reload()
	row.update({"title": brought["title"], "is_default": 0}).save()
	frappe.db.commit()


def test_a_scope_of_the_administrators_own_is_not_taken_over(library):
	frappe.delete_doc("OAuth Plus Scope", "library.read", force=True, ignore_on_trash=True)
	own = {"scope": "library.read", "title": "Mine", "rules": [{"kind": "Page", "target": "/mine"}]}
	frappe.get_doc({"doctype": "OAuth Plus Scope", **own}).insert()
	install.after_migrate()
	assert scope_lookup.find("library.read").title == "Mine"
	frappe.delete_doc("OAuth Plus Scope", "library.read")
	install.after_migrate()
	assert scope_lookup.find("library.read").title == "Read the library"
	frappe.db.commit()


# The second layer


def test_a_method_that_was_let_in_does_not_list_what_no_scope_covers(reader):
	a_todo(a_regular())
	assert body(call(reader.access_token, f"{BORROWED}count?doctype=Note")) is not None
	assert body(call(reader.access_token, f"{BORROWED}count?doctype=ToDo"))["message"] == 0
	everything = sign_in(an_app()).access_token
	assert body(call(everything, f"{BORROWED}count?doctype=ToDo"))["message"] > 0


def test_a_method_that_was_let_in_does_not_open_what_no_scope_covers(reader):
	todo = a_todo(a_regular())
	answer = call(reader.access_token, f"{BORROWED}see?doctype=ToDo&name={todo}")
	assert lacking(answer) == {"doctype:ToDo:read"}
	assert asked_for(answer) == {"library.read", "doctype:ToDo:read", "openid"}, "and what the token has"
	assert call(sign_in(an_app()).access_token, f"{BORROWED}see?doctype=ToDo&name={todo}").status_code == 200


def test_a_method_that_was_let_in_does_not_write_what_no_scope_covers(reader):
	before = frappe.db.count("ToDo")
	answer = Browser().post(f"{BORROWED}write", {"doctype": "ToDo"}, headers=bearer(reader.access_token))
	assert lacking(answer) == {"doctype:ToDo:write"}
	frappe.db.rollback()
	assert frappe.db.count("ToDo") == before


def test_a_share_does_not_get_round_the_scope(reader):
	"""Frappe asks for shares after the hooks have said no"""
	stranger = a_user("System Manager")
	todo = a_todo(stranger)
	frappe.share.add_docshare("ToDo", todo, a_regular(), flags={"ignore_share_permission": True})
	frappe.db.commit()
	assert call(reader.access_token, f"{BORROWED}see?doctype=ToDo&name={todo}").status_code == 403
	assert call(reader.access_token, f"{BORROWED}count?doctype=ToDo").status_code == 403


def test_child_rows_follow_their_parent():
	"""Has Role stands in users, pages, reports: a scope for one of these opens its rows alone"""
	app = an_app(scopes="library doctype:Report:read doctype:User:read")
	count = f"{BORROWED}count?doctype=Has%20Role&parent_doctype="
	of_users = sign_in(app, scope="library doctype:User:read").access_token
	of_reports = sign_in(app, scope="library doctype:Report:read").access_token
	of_neither = sign_in(app, scope="library").access_token
	rows = {kind: frappe.db.count("Has Role", {"parenttype": kind}) for kind in ("User", "Report")}
	everything = body(call(sign_in(an_app()).access_token, count + "User"))["message"]
	assert rows["Report"] < rows["User"]
	assert 0 < body(call(of_users, count + "User"))["message"] <= min(rows["User"], everything)
	foreign = call(of_reports, count + "User")
	assert foreign.status_code in (200, 403)
	assert body(foreign).get("message", 0) <= rows["Report"]
	nothing = call(of_neither, count + "User")
	assert nothing.status_code in (200, 403), nothing.text
	assert body(nothing).get("message", 0) == 0


# Claims


def test_its_claims_are_in_userinfo_and_in_the_id_token(reader):
	profile = body(Browser().get(OAUTH + "openid_profile", headers=bearer(reader.access_token)))
	id_token = jwt.decode(reader.answer["id_token"], options={"verify_signature": False})
	for claims in (profile, id_token):
		assert claims["library_card"] == f"card of {a_regular()}"
		assert set(claims["library_scopes"]) == {"library.read", "openid"}
		assert claims["sub"] != "another"
		assert claims["iss"] == "https://erp.example.com"


# Events


def test_its_listener_is_told_of_each_event_and_one_that_fails_breaks_nothing():
	library = importlib.import_module("oauth_plus_example.library")
	library.heard.clear()
	app = an_app()
	sign_in(app)
	told = [event["event"] for event in library.heard if event["client"] == app.client_id]
	assert told == ["secret_created", "consent_given", "code_issued", "token_issued"]
	assert recorded(app, "token_issued")
	assert not frappe.db.exists("ToDo", {"description": "by a listener that fails"})


def test_its_listener_is_told_what_rows_of_tokens_told_before():
	"""R50: apps that listened to OAuth Bearer Token know whose grant began, went on and ended"""
	library = importlib.import_module("oauth_plus_example.library")
	library.heard.clear()
	tokens = sign_in(an_app())
	[family] = families_of(tokens.app)
	second = tokens_of(tokens.app, refresh(tokens))
	assert tokens_of(tokens.app, refresh(tokens)).access_token == second.access_token
	revoke(tokens.app, second.refresh_token)
	told = [each for each in library.heard if each["client"] == tokens.app.client_id and each["grants"]]
	assert [(each["event"], each["reason"]) for each in told] == [
		("code_issued", ""),
		("token_issued", "authorization_code"),
		("token_issued", "refresh_token"),
		("token_repeated", "refresh_token"),
		("token_revoked", "revoked_by_client"),
	]
	assert all((each["user"], each["grants"]) == (a_regular(), [family.name]) for each in told)


def test_its_listener_is_told_of_every_grant_that_ends_at_once():
	library = importlib.import_module("oauth_plus_example.library")
	app, person = an_app(), a_user()
	for _ in range(2):
		sign_in(app, signed_in(person))
	library.heard.clear()
	frappe.get_doc("User", person).update({"enabled": 0}).save(ignore_permissions=True)
	frappe.db.commit()
	[told] = [each for each in library.heard if each["event"] == "grant_ended"]
	assert (told["user"], told["reason"]) == (person, "user_disabled")
	assert sorted(told["grants"]) == sorted(family.name for family in families_of(app))


# The end


def test_its_scopes_go_with_it_and_ours_stay():
	"""The last of this file"""
	example.go()
	assert scope_lookup.find("library") is None
	assert scope_lookup.find("library.read") is None
	assert scope_lookup.find("openid")
	example.come()
	assert scope_lookup.find("library")
	assert signed_in()


def scope_rows() -> tuple[list[dict], list[dict]]:
	frappe.db.commit()
	return (
		frappe.get_all("OAuth Plus Scope", fields=["name", "modified"], order_by="name"),
		frappe.get_all("OAuth Plus Scope Rule", fields=["name", "modified"], order_by="name"),
	)


def test_a_migration_that_changes_nothing_writes_no_row():
	"""Neither of the app's own scopes nor of another app's"""
	install.after_migrate()
	before = scope_rows()
	install.after_migrate()
	assert scope_rows() == before

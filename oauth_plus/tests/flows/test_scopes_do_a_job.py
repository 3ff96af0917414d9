"""Scopes with which an app does a whole job: what the site's code needs on its way is opened, told and suggested
(issue 13, item 14)."""

import io
import secrets
from collections.abc import Iterator

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.patches.v0_1 import parted_write_scopes
from oauth_plus.platform import clock, tally
from oauth_plus.rules.secret import digest
from oauth_plus.store.grants import families
from oauth_plus.tests import example
from oauth_plus.tests.browser import METHOD, Browser, body, sent_to
from oauth_plus.tests.every_door import a_todo, asked_for, lacking
from oauth_plus.tests.factories import (
	App,
	a_regular,
	a_user,
	an_app,
	an_old_app,
	change,
	signed_in,
	tamper,
	with_any_session,
)
from oauth_plus.tests.journey import a_code, ask, bearer, call, redeem, refresh, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, families_of, recorded
from oauth_plus.tests.scoping import a_free_name, a_scope, gone_afterwards, rule
from oauth_plus.tests.site import consent_remembered

TODOS = "/api/resource/ToDo"
BORROWED = "/api/method/oauth_plus_example.library."
MAKE_SCOPE = METHOD + "oauth_plus.api.clients.make_scope"
SUGGEST = METHOD + "oauth_plus.api.clients.suggest_scopes"
GRANTS = METHOD + "oauth_plus.api.grants."


@pytest.fixture(autouse=True)
def clean(site) -> Iterator[None]:
	with gone_afterwards():
		yield


def token_with(*words: str) -> str:
	return sign_in(an_app(scopes=" ".join(words))).access_token


def post(token: str, path: str, form: dict | None = None, **kwargs) -> TestResponse:
	return Browser().post(path, form, headers=bearer(token), **kwargs)


def delete(token: str, path: str) -> TestResponse:
	return Browser().open(path, "DELETE", headers=bearer(token))


# Writing is neither deleting nor submitting


def test_who_may_write_creates_and_changes_and_does_not_delete():
	token, todo = token_with("doctype:ToDo:write"), a_todo(a_regular())
	assert post(token, TODOS, {"description": "made"}).status_code == 200
	changed = Browser().open(f"{TODOS}/{todo}", "PUT", json={"description": "changed"}, headers=bearer(token))
	assert changed.status_code == 200
	assert lacking(delete(token, f"{TODOS}/{todo}")) == {"doctype:ToDo:delete"}
	assert frappe.db.exists("ToDo", todo)


def test_who_may_delete_does_that_alone():
	token, todo = token_with("doctype:ToDo:delete"), a_todo(a_regular())
	assert lacking(call(token, f"{TODOS}/{todo}")) == {"doctype:ToDo:read"}
	assert delete(token, f"{TODOS}/{todo}").status_code in (200, 202)
	frappe.db.rollback()
	assert not frappe.db.exists("ToDo", todo)


@pytest.mark.parametrize(("method", "access"), [("submit", "submit"), ("cancel", "cancel")])
def test_what_makes_a_document_count_is_named_by_itself(method, access):
	token, todo = token_with("doctype:ToDo:write"), a_todo(a_regular())
	form = {"doc": frappe.as_json({"doctype": "ToDo", "name": todo, "description": "x"})}
	if method == "cancel":
		form = {"doctype": "ToDo", "name": todo}
	told = lacking(post(token, f"{METHOD}frappe.client.{method}", form))
	assert f"doctype:ToDo:{access}" in told


def test_the_consent_page_says_what_each_of_them_means():
	app = an_app(scopes="doctype:ToDo:write doctype:ToDo:delete openid")
	page = ask(with_any_session(), app, scope="doctype:ToDo:write doctype:ToDo:delete").text
	assert "See, create and change documents of type" in page
	assert "Delete documents of type" in page


def test_who_had_write_when_it_opened_everything_goes_on_as_before():
	"""The patch, on a client with a grant, a remembered token and a consent"""
	app = an_app(scopes="openid doctype:ToDo:write")
	tokens, todo = sign_in(app), a_todo(a_regular())
	assert lacking(delete(tokens.access_token, f"{TODOS}/{todo}")) == {"doctype:ToDo:delete"}
	parted_write_scopes.execute()
	frappe.db.commit()
	everything = "openid doctype:ToDo:write doctype:ToDo:delete doctype:ToDo:submit doctype:ToDo:cancel"
	assert delete(tokens.access_token, f"{TODOS}/{todo}").status_code in (200, 202)
	assert body(refresh(tokens))["scope"] == everything
	assert frappe.db.get_value("OAuth Client", app.client_id, "scopes") == everything
	assert frappe.db.get_value("OAuth Plus Consent", {"client": app.client_id}, "scopes") == everything


# What documents link to


@pytest.fixture(scope="module")
def library(site):
	with example.installed():
		yield


def see(token: str, doctype: str, name: str) -> TestResponse:
	"""By a method that asks Frappe for the permission, as the site's own code does."""
	return call(token, f"{BORROWED}see?doctype={doctype}&name={name}")


SEE = "oauth_plus_example.library.see"


LINKING = {"description": "look up: both", "role": "Desk User"}
"""A to-do of which the site's code asks on its way whether its user may read what it links to."""


def linking() -> dict[str, str]:
	return {**LINKING, "allocated_to": a_regular()}


def test_what_documents_link_to_is_read_by_the_sites_code_and_not_by_the_app(library):
	follows = a_scope(rule("DocType", "ToDo", "read", "create", reads_links=1), rule("Method", SEE))
	token = token_with(follows)
	assert post(token, TODOS, json=linking()).status_code == 200
	assert see(token, "User", a_regular()).status_code == 403, "a method could be asked for any document"
	assert call(token, f"/api/resource/User/{a_regular()}").status_code == 403
	assert call(token, f'{TODOS}?fields=["allocated_to.email"]').status_code == 403
	assert call(token, "/api/resource/User").status_code == 403


def test_links_are_followed_only_while_the_rule_is_used(library):
	follows = a_scope(rule("DocType", "ToDo", "delete", reads_links=1))
	app = an_app(scopes=f"{follows} doctype:ToDo:write")
	assert post(sign_in(app).access_token, TODOS, json=linking()).status_code == 403


def test_a_rule_that_does_not_follow_opens_its_documents_alone(library):
	token = token_with(a_scope(rule("DocType", "ToDo", "read", "create")))
	assert post(token, TODOS, json=linking()).status_code == 403


def test_only_a_rule_that_names_one_doctype_follows_its_links():
	word = a_scope(rule("DocType", "*", "read", reads_links=1), rule("Module", "Desk", "read", reads_links=1))
	assert [row.reads_links for row in frappe.get_doc("OAuth Plus Scope", word).rules] == [0, 0]


# Files


def attach(token: str, doctype: str, name: str, **form: str) -> TestResponse:
	data = {"doctype": doctype, "docname": name, "is_private": "1", **form}
	file = (io.BytesIO(b"a photo of a shelf"), f"{secrets.token_hex(4)}.txt")
	return post(token, f"{METHOD}upload_file", {**data, "file": file}, content_type="multipart/form-data")


def test_files_are_attached_without_a_scope_for_files():
	token = token_with(a_scope(rule("DocType", "ToDo", "read", "write", "attach")))
	todo = a_todo(a_regular())
	answer = attach(token, "ToDo", todo)
	assert answer.status_code == 200, answer.text[:500]
	stored = body(answer)["message"]
	assert (stored["attached_to_doctype"], stored["attached_to_name"]) == ("ToDo", todo)
	assert call(token, stored["file_url"]).status_code == 403, "to attach is not to read"
	assert call(token, "/api/resource/File").status_code == 403


def test_to_attach_takes_the_right_to_write_and_to_attach():
	todo, note = a_todo(a_regular()), "doctype:Note:read"
	for actions in (("read", "write"), ("read", "attach")):
		token = token_with(a_scope(rule("DocType", "ToDo", *actions)), note)
		assert attach(token, "ToDo", todo).status_code == 403, actions
	attaching = token_with(a_scope(rule("DocType", "ToDo", "write", "attach")))
	assert attach(attaching, "User", a_regular()).status_code == 403
	assert attach(attaching, "ToDo", todo, library_file_name="x").status_code == 403


# What is told


def test_a_refusal_names_all_that_the_documents_sent_link_to(library):
	"""Frappe stops at the first document that it may not read"""
	app, counted = an_app(scopes="all openid"), ("denied_inside",)
	before = tally.read().get(counted, 0)
	answer = post(sign_in(app, scope="doctype:ToDo:write").access_token, TODOS, json=linking())
	assert tally.read()[counted] == before + 1, "it had been let in"
	needed = {"doctype:ToDo:write", "doctype:User:read", "doctype:Role:read"}
	assert asked_for(answer) == needed
	tasks.note_uses()
	[event] = events_of(app, event="call_refused")
	assert all(scope in event.fix for scope in needed), "the event names them too"
	assert post(sign_in(app, scope=" ".join(needed)).access_token, TODOS, json=linking()).status_code == 200


def test_what_is_not_sent_is_not_named(library):
	app = an_app(scopes="all openid")
	sent = {**linking(), "role": ""}
	answer = post(sign_in(app, scope="doctype:ToDo:write").access_token, TODOS, json=sent)
	assert asked_for(answer) == {"doctype:ToDo:write", "doctype:User:read"}


def uses_of(app: App) -> dict[tuple[str, str], str]:
	tasks.note_uses()
	frappe.db.commit()
	rows = frappe.get_all("OAuth Plus Scope Use", {"client": app.client_id}, ["target", "action", "way"])
	return {(row.target, row.action or ""): row.way for row in rows}


@pytest.mark.parametrize(
	("maker", "scopes"), [(an_app, "all openid"), (an_old_app, "openid")], ids=["under all", "at Warn"]
)
def test_what_the_sites_code_needs_is_recorded(library, maker, scopes):
	app = maker(scopes=scopes)
	token = sign_in(app).access_token
	assert post(token, TODOS, json=linking()).status_code == 200
	links = {("User", "read"): "Linked", ("Role", "read"): "Linked"}
	assert uses_of(app) == {("ToDo", "create"): "Asked", **links}
	see(token, "User", a_regular())
	assert uses_of(app)[("User", "read")] == "On the Way"
	call(token, f"/api/resource/User/{a_regular()}")
	assert uses_of(app)[("User", "read")] == "Asked"
	assert post(token, TODOS, json=linking()).status_code == 200
	assert uses_of(app)[("User", "read")] == "Asked", "what needs most counts"


def test_a_client_that_is_off_is_not_looked_at_behind_the_door_either(library):
	app = an_old_app(scopes="all openid", oauth_plus_enforcement="Off")
	see(sign_in(app).access_token, "User", a_regular())
	assert uses_of(app) == {}


# A scope made from use


@pytest.fixture
def word(site) -> Iterator[str]:
	with a_free_name() as name:
		yield name


def make_scope(app: App, word: str) -> dict:
	answer = signed_in().post(MAKE_SCOPE, {"client": app.client_id, "scope": word, "title": "From use"})
	assert answer.status_code == 200, answer.text[:500]
	frappe.db.rollback()
	return body(answer)["message"]


def test_a_scope_made_from_use_opens_that_and_nothing_beside_it(library, word):
	app, todo = an_app(scopes="all openid email"), a_todo(a_regular())
	token = sign_in(app, scope="all").access_token
	day = (
		lambda each: post(each, TODOS, json=linking()),
		lambda each: call(each, f"{TODOS}/{todo}"),
		lambda each: see(each, "User", a_regular()),
		lambda each: call(each, "/about"),
		lambda each: attach(each, "ToDo", todo),
	)
	assert [act(token).status_code for act in day] == [200] * len(day)
	tasks.note_uses()
	made = make_scope(app, word)
	told = {"scopes": ["email", "openid", word], "unnamed": [], "sensitive": []}
	assert made == told | {"folders": ["/private/files/*"]}
	change(app, scopes=" ".join(made["scopes"]))
	narrow = sign_in(app, scope=word).access_token
	assert [act(narrow).status_code for act in day] == [200] * len(day)
	assert call(narrow, "/api/resource/Note").status_code == 403
	assert delete(narrow, f"{TODOS}/{todo}").status_code == 403
	assert call(narrow, f"{BORROWED}count?doctype=ToDo").status_code == 403
	assert call(narrow, "/me").status_code == 403


def test_a_suggestion_under_all_is_accepted_at_enforce_without_a_further_round(library):
	app, todo = an_app(scopes="all openid"), a_todo(a_regular())
	token = sign_in(app, scope="all").access_token
	day = (
		lambda each: post(each, TODOS, json=linking()),
		lambda each: call(each, f"{TODOS}/{todo}"),
		lambda each: attach(each, "ToDo", todo),
		lambda each: delete(each, f"{TODOS}/{a_todo(a_regular())}"),
	)
	assert all(act(token).status_code in (200, 202) for act in day)
	tasks.note_uses()
	suggested = body(signed_in().get(SUGGEST, {"client": app.client_id}))["message"]
	assert suggested["unnamed"] == []
	change(app, scopes=" ".join(suggested["scopes"]))
	narrow = sign_in(app, scope=" ".join(suggested["scopes"])).access_token
	for act in day:
		answer = act(narrow)
		assert answer.status_code in (200, 202), (suggested, answer.text[:500])
	assert lacking(call(narrow, "/api/resource/Note")) == {"doctype:Note:read"}


def test_what_gives_power_marks_the_scope_and_is_told(word):
	app = an_app(scopes="all openid")
	token = sign_in(app, scope="all").access_token
	for doctype in ("Email Queue", "SMS Log", "ToDo"):
		call(token, f"/api/resource/{doctype}")
	tasks.note_uses()
	made = make_scope(app, word)
	assert [each.partition(":")[0] for each in made["sensitive"]] == ["Email Queue", "SMS Log"]
	assert frappe.db.get_value("OAuth Plus Scope", word, "is_sensitive")


def test_nobody_makes_a_scope_who_may_not():
	app = an_app()
	answer = signed_in(a_user()).post(MAKE_SCOPE, {"client": app.client_id, "scope": "use.mine"})
	assert answer.status_code == 403
	assert not frappe.db.exists("OAuth Plus Scope", "use.mine")


@pytest.mark.parametrize("word", ["all", "two words", "doctype:ToDo:read", ""])
def test_a_scope_made_from_use_needs_a_name_of_its_own(word):
	app = an_app(scopes="all openid")
	call(sign_in(app, scope="all").access_token, TODOS)
	tasks.note_uses()
	answer = signed_in().post(MAKE_SCOPE, {"client": app.client_id, "scope": word})
	assert 400 <= answer.status_code < 500, answer.text[:300]


# A client that is narrowed


def beyond(app: App) -> dict:
	return body(signed_in().get(GRANTS + "beyond_client", {"client": app.client_id}))["message"]


def narrowed(app: App, method: str) -> int:
	answer = signed_in().post(GRANTS + method, {"client": app.client_id})
	assert answer.status_code == 200, answer.text[:500]
	frappe.db.rollback()
	return body(answer)["message"]


def test_it_is_said_what_live_grants_hold_beyond_their_client():
	app = an_app(scopes="all openid email")
	sign_in(app, scope="all openid")
	sign_in(app, signed_in(a_user("System Manager")), scope="all email")
	assert beyond(app) == {"grants": 0, "people": 0, "scopes": []}
	change(app, scopes="doctype:ToDo:read openid")
	told = beyond(app)
	assert set(told.pop("scopes")) == {"all", "email"}
	assert told == {"grants": 2, "people": 2}


def test_grants_that_are_narrowed_have_lost_it_for_good():
	app = an_app(scopes="all openid")
	tokens = sign_in(app, scope="all openid")
	assert call(tokens.access_token, "/api/resource/Note").status_code == 200
	change(app, scopes="doctype:ToDo:read openid")
	assert narrowed(app, "narrow_grants") == 1
	assert recorded(app, "grants_narrowed")
	assert beyond(app)["grants"] == 0
	change(app, scopes="all openid doctype:ToDo:read")
	assert call(tokens.access_token, TODOS).status_code == 200
	assert call(tokens.access_token, "/api/resource/Note").status_code == 403
	assert set(body(refresh(tokens))["scope"].split()) == {"doctype:ToDo:read", "openid"}
	row = frappe.db.get_value(
		"OAuth Bearer Token", {"access_token": digest(tokens.access_token)}, "oauth_plus_granted_scopes"
	)
	assert set(row.split()) == {"doctype:ToDo:read", "openid"}


def test_grants_that_would_have_nothing_left_end():
	app = an_app(scopes="email openid doctype:ToDo:read")
	sign_in(app, scope="doctype:ToDo:read")
	change(app, scopes="email openid")
	assert narrowed(app, "narrow_grants") == 1
	assert {row.state for row in families_of(app)} == {"Revoked"}


def test_grants_beyond_their_client_are_ended_and_no_others():
	app = an_app(scopes="all openid doctype:ToDo:read")
	wide, fit = sign_in(app, scope="all"), sign_in(app, scope="doctype:ToDo:read")
	change(app, scopes="openid doctype:ToDo:read")
	assert narrowed(app, "end_grants_beyond_client") == 1
	assert call(wide.access_token, TODOS).status_code == 401
	assert call(fit.access_token, TODOS).status_code == 200


def test_what_was_narrowed_is_asked_for_anew_where_consent_is_remembered():
	app, browser = an_app(scopes="all openid"), signed_in()
	sign_in(app, browser, scope="all openid")
	change(app, scopes="doctype:ToDo:read openid")
	narrowed(app, "narrow_grants")
	change(app, scopes="all openid doctype:ToDo:read")
	with consent_remembered():
		wide = sent_to(ask(browser, app, scope="all openid", prompt="none"))
		assert wide["error"] == "consent_required"
		assert sent_to(ask(browser, app, scope="openid doctype:ToDo:read", prompt="none"))["code"]


def test_who_lost_a_grant_is_asked_anew_however_many_there_were():
	app, people = an_app(scopes="all openid"), [signed_in(a_user("System Manager")) for _ in range(2)]
	for browser in people:
		sign_in(app, browser, scope="all openid")
	change(app, scopes="openid")
	assert narrowed(app, "end_grants_beyond_client") == 2
	change(app, scopes="all openid")
	with consent_remembered():
		for browser in people:
			assert (
				sent_to(ask(browser, app, scope="all openid", prompt="none"))["error"] == "consent_required"
			)


def test_a_code_on_its_way_is_narrowed_too():
	app = an_app(scopes="all openid")
	code = a_code(app, scope="all openid")
	change(app, scopes="doctype:ToDo:read openid")
	narrowed(app, "narrow_grants")
	change(app, scopes="all openid doctype:ToDo:read")
	assert tokens_of(app, redeem(app, code)).answer["scope"] == "openid doctype:ToDo:read"


def test_a_token_from_before_this_app_is_narrowed_too():
	app = an_app(scopes="all openid")
	tokens = sign_in(app, scope="all openid")
	whose = {"access_token": digest(tokens.access_token)}
	frappe.db.delete("OAuth Plus Grant", {"client": app.client_id})
	frappe.db.set_value("OAuth Bearer Token", whose, {"oauth_plus_family": None, "oauth_plus_generation": 0})
	frappe.db.commit()
	change(app, scopes="doctype:ToDo:read openid")
	assert beyond(app)["grants"] == 1
	assert narrowed(app, "narrow_grants") == 1
	change(app, scopes="all openid doctype:ToDo:read")
	assert call(tokens.access_token, TODOS).status_code == 200
	assert call(tokens.access_token, "/api/resource/Note").status_code == 403


def test_a_refresh_that_saw_the_grant_before_it_was_narrowed_looks_again():
	app = an_app(scopes="all openid")
	sign_in(app, scope="all openid")
	seen = families.find(families_of(app)[0].name)
	change(app, scopes="doctype:ToDo:read openid")
	narrowed(app, "narrow_grants")
	with pytest.raises(families.RotationConflict):
		families.advance(seen, seen.generation + 1, clock.now())
	frappe.db.rollback()


def test_lists_that_differ_by_the_case_of_letters_are_not_mixed_up():
	app, other = an_app(scopes="doctype:ToDo:write"), an_app()
	tamper(other, scopes="doctype:todo:write")
	parted_write_scopes.execute()
	frappe.db.commit()
	assert frappe.db.get_value("OAuth Client", app.client_id, "scopes").endswith(":cancel")
	assert frappe.db.get_value("OAuth Client", other.client_id, "scopes").split()[0] == "doctype:todo:write"


def test_who_may_write_one_client_narrows_no_other():
	manager, mine, other = a_user("System Manager"), an_app(), an_app()
	allow = {
		"doctype": "User Permission",
		"user": manager,
		"allow": "OAuth Client",
		"for_value": mine.client_id,
	}
	frappe.get_doc(allow).insert(ignore_permissions=True)
	frappe.db.commit()
	browser = signed_in(manager)
	for method in ("beyond_client", "narrow_grants", "end_grants_beyond_client"):
		assert browser.post(GRANTS + method, {"client": mine.client_id}).status_code == 200, method
		assert browser.post(GRANTS + method, {"client": other.client_id}).status_code == 403, method
	assert browser.post(GRANTS + "end_grants", {"client": other.client_id}).status_code == 403


@pytest.mark.parametrize("method", ["beyond_client", "narrow_grants", "end_grants_beyond_client"])
def test_grants_are_narrowed_by_those_who_may_write_clients(method):
	app = an_app()
	assert signed_in(a_user()).post(GRANTS + method, {"client": app.client_id}).status_code == 403
	assert signed_in().post(GRANTS + method, {"client": "nobody"}).status_code == 404

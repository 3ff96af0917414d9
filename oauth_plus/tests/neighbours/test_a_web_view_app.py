"""An app in a WebView (Capacitor, NativeScript, Flutter): its requests share one jar of cookies with the pages that a
person signs in and agrees on, and with a Desk tab (R20)."""

import io
import re

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.tests import neighbour
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import PASSWORD, App, a_public_app, a_regular, an_app, change, signed_in
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	acts_as,
	ask,
	authorization_request,
	bearer,
	decide,
	introspect,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.site import configured

APPROVE = OAUTH + "approve"
CODE = "OAuth Authorization Code"
WHO = METHOD + "frappe.auth.get_logged_user"
TODO = "/api/resource/ToDo"
TOKEN = re.compile(r"csrf_token = \"([^\"]{20,})\"")


def desk(browser: Browser) -> TestResponse:
	page = browser.get("/app")
	return browser.get(page.headers["Location"]) if page.status_code in (301, 302, 307, 308) else page


def with_a_desk_tab(browser: Browser) -> Browser:
	"""Desk puts a token against forgery into the session, and asks every later POST for it."""
	assert TOKEN.search(desk(browser).text)
	assert browser.post(TODO, json={"description": "forged"}).status_code == 400
	return browser


JARS = {"with login and consent alone": lambda browser: browser, "with a Desk tab": with_a_desk_tab}


@pytest.fixture(params=JARS.values(), ids=list(JARS))
def jar(request) -> Browser:
	return request.param(signed_in())


def the_whole_way(jar: Browser, app: App) -> Tokens:
	proof = Proof()
	code = sent_to(decide(jar, ask(jar, app, **proof.asked)))["code"]
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	form |= {"code_verifier": proof.verifier} | app.credentials
	return tokens_of(app, jar.post(OAUTH + "get_token", form))


@pytest.mark.parametrize("make", [a_public_app, an_app])
def test_it_signs_in_refreshes_writes_and_gives_its_token_back(jar, make):
	app = make()
	tokens = the_whole_way(jar, app)
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token} | app.credentials
	tokens = tokens_of(app, jar.post(OAUTH + "get_token", form))
	made = jar.open(TODO, "POST", json={"description": "by the app"}, headers=bearer(tokens.access_token))
	assert made.status_code == 200, made.text
	assert body(made)["data"]["owner"] == a_regular()
	name = body(made)["data"]["name"]
	changed = {"description": "changed"}
	answer = jar.open(f"{TODO}/{name}", "PUT", json=changed, headers=bearer(tokens.access_token))
	assert body(answer)["data"]["description"] == "changed"
	assert (
		jar.post(OAUTH + "revoke_token", {"token": tokens.access_token} | app.credentials).status_code == 200
	)
	assert acts_as(tokens.access_token) is None


def test_the_consent_page_leaves_the_session_as_it_was():
	"""A POST by the session's own cookie, which Frappe asked for no token before, is asked for none after."""
	browser = signed_in()
	sign_in(an_app(), browser)
	ask(browser, an_app(), prompt="select_account")
	assert browser.post(TODO, json={"description": "by a page of the portal"}).status_code == 200


def test_a_client_with_a_secret_is_told_what_a_token_is_worth(jar):
	app = an_app()
	token = sign_in(app).access_token
	answer = jar.post(OAUTH + "introspect_token", {"token": token}, headers=app.basic)
	assert body(answer) == body(introspect(app, token))
	assert body(answer)["active"] is True


def test_the_person_behind_a_token_is_told_by_post(jar):
	token = sign_in(an_app(), signed_in(a_regular("Bob"))).access_token
	answer = jar.post(OAUTH + "openid_profile", {}, headers=bearer(token))
	assert body(answer)["email"] == a_regular("Bob")


@pytest.mark.parametrize(
	"door",
	["/api/resource/ToDo", "/api/v1/resource/ToDo", "/api/v2/document/ToDo", METHOD + "frappe.client.insert"],
)
def test_the_token_acts_as_its_own_user_whoever_is_signed_in(jar, door):
	token = sign_in(an_app(), signed_in(a_regular("Bob"))).access_token
	sent = {"doctype": "ToDo", "description": "by Bob's app"}
	sent = {"doc": sent} if door.startswith(METHOD) else sent
	answer = jar.open(door, "POST", json=sent, headers=bearer(token))
	assert answer.status_code in (200, 201), answer.text
	said = body(answer)
	assert (said.get("data") or said["message"])["owner"] == a_regular("Bob")


def test_a_file_is_uploaded_whole(jar):
	"""The body is read a second time"""
	token = sign_in(an_app()).access_token
	content = bytes(range(256)) * 300
	sent = {"file": (io.BytesIO(content), "picture.bin"), "is_private": "1"}
	answer = jar.post(METHOD + "upload_file", sent, headers=bearer(token))
	assert answer.status_code == 200, answer.text
	file = frappe.get_doc("File", body(answer)["message"]["name"])
	assert file.get_content() == content
	file.delete(ignore_permissions=True)
	frappe.db.commit()


def test_the_person_stays_signed_in(jar):
	"""The app's answers set no cookie: Frappe would name the guest in them, and the jar would take it"""
	token = sign_in(an_app(), signed_in(a_regular("Bob"))).access_token
	app = an_app()
	answers = [
		jar.open(TODO, "POST", json={"description": "x"}, headers=bearer(token)),
		jar.open(TODO, "POST", json={"description": "x"}, headers=bearer("x" * 43)),
		jar.post(OAUTH + "get_token", {"grant_type": "refresh_token"} | app.credentials),
		jar.post(OAUTH + "revoke_token", {"token": token} | app.credentials),
	]
	assert [answer.headers.getlist("Set-Cookie") for answer in answers] == [[]] * 4
	assert body(jar.get(WHO))["message"] == a_regular()


# No door for strangers


BAD = {
	"unknown": lambda: "x" * 43,
	"revoked": lambda: _revoked(),
	"of a disabled client": lambda: _disabled(),
}


def _revoked() -> str:
	tokens = sign_in(an_app())
	revoke(tokens.app, tokens.access_token)
	return tokens.access_token


def _disabled() -> str:
	tokens = sign_in(an_app())
	change(tokens.app, oauth_plus_enabled=0)
	return tokens.access_token


@pytest.mark.parametrize("bad", BAD.values(), ids=list(BAD))
def test_a_bearer_that_is_no_good_never_falls_back_to_the_session(jar, bad):
	"""The header alone must not take the place of Frappe's token against forgery, nor the session that of a token"""
	browser, token = jar, bad()
	before = frappe.db.count("ToDo")
	answer = browser.open(TODO, "POST", json={"description": "forged"}, headers=bearer(token))
	assert refused(answer, "invalid_token", 401)
	frappe.db.commit()
	assert frappe.db.count("ToDo") == before


FORGED = [
	{},
	{"Authorization": "Bearer"},
	{"Authorization": "Basic QWRtaW5pc3RyYXRvcjphZG1pbg=="},
	{"Authorization": "Negotiate x"},
	{"X-Authorization": "Bearer x"},
	{"Referer": "https://evil.example/"},
]


@pytest.mark.parametrize("headers", FORGED, ids=str)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_another_site_can_have_a_browser_send_is_refused(headers, method):
	browser = with_a_desk_tab(signed_in())
	todo = frappe.get_doc({"doctype": "ToDo", "description": "mine"}).insert(ignore_permissions=True)
	path = TODO if method == "POST" else f"{TODO}/{todo.name}"
	answer = browser.open(path, method, json={"description": "forged"}, headers=headers)
	assert answer.status_code in (400, 401)
	frappe.db.commit()
	assert frappe.db.get_value("ToDo", todo.name, "description") == "mine"


def test_desk_behind_a_proxy_that_adds_a_bearer_goes_on():
	"""Its JWT is nobody's here, and Frappe has asked for the session's token"""
	jwt = ".".join(["eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiJ4In0", "c2lnbmF0dXJl"])
	browser = with_a_desk_tab(signed_in())
	csrf = TOKEN.search(desk(browser).text)[1]
	headers = {**bearer(jwt), "X-Frappe-CSRF-Token": csrf}
	answer = browser.open(TODO, "POST", json={"description": "in Desk"}, headers=headers)
	assert body(answer)["data"]["owner"] == a_regular()
	portal = signed_in()
	assert portal.post(TODO, json={"description": "x"}, headers=bearer(jwt)).status_code == 200
	assert (
		portal.post(
			METHOD + "login", {"usr": a_regular(), "pwd": PASSWORD}, headers=bearer("x" * 43)
		).status_code
		== 200
	)
	assert body(portal.get(WHO))["message"] == a_regular()
	app = an_app()
	page = ask(portal, app)
	form = form_of(page)
	answer = portal.post(form.action, form.fields | {"decision": "allow"}, headers=bearer(jwt))
	assert sent_to(answer)["code"]


def test_a_parameter_is_no_header():
	browser = with_a_desk_tab(signed_in())
	token = sign_in(an_app()).access_token
	answer = browser.post(
		TODO, {"description": "forged", "access_token": token, "Authorization": f"Bearer {token}"}
	)
	assert answer.status_code == 400


def test_a_session_in_a_parameter_is_not_let_in_by_it():
	"""Frappe takes `sid` from a form as well: it goes on to owe its token"""
	browser = with_a_desk_tab(signed_in())
	sid = browser._client.get_cookie("sid").value
	answer = Browser().post(TODO, {"description": "forged", "sid": sid}, headers=bearer("x" * 43))
	assert answer.status_code in (400, 401)
	assert "data" not in body(answer)


@pytest.mark.parametrize(
	"cmd", ["frappe.integrations.oauth2.get_token", "frappe.integrations.oauth2.approve"]
)
def test_naming_an_endpoint_of_ours_opens_no_other(cmd):
	"""Frappe looks at `cmd` first, and so do we"""
	browser = with_a_desk_tab(signed_in())
	before = frappe.db.count("ToDo")
	for path, sent in (
		(TODO, {"description": "forged", "cmd": cmd}),
		(METHOD + "frappe.client.insert", {"doc": '{"doctype": "ToDo", "description": "x"}', "cmd": cmd}),
		(f"{METHOD}{cmd}", {"cmd": "frappe.client.insert", "doc": '{"doctype": "ToDo", "description": "x"}'}),
	):
		assert browser.post(path, sent).status_code >= 400
	frappe.db.commit()
	assert frappe.db.count("ToDo") == before


def test_the_bearer_of_another_app_needs_no_token_of_the_session_either(jar):
	with neighbour.installed(a_regular("Bob")):
		answer = jar.open(TODO, "POST", json={"description": "x"}, headers=bearer(neighbour.TOKEN))
		assert body(answer)["data"]["owner"] == a_regular("Bob")


# Our own pages


def test_a_consent_page_that_was_open_before_desk_was_is_answered():
	app, browser = an_app(), signed_in()
	page = ask(browser, app)
	with_a_desk_tab(browser)
	assert sent_to(decide(browser, page))["code"]


def test_a_question_that_was_open_before_desk_was_ends_the_session_on_request():
	"""The answer's own cookies reach the browser"""
	app, browser = an_app(), signed_in()
	page = ask(browser, app, prompt="select_account")
	with_a_desk_tab(browser)
	answer = browser.submit(page, decision="another_account")
	assert answer.headers["Location"].startswith("/login?")
	assert browser.get(WHO).status_code in (401, 403)
	browser.login(a_regular("Bob"), PASSWORD)
	assert form_of(browser.get(sent_to(answer)["redirect-to"])).buttons == ["allow", "deny"]


@pytest.mark.parametrize(
	"forged", [{"consent": ""}, {"consent": "0" * 64}, {"authorization_request": "a=b"}], ids=str
)
def test_the_seal_is_what_a_form_of_ours_is_known_by(forged):
	app, browser = an_app(), with_a_desk_tab(signed_in())
	fields = form_of(ask(browser, app)).fields
	for token in ("", "0" * 56):
		sent = fields | forged | {"csrf_token": token, "decision": "allow"}
		answer = browser.post(APPROVE, sent)
		assert answer.status_code == 400
		assert "oauth-plus-problem" in answer.text
	assert not rows_of(app, CODE)


def test_where_another_app_answers_for_the_consent_page_frappe_protects_it():
	"""Ours has a seal; another one may have nothing"""
	browser = with_a_desk_tab(signed_in())
	fields = form_of(ask(browser, an_app())).fields | {"csrf_token": "", "decision": "allow"}
	method = "frappe.integrations.oauth2.approve"
	store = getattr(frappe, "client_cache", frappe.cache)
	with configured(developer_mode=0):
		overridden = {**frappe.get_hooks("override_whitelisted_methods"), method: ["frappe.client.get_count"]}
		store.set_value("app_hooks", {**frappe.get_hooks(), "override_whitelisted_methods": overridden})
		try:
			assert browser.post(APPROVE, fields).status_code == 400
		finally:
			store.delete_value("app_hooks")


def test_the_request_may_come_by_post_beside_a_desk_tab():
	"""OpenID Connect Core §3.1.2.1: it asks, and gives nothing"""
	app, browser = an_app(), with_a_desk_tab(signed_in())
	page = browser.post(OAUTH + "authorize", authorization_request(app))
	assert form_of(page).buttons == ["allow", "deny"]
	assert not rows_of(app, CODE)

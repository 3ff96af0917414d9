"""Frappe calls a method by a name that stands in a parameter, and each of ours has a name of its own beside
Frappe's: neither is a way round what holds at Frappe's names."""

import io
import json
from urllib.parse import urlencode

import frappe
import pytest

from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import a_regular, an_app, signed_in
from oauth_plus.tests.journey import ask, authorization_request, decide, sign_in
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.site import configured

CODE = "OAuth Authorization Code"

STOCK = {
	name: f"frappe.integrations.oauth2.{name}"
	for name in (
		"authorize",
		"approve",
		"get_token",
		"revoke_token",
		"introspect_token",
		"openid_profile",
		"openid_configuration",
	)
}

OURS = {
	"authorize": "oauth_plus.api.authorize.authorize",
	"approve": "oauth_plus.api.approve.approve",
	"get_token": "oauth_plus.api.token.get_token",
	"revoke_token": "oauth_plus.api.revoke.revoke_token",
	"introspect_token": "oauth_plus.api.introspect.introspect_token",
	"openid_profile": "oauth_plus.api.userinfo.openid_profile",
	"openid_configuration": "oauth_plus.api.metadata.openid_configuration",
}

DIRECTLY = ("/api/method/{}", "/api/v1/method/{}", "/api/v2/method/{}", "/?cmd={}", "/api/method/{}/")

ROUND_ABOUT = {
	"upload_file": ("upload_file", "method", {}),
	"upload_file_by_its_module": ("frappe.handler.upload_file", "method", {}),
	"search_widget": ("frappe.desk.search.search_widget", "query", {"doctype": "User", "txt": ""}),
	"search_link": ("frappe.desk.search.search_link", "query", {"doctype": "User", "txt": ""}),
	"tree": (
		"frappe.desk.treeview.get_all_nodes",
		"tree_method",
		{"doctype": "User", "label": "x", "parent": "x"},
	),
	"mapper": ("frappe.model.mapper.make_mapped_doc", "method", {"source_name": "x"}),
	"mapper_of_many": (
		"frappe.model.mapper.map_docs",
		"method",
		{"source_names": '["x"]', "target_doc": "{}"},
	),
}


def csrf_of(browser: Browser) -> str:
	"""The token that this browser's pages carry."""
	return form_of(ask(browser, an_app())).fields["csrf_token"]


@pytest.mark.parametrize("door", DIRECTLY)
@pytest.mark.parametrize("name", OURS)
def test_our_functions_do_not_answer_at_their_own_names(name, door):
	"""B19, RFC 9700 §2.6: what a page of ours holds is read by no script, whatever the site's CORS settings"""
	app, browser = an_app(), signed_in()
	path = door.format(OURS[name])
	path += ("&" if "?" in path else "?") + urlencode(authorization_request(app))
	headers = {"Origin": "https://evil.example"}
	with configured(allow_cors="*"):
		for asker in (browser, Browser()):
			answer = asker.get(path, headers=headers)
			assert answer.status_code == 404, answer.text[:500]
			assert "authorization_request" not in answer.text
			assert "csrf_token" not in answer.text
	assert not rows_of(app, CODE)


@pytest.mark.parametrize("names", [STOCK, OURS], ids=["frappes", "ours"])
@pytest.mark.parametrize("way", ROUND_ABOUT)
@pytest.mark.parametrize("name", STOCK)
def test_no_other_method_calls_them_by_a_parameter(way, name, names):
	"""No code for nobody, no page for a script, no token described to who has not proven who asks"""
	app, browser = an_app(), signed_in()
	method, parameter, others = ROUND_ABOUT[way]
	asked = authorization_request(app, **others, **{parameter: names[name]})
	path = METHOD + method
	csrf = csrf_of(browser)
	answers = [
		browser.get(path, asked),
		browser.post(path, asked, headers={"X-Frappe-CSRF-Token": csrf}),
		browser.post(path, json=asked, headers={"X-Frappe-CSRF-Token": csrf}),
		browser.post("/", asked | {"cmd": method}, headers={"X-Frappe-CSRF-Token": csrf}),
	]
	for answer in answers:
		assert answer.status_code == 404, f"{answer.status_code} {answer.text[:500]}"
		assert "Traceback" not in answer.text
		assert body(answer)["error"] == "invalid_request"
	assert not rows_of(app, CODE)


def test_a_tree_describes_no_token():
	"""Stock's introspection takes JSON for a filter, and any method of Frappe's for a tree"""
	app = an_app()
	sign_in(app)
	answer = signed_in().get(
		METHOD + "frappe.desk.treeview.get_all_nodes",
		{
			"doctype": json.dumps(["like", "%"]),
			"label": "x",
			"parent": "access_token",
			"tree_method": STOCK["introspect_token"],
		},
	)
	assert answer.status_code == 404
	assert app.client_id not in answer.text


def test_a_client_that_skips_consent_gets_its_code_at_frappes_address_alone():
	app, browser = an_app(skip_authorization=1), signed_in()
	answer = browser.get(METHOD + "upload_file", authorization_request(app, method=STOCK["approve"]))
	assert answer.status_code == 404
	assert not rows_of(app, CODE)
	assert sent_to(ask(browser, app))["code"]


def test_the_shared_server_gives_no_code_to_who_asks_it_directly():
	"""Fail closed: stock's `approve` ends in this call, and so does every page that is none of ours"""
	from oauthlib.oauth2 import AccessDeniedError

	from oauth_plus.grants.server import provider

	app = an_app()
	uri = f"https://site.example/?{urlencode(authorization_request(app))}"
	with pytest.raises(AccessDeniedError):
		provider().create_authorization_response(uri, scopes=["all"], credentials={"user": a_regular()})
	assert not rows_of(app, CODE)


@pytest.mark.parametrize("user", [None, "", "Guest", "nobody@example.com"])
def test_nobody_gets_no_code(user):
	from oauth_plus.exceptions import AccessDenied
	from oauth_plus.grants.authorization_request import read as authorization_request_of
	from oauth_plus.grants.code_issuance import Consented
	from oauth_plus.grants.destination import identify
	from oauth_plus.grants.server import provider
	from oauth_plus.rules.form import Form

	app = an_app()
	form = Form(authorization_request(app))
	request = authorization_request_of(form, identify(form), None)
	with pytest.raises(AccessDenied):
		provider().answer_authorization_request(Consented(request, ("all",), user))
	assert not rows_of(app, CODE)


def test_frappes_own_names_go_on():
	app, browser = an_app(), signed_in()
	assert sent_to(decide(browser, ask(browser, app)))["code"]
	assert Browser().get(OAUTH + "openid_configuration").status_code == 200


def test_files_are_uploaded_and_searches_made_as_before():
	browser = signed_in()
	headers = {"X-Frappe-CSRF-Token": csrf_of(browser)}
	sent = {"file": (io.BytesIO(b"a letter"), "letter.txt"), "is_private": "1", "folder": "Home"}
	answer = browser.post(METHOD + "upload_file", sent, headers=headers)
	assert answer.status_code == 200, answer.text[:500]
	frappe.get_doc("File", body(answer)["message"]["name"]).delete(ignore_permissions=True)
	frappe.db.commit()
	query = "frappe.core.doctype.user.user.user_query"
	asked = {"doctype": "User", "txt": "", "query": query}
	assert browser.get(METHOD + "frappe.desk.search.search_link", asked).status_code == 200


def test_no_origin_reads_the_page_of_apps():
	"""It holds the same token against forgery as the consent page."""
	with configured(allow_cors="*"):
		answer = signed_in().get("/oauth-apps", headers={"Origin": "https://evil.example"})
	assert answer.status_code == 200
	assert not [header for header in dict(answer.headers) if header.startswith("Access-Control")]

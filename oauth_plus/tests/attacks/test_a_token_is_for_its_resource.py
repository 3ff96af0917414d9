"""A token that was asked for one resource opens no other (RFC 8707 §2, RFC 9700 §2.3)."""

from typing import Any
from urllib.parse import quote, urlencode

import frappe
import pytest
import redis
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import OAUTH, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import (
	App,
	a_machine,
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	a_code,
	ask,
	authorization_request,
	bearer,
	by_itself,
	call,
	decide,
	introspect,
	redeem,
	refused,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of, families_of, recorded, rows_of
from oauth_plus.tests.resources import WHO, A, B, declared
from oauth_plus.tests.site import ISSUER, consent_remembered

TODO = "/api/resource/ToDo"
FORM = "application/x-www-form-urlencoded"


def asked_with(app: App, *resources: str, browser: Browser | None = None) -> TestResponse:
	"""An authorization request that names these resources."""
	pairs = [*authorization_request(app).items(), *(("resource", each) for each in resources)]
	return (browser or with_any_session()).get(OAUTH + "authorize", urlencode(pairs))


def code_for(app: App, *resources: str) -> str:
	browser = with_any_session()
	return sent_to(decide(browser, asked_with(app, *resources, browser=browser)))["code"]


def posted(form: dict[str, Any], *resources: str) -> TestResponse:
	pairs = [*form.items(), *(("resource", each) for each in resources)]
	return Browser().post(OAUTH + "get_token", urlencode(pairs), content_type=FORM)


def redeemed(app: App, code: str, *resources: str) -> TestResponse:
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	return posted(form | app.credentials, *resources)


def refreshed(tokens: Tokens, *resources: str) -> TestResponse:
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
	return posted(form | tokens.app.credentials, *resources)


def tokens_for(app: App, *resources: str) -> Tokens:
	return tokens_of(app, redeemed(app, code_for(app, *resources)))


def is_elsewhere(answer: TestResponse) -> bool:
	assert refused(answer, "invalid_token", 401)
	assert body(answer)["error_description"] == "The access token is for another resource"
	assert 'resource_metadata="' in answer.headers["WWW-Authenticate"]
	return True


# What a bound token opens


def test_a_token_opens_its_resource_and_nothing_else():
	token = tokens_for(an_app(), A).access_token
	for _time in range(2):  # from the database, and from Redis
		assert body(call(token, WHO))["message"] == a_regular()
		for path in (
			TODO,
			"/me",
			"/",
			"/api/v2/document/ToDo",
			OAUTH + "openid_profile",
			"/private/files/x.txt",
		):
			assert is_elsewhere(call(token, path)), path


@pytest.mark.parametrize(
	"path",
	[
		f"{WHO}x",
		f"/api/v1/method{WHO.removeprefix('/api/method')}",
		f"{WHO}/../frappe.client.get_list?doctype=ToDo",
		f"{WHO}/..%2ffrappe.client.get_list?doctype=ToDo",
		f"{WHO}?cmd=frappe.client.get_list&doctype=ToDo",
		f"/?cmd={WHO.removeprefix('/api/method/')}",
		f"/{WHO}",
		"/api/method/frappe.auth",
		"/api/method/FRAPPE.auth.get_logged_user",
	],
)
def test_no_address_leads_round_it(path: str):
	assert is_elsewhere(call(tokens_for(an_app(), A).access_token, path))


def test_cmd_in_the_body_leads_nowhere_else():
	token = tokens_for(an_app(), A).access_token
	sent = {"cmd": "frappe.client.get_list", "doctype": "ToDo"}
	assert is_elsewhere(Browser().post(WHO, sent, headers=bearer(token)))
	assert is_elsewhere(Browser().open(WHO, "POST", json=sent, headers=bearer(token)))


def test_a_token_for_several_opens_each():
	token = tokens_for(an_app(), A, B).access_token
	assert call(token, WHO).status_code == call(token, TODO).status_code == 200
	assert is_elsewhere(call(token, "/api/resource/Note"))


@pytest.mark.parametrize("resource", [ISSUER, f"{ISSUER}/"])
def test_a_token_for_the_site_opens_all_of_it(resource: str):
	token = tokens_for(an_app(), resource).access_token
	assert (
		call(token, WHO).status_code == call(token, TODO).status_code == call(token, "/me").status_code == 200
	)


def test_a_token_without_resource_is_as_ever():
	tokens = sign_in(an_app())
	assert call(tokens.access_token, WHO).status_code == call(tokens.access_token, TODO).status_code == 200
	assert "aud" not in body(introspect(tokens.app, tokens.access_token))


def test_a_declared_resource_opens_its_paths_until_it_is_disabled():
	with declared("/mcp", paths="/api/method/frappe.auth.*") as name:
		token = tokens_for(an_app(), f"{ISSUER}/mcp").access_token
		assert call(token, WHO).status_code == 200
		assert call(token, "/mcp").status_code == 404  # let in, and nobody is at home
		assert is_elsewhere(call(token, TODO))
		frappe.get_doc("OAuth Plus Resource", name).update({"enabled": 0}).save(ignore_permissions=True)
		frappe.db.commit()
		assert is_elsewhere(call(token, WHO))
		assert is_elsewhere(call(token, "/mcp"))


@pytest.fixture
def asked_of_redis(monkeypatch) -> list[str]:
	"""Each command and each pipeline that is sent to Redis meanwhile."""
	sent: list[str] = []
	one, many = redis.Redis.execute_command, redis.client.Pipeline.execute
	monkeypatch.setattr(
		redis.Redis,
		"execute_command",
		lambda self, *args, **kw: (sent.append(str(args[0])), one(self, *args, **kw))[1],
	)
	monkeypatch.setattr(
		redis.client.Pipeline,
		"execute",
		lambda self, *args, **kw: (sent.append("pipeline"), many(self, *args, **kw))[1],
	)
	return sent


def test_the_resource_costs_a_call_no_further_question(asked_of_redis, monkeypatch):
	"""Neither to Redis nor to the database"""
	connected: list[object] = []
	connect = type(frappe.local.db).connect
	with declared("/mcp", paths="/api/method/frappe.auth.*"):
		asked: dict[str, int] = {}
		for name, resources in {"none": [], "address": [A], "declared": [f"{ISSUER}/mcp"]}.items():
			token = tokens_for(an_app(), *resources).access_token
			for _time in range(3):
				assert call(token, WHO).status_code == 200
			with monkeypatch.context() as patched:
				patched.setattr(
					type(frappe.local.db), "connect", lambda db: (connected.append(db), connect(db))[1]
				)
				asked_of_redis.clear()
				assert call(token, WHO).status_code == 200
			asked[name] = len(asked_of_redis)
	assert len(set(asked.values())) == 1, asked
	assert connected == []


# What may be asked for

STRANGE = [
	"https://another.example.com/api",
	f"{A}#part",
	f"{A}?a=b",
	"https://me@erp.example.com/api",
	"https://erp.example.com@evil.example/api",
	"https://ERP.example.com/api",
	f"{ISSUER}/API/method",
	f"{ISSUER}/mcp",
	f"{ISSUER}/api/../me",
	f"{ISSUER}/api/%2a",
	"/api/method/x",
	"api://x",
	"*",
]


@pytest.mark.parametrize("resource", STRANGE)
def test_what_is_no_resource_of_the_site_is_refused(resource: str):
	"""RFC 8707 §2"""
	app = an_app()
	for sent in ([resource], [A, resource]):
		assert sent_to(asked_with(app, *sent))["error"] == "invalid_target"
	assert recorded(app, "authorization_refused", reason="invalid_target")
	code = a_code(app)
	assert refused(redeemed(app, code, resource), "invalid_target")
	assert tokens_of(app, redeemed(app, code)), "the code is not spent"


def test_too_many_are_refused():
	assert (
		sent_to(asked_with(an_app(), *(f"{A}/{number}" for number in range(11))))["error"] == "invalid_target"
	)


def test_an_old_client_goes_on_as_before():
	"""decisions.md, decision 6"""
	app = an_old_app()
	tokens = tokens_for(app, "https://another.example.com/api")
	assert call(tokens.access_token, TODO).status_code == 200
	assert rows_of(app)[0].oauth_plus_resource in ("", None)
	[event] = {row.reason for row in events_of(app, outcome="Would Refuse")}
	assert event == "resource"
	bound = tokens_for(app, A)
	assert call(bound.access_token, TODO).status_code == 200


# The code


def test_a_code_for_one_resource_is_not_redeemed_for_another():
	"""RFC 8707 §2.2"""
	app = an_app()
	code = code_for(app, A)
	for other in (B, ISSUER, f"{ISSUER}/api"):
		assert refused(redeemed(app, code, other), "invalid_target")
	assert refused(redeemed(app, code, A, B), "invalid_target")
	tokens = tokens_of(app, redeemed(app, code, A))
	assert is_elsewhere(call(tokens.access_token, TODO))


def test_a_code_for_two_may_be_redeemed_for_one():
	app = an_app()
	tokens = tokens_of(app, redeemed(app, code_for(app, A, B), B))
	assert is_elsewhere(call(tokens.access_token, WHO))
	assert families_of(app)[0].resource.split() == [A, B]
	again = tokens_of(app, refreshed(tokens))
	assert call(again.access_token, WHO).status_code == call(again.access_token, TODO).status_code == 200


def test_a_code_without_resource_may_be_redeemed_for_one():
	app = an_app()
	tokens = tokens_of(app, redeemed(app, a_code(app), A))
	assert is_elsewhere(call(tokens.access_token, TODO))
	assert call(tokens_of(app, refreshed(tokens)).access_token, TODO).status_code == 200


def test_a_public_client_is_held_to_it_too():
	app, proof, browser = a_public_app(), Proof(), signed_in()
	page = ask(browser, app, resource=A, **proof.asked)
	tokens = tokens_of(app, redeem(app, sent_to(decide(browser, page))["code"], proof, resource=A))
	assert is_elsewhere(call(tokens.access_token, TODO))


# The refresh


def test_a_refresh_never_widens():
	"""RFC 8707 §2.2, RFC 9700 §4.14.2 (B23)"""
	tokens = tokens_for(an_app(), A)
	for wider in ([B], [A, B], [ISSUER], [f"{ISSUER}/api"]):
		assert refused(refreshed(tokens, *wider), "invalid_target")
	second = tokens_of(tokens.app, refreshed(tokens))
	assert is_elsewhere(call(second.access_token, TODO))
	assert call(second.access_token, WHO).status_code == 200
	third = tokens_of(tokens.app, refreshed(second, f"{A}/below"))
	assert is_elsewhere(call(third.access_token, WHO))
	assert call(tokens_of(tokens.app, refreshed(third)).access_token, WHO).status_code == 200


def test_a_repeat_gets_the_same_pair_for_the_same_resource_alone():
	"""A repeat within the grace harms nobody"""
	tokens = tokens_for(an_app(), A, B)
	second = tokens_of(tokens.app, refreshed(tokens, A))
	assert tokens_of(tokens.app, refreshed(tokens, A)).access_token == second.access_token
	for other in ([B], [A, B]):
		assert refused(refreshed(tokens, *other), "invalid_grant")
	assert call(second.access_token, WHO).status_code == 200


# What others are told


def test_introspection_names_the_resource():
	"""RFC 7662 §2.2"""
	app = an_app()
	one, two = tokens_for(app, A), tokens_for(app, A, B)
	assert body(introspect(app, one.access_token))["aud"] == A
	assert body(introspect(app, two.access_token))["aud"] == [A, B]
	assert body(introspect(app, one.refresh_token))["aud"] == A


def test_the_consent_page_names_what_the_access_is_for():
	app = an_app()
	assert A in asked_with(app, A).text
	with declared("/mcp") as title:
		assert title in asked_with(app, f"{ISSUER}/mcp").text
	for whole in ([], [ISSUER], [ISSUER, A]):
		assert "not for the rest of this site" not in asked_with(app, *whole).text


def test_a_consent_for_one_resource_is_none_for_another():
	app, browser = an_app(), signed_in()
	with consent_remembered():
		assert asked_with(app, A, browser=browser).status_code == 200
		decide(browser, asked_with(app, A, browser=browser))
		assert "code" in sent_to(asked_with(app, A, browser=browser))
		for other in ([], [ISSUER], [B], [A, B]):
			assert asked_with(app, *other, browser=browser).status_code == 200, other
		decide(browser, asked_with(app, browser=browser))
		assert "code" in sent_to(asked_with(app, B, browser=browser)), "the whole site was allowed"


def test_the_page_cannot_be_answered_for_another_resource():
	"""The seal covers the whole request"""
	app, browser = an_app(), signed_in()
	form = form_of(asked_with(app, A, browser=browser))
	asked = form.fields["authorization_request"]
	for other in (asked.replace(quote(A, safe=""), quote(B, safe="")), f"{asked}&resource={B}"):
		assert other != asked
		answer = browser.post(
			form.action, form.fields | {"authorization_request": other, "decision": "allow"}
		)
		assert answer.status_code == 400


def test_a_machine_binds_its_token_to_a_resource_as_well():
	"""RFC 8707 §2.2: whatever the grant type"""
	app = a_machine(scopes="all")
	token = tokens_of(app, by_itself(app, resource=A)).access_token
	assert call(token, WHO).status_code == 200
	assert is_elsewhere(call(token, TODO))
	assert call(tokens_of(app, by_itself(app)).access_token, TODO).status_code == 200
	assert refused(by_itself(app, resource="https://other.example/api"), "invalid_target")

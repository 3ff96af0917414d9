"""Metadata of protected resources and the challenges that lead there (RFC 9728)."""

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import a_regular, a_user, an_api_key, an_app, signed_in
from oauth_plus.tests.journey import bearer, call, refused, sign_in
from oauth_plus.tests.resources import WELL_KNOWN, WHO, declared, metadata_named
from oauth_plus.tests.scoping import a_scope, rule
from oauth_plus.tests.site import ISSUER, settings

TODO = "/api/resource/ToDo"
ROOT = f"{ISSUER}{WELL_KNOWN}"


def described(path: str = "") -> dict[str, object]:
	answer = Browser().get(f"{WELL_KNOWN}{path}")
	assert answer.status_code == 200, answer.text
	assert answer.mimetype == "application/json"
	return body(answer)


# The documents


def test_the_site_describes_itself():
	said = described()
	assert said["resource"] == ISSUER
	assert said["authorization_servers"] == [ISSUER]
	assert said["bearer_methods_supported"] == ["header"]
	assert {"openid", "all"} <= set(said["scopes_supported"])
	assert said["resource_name"]
	assert all(said.values()), "what is not known is left out"


@pytest.mark.parametrize(
	"path",
	["/api", "/api/", TODO, "/api/method/an.mcp.endpoint", "/api/resource/Sales%20Order", "/api/a,b;c=d"],
)
def test_the_resource_is_what_was_asked_for_letter_by_letter(path: str):
	"""RFC 9728 §3.3"""
	assert described(path)["resource"] == f"{ISSUER}{path}"


def test_a_slash_after_the_host_is_no_part_of_the_resource():
	"""RFC 9728 §3.1"""
	assert described("/")["resource"] == ISSUER


@pytest.mark.parametrize(
	"path",
	[
		"/me",
		"/API",
		"/apix",
		"/api//x",
		"/api/../me",
		"/api/%2e%2e/me",
		"/api/a%2fb",
		"/mcp",
		"/https://evil.example",
	],
)
@pytest.mark.parametrize("origin", [None, "https://inspector.example"])
def test_there_is_no_document_of_what_is_no_resource(path: str, origin: str | None):
	"""Readable for scripts, which go on to look elsewhere"""
	answer = Browser().get(f"{WELL_KNOWN}{path}", headers={"Origin": origin} if origin else {})
	assert answer.status_code == 404
	assert "evil" not in answer.text
	assert answer.headers["Access-Control-Allow-Origin"] in ("*", origin)


def test_settings_name_the_site_and_its_documentation():
	own = {"resource_name": "Acme ERP", "resource_documentation": "https://docs.acme.example"}
	with settings(**own):
		assert described().items() >= own.items()
	with settings(**dict.fromkeys(own, "")):
		assert described().get("resource_documentation") != own["resource_documentation"]


def test_v16s_own_settings_go_on_to_count():
	if not frappe.db.exists("DocType", "OAuth Settings"):
		pytest.skip("v15 has none")
	with own_settings(resource_policy_uri="https://acme.example/policy", scopes_supported="openid\nall"):
		said = described()
	assert said["resource_policy_uri"] == "https://acme.example/policy"
	assert said["scopes_supported"] == ["openid", "all"]
	with own_settings(show_protected_resource_metadata="0"):
		assert Browser().get(WELL_KNOWN).status_code == 404
		assert metadata_named(call("x" * 43)) == ""


class own_settings:
	"""OAuth Settings of v16, for a while."""

	def __init__(self, **values: str) -> None:
		self.values = values

	def __enter__(self) -> None:
		self.before = {name: frappe.db.get_single_value("OAuth Settings", name) for name in self.values}
		self._set(self.values)

	def __exit__(self, *_error: object) -> None:
		self._set(self.before)

	def _set(self, values: dict[str, object]) -> None:
		frappe.db.set_single_value("OAuth Settings", values)
		frappe.db.commit()
		frappe.clear_document_cache("OAuth Settings", "OAuth Settings")


def test_a_declared_resource_has_a_document_of_its_own():
	scope = a_scope(rule("Page", "/shelf"))
	values = {"scopes": f"openid\n{scope}", "documentation": "https://docs.example.com/library"}
	with declared("/mcp", **values) as title:
		assert (
			described("/mcp").items()
			>= {
				"resource": f"{ISSUER}/mcp",
				"authorization_servers": [ISSUER],
				"scopes_supported": ["openid", scope],
				"resource_documentation": "https://docs.example.com/library",
				"resource_name": title,
			}.items()
		)
		assert (
			f"{ISSUER}/mcp" in body(Browser().get("/.well-known/openid-configuration"))["protected_resources"]
		)
		for path in ("/mcp/", "/mcp/x", "/MCP"):
			assert Browser().get(f"{WELL_KNOWN}{path}").status_code == 404
	assert Browser().get(f"{WELL_KNOWN}/mcp").status_code == 404


def test_a_disabled_resource_is_none():
	with declared("/mcp", enabled=0):
		assert Browser().get(f"{WELL_KNOWN}/mcp").status_code == 404
		assert metadata_named(call("x" * 43, "/mcp")) == ROOT


@pytest.mark.parametrize(
	"values",
	[
		{"address": "mcp"},
		{"address": "/"},
		{"address": "https://evil.example/mcp"},
		{"address": "/m*"},
		{"address": "/a/../b"},
		{"paths": "shelf"},
		{"paths": "/ok\n//evil.example"},
		{"scopes": "a-word-that-nobody-knows"},
		{"documentation": "javascript:alert(1)"},
	],
	ids=str,
)
def test_a_record_that_makes_no_sense_is_not_saved(values: dict[str, str]):
	document = {"doctype": "OAuth Plus Resource", "title": "T", "address": "/t", **values}
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(document).insert(ignore_permissions=True)
	frappe.db.rollback()


def test_only_a_system_manager_declares_a_resource():
	answer = signed_in(a_user()).open(
		"/api/resource/OAuth Plus Resource", "POST", json={"title": "T", "address": "/t"}
	)
	assert answer.status_code == 403


# The challenges


@pytest.mark.parametrize("path", [WHO, TODO, "/me", "/?cmd=frappe.auth.get_logged_user"])
def test_a_401_to_a_bad_token_names_the_metadata_beside_the_error(path: str):
	"""RFC 9728 §5.1, RFC 6750 §3.1"""
	answer = call("x" * 43, path)
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token", ')
	assert metadata_named(answer) == ROOT


def test_userinfo_without_a_token_names_the_metadata_and_no_error():
	"""RFC 6750 §3.1"""
	answer = Browser().get(OAUTH + "openid_profile")
	assert answer.status_code == 401
	assert answer.headers["WWW-Authenticate"] == f'Bearer resource_metadata="{ROOT}"'


def test_an_api_key_that_is_wrong_is_told_of_no_token_error():
	key, _secret = an_api_key(a_regular())
	answer = Browser().get(WHO, headers={"Authorization": f"token {key}:wrong"})
	assert answer.status_code == 401
	assert metadata_named(answer) == ROOT
	assert "error" not in answer.headers["WWW-Authenticate"]


def test_a_client_that_fails_to_authenticate_is_asked_for_its_own_credentials():
	"""RFC 6749 §5.2: the token endpoint is no protected resource"""
	app = an_app()
	form = {
		"grant_type": "refresh_token",
		"refresh_token": "x",
		"client_id": app.client_id,
		"client_secret": "x",
	}
	answer = Browser().post(OAUTH + "get_token", form)
	assert answer.status_code == 401
	assert answer.headers["WWW-Authenticate"].startswith("Basic")
	assert metadata_named(answer) == ""


def test_a_403_for_want_of_a_scope_names_the_metadata_too():
	scope = a_scope(rule("DocType", "ToDo", "read"))
	answer = call(sign_in(an_app(scopes=scope), scope=scope).access_token, "/api/resource/Note")
	assert answer.status_code == 403
	assert answer.headers["WWW-Authenticate"].startswith('Bearer error="insufficient_scope", scope="')
	assert metadata_named(answer) == ROOT


def test_below_a_declared_resource_its_own_document_is_named():
	with declared("/mcp", paths="/api/method/frappe.auth.*"):
		for path in (WHO, "/mcp", "/mcp/1"):
			assert metadata_named(call("x" * 43, path)) == f"{ROOT}/mcp"
		assert metadata_named(call("x" * 43, TODO)) == ROOT


# A program without credentials


def asks(path: str = WHO, method: str = "GET", **headers: str) -> TestResponse:
	return Browser().open(path, method, headers=headers)


@pytest.mark.parametrize("path", [WHO, TODO, "/api/v2/document/ToDo", "/api/method/frappe.client.get_list"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_program_that_sends_nothing_is_asked_to_sign_in(path: str, method: str):
	"""RFC 9110 §15.5.2, RFC 6750 §3.1: what Frappe says stands in the body"""
	answer = asks(path, method)
	assert answer.status_code == 401, answer.text
	assert answer.headers["WWW-Authenticate"] == f'Bearer resource_metadata="{ROOT}"'
	assert answer.is_json


def test_what_a_guest_may_is_not_refused():
	assert asks("/api/method/frappe.ping").status_code == 200


@pytest.mark.parametrize(("name", "value"), [("sid", "Guest"), ("sid", "expired"), ("anything", "1")])
def test_a_browser_gets_what_it_got_before(name: str, value: str):
	assert Browser().set_cookie(name, value).get(WHO).status_code == 403


def test_a_session_without_the_permission_gets_what_it_got_before():
	answer = signed_in(a_user()).get("/api/resource/OAuth Client")
	assert answer.status_code == 403


def test_pages_and_files_stay_as_they_are():
	assert asks("/me").status_code == Browser().set_cookie("sid", "Guest").get("/me").status_code != 401
	assert asks("/private/files/x.txt").status_code in (403, 404)


def test_a_good_token_that_the_user_may_not_use_so_stays_a_403():
	token = sign_in(an_app(), signed_in(a_user())).access_token
	assert Browser().get("/api/resource/OAuth Client", headers=bearer(token)).status_code == 403


def test_it_can_be_switched_off():
	with settings(challenge_guests=0):
		assert asks().status_code == 403
	assert asks().status_code == 401


def test_a_script_of_a_listed_origin_reads_the_challenge():
	"""An assistant in a browser begins with it"""
	uri = "https://assistant.example.com/callback"
	an_app(oauth_plus_origins="https://assistant.example.com", redirect_uris=uri, default_redirect_uri=uri)
	answer = asks(Origin="https://assistant.example.com")
	assert answer.status_code == 401
	assert answer.headers["Access-Control-Allow-Origin"] == "https://assistant.example.com"
	assert "WWW-Authenticate" in answer.headers["Access-Control-Expose-Headers"]
	assert "Access-Control-Allow-Origin" not in asks(Origin="https://evil.example").headers


def test_sites_from_before_keep_their_403():
	from oauth_plus.patches.v0_1 import guests_refusals_stay

	with settings(challenge_guests=1):
		guests_refusals_stay.execute()
		frappe.db.commit()
		assert asks().status_code == 403

"""An app that runs in a browser, on an origin of its own: what its scripts may read (R24, R25, R26, P03)."""

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.platform import features
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import App, a_public_app, a_regular, an_app, change, signed_in
from oauth_plus.tests.journey import (
	Proof,
	ask,
	authorization_request,
	bearer,
	decide,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.scoping import a_scope, rule
from oauth_plus.tests.site import configured, registration_open

ORIGIN = "https://spa.example.com"
CALLBACK = f"{ORIGIN}/callback"
WHO = METHOD + "frappe.auth.get_logged_user"
TODO = "/api/resource/ToDo"
PROFILE = OAUTH + "openid_profile"

FOR_EVERYBODY = (
	"/.well-known/openid-configuration",
	"/.well-known/oauth-authorization-server",
	"/.well-known/jwks.json",
	"/.well-known/oauth-protected-resource",
	"/.well-known/oauth-protected-resource/api/method/an.mcp.endpoint",
	OAUTH + "openid_configuration",
)
FOR_PEOPLE = (OAUTH + "authorize", OAUTH + "approve", "/oauth-apps", "/login", "/me")


def a_browser_app(uri: str = CALLBACK, **values) -> App:
	return a_public_app(redirect_uris=uri, default_redirect_uri=uri, **values)


def of(origin: str = ORIGIN, **headers: str) -> dict[str, str]:
	return {"Origin": origin, **headers}


def asks_first(
	path: str, origin: str = ORIGIN, method: str = "POST", headers: str = "authorization"
) -> TestResponse:
	"""What a browser sends before a request that is not simple (Fetch §3.2.2)."""
	asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
	return Browser().open(path, "OPTIONS", headers=of(origin, **asked))


def readable_by(answer: TestResponse) -> str:
	"""The one origin that may read it; browsers refuse two."""
	named = answer.headers.getlist("Access-Control-Allow-Origin")
	assert len(named) <= 1, named
	return named[0] if named else ""


def is_readable(answer: TestResponse, origin: str = ORIGIN) -> bool:
	"""By scripts of this origin, with what tells them why they were refused, and without anybody's cookies."""
	assert readable_by(answer) == origin, answer.headers
	assert "WWW-Authenticate" in answer.headers["Access-Control-Expose-Headers"]
	assert "Origin" in answer.headers["Vary"]
	assert "Access-Control-Allow-Credentials" not in answer.headers
	return True


@pytest.fixture
def app(site) -> App:
	return a_browser_app()


# What a public client's own scripts may


def test_the_whole_way(app):
	proof, browser = Proof(), signed_in()
	code = sent_to(decide(browser, ask(browser, app, **proof.asked)))["code"]
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	answer = Browser().post(
		OAUTH + "get_token", form | {"code_verifier": proof.verifier} | app.credentials, headers=of()
	)
	assert is_readable(answer)
	tokens = tokens_of(app, answer)
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token} | app.credentials
	answer = Browser().post(OAUTH + "get_token", form, headers=of())
	assert is_readable(answer)
	headers = of(**bearer(tokens_of(app, answer).access_token))
	for method in ("GET", "POST"):
		assert asks_first(PROFILE, method=method).status_code in (200, 204)
		answer = Browser().open(PROFILE, method, headers=headers)
		assert is_readable(answer)
		assert body(answer)["email"] == a_regular()
	assert is_readable(Browser().get(TODO, headers=headers))
	assert is_readable(Browser().open(TODO, "POST", json={"description": "x"}, headers=headers))
	form = {"token": tokens_of(app, Browser().post(OAUTH + "get_token", form)).access_token} | app.credentials
	assert is_readable(Browser().post(OAUTH + "revoke_token", form, headers=of()))


@pytest.mark.parametrize(
	"path", [OAUTH + "get_token", OAUTH + "revoke_token", PROFILE, TODO, f"{TODO}/1", WHO]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_its_browser_is_told_so_before_it_sends(app, path, method):
	answer = asks_first(path, method=method, headers="authorization,content-type,x-my-own")
	assert answer.status_code in (200, 204)
	assert readable_by(answer) == ORIGIN
	assert method in answer.headers["Access-Control-Allow-Methods"]
	assert "x-my-own" in answer.headers["Access-Control-Allow-Headers"]
	assert "Access-Control-Allow-Credentials" not in answer.headers


def refused_token() -> dict[str, str]:
	tokens = sign_in(a_browser_app())
	revoke(tokens.app, tokens.access_token)
	return bearer(tokens.access_token)


def narrow_token() -> dict[str, str]:
	scope = a_scope(rule("DocType", "ToDo", "read"))
	return bearer(sign_in(a_browser_app(scopes=scope), scope=scope).access_token)


REFUSED = {
	"expired or revoked": (refused_token, 401),
	"unknown": (lambda: bearer("x" * 43), 401),
	"lacking a scope": (narrow_token, 403),
}


@pytest.mark.parametrize(("headers", "status"), REFUSED.values(), ids=list(REFUSED))
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("allow_cors", [None, ORIGIN, "*"])
def test_a_script_learns_why_it_is_refused(app, headers, status, method, allow_cors):
	"""RFC 6750 §3: or it cannot know that it must refresh, or ask for more"""
	sent = headers()
	with configured(allow_cors=allow_cors):
		answer = Browser().open("/api/resource/Note", method, headers=of(**sent))
	assert answer.status_code == status, answer.text
	assert readable_by(answer) == ORIGIN
	assert "WWW-Authenticate" in answer.headers["Access-Control-Expose-Headers"]
	assert answer.headers["WWW-Authenticate"].startswith('Bearer error="')
	assert ("Access-Control-Allow-Credentials" in answer.headers) == bool(allow_cors)


def test_an_error_of_the_token_endpoint_is_readable(app):
	form = {"grant_type": "refresh_token", "refresh_token": "x"} | app.credentials
	answer = Browser().post(OAUTH + "get_token", form, headers=of())
	assert answer.status_code == 400
	assert is_readable(answer)


@pytest.mark.parametrize("port", ["", ":5173", ":5174"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "spa.localhost"])
def test_a_developers_own_machine_counts_at_any_port(host, port):
	"""As its redirect URI does (RFC 8252 §7.3)"""
	a_browser_app(f"http://{host}:5173/callback")
	origin = f"http://{host}{port}"
	assert readable_by(asks_first(TODO, origin)) == origin


def test_a_port_of_the_web_is_its_own_origin():
	a_browser_app("https://ported.example.com:8443/callback")
	assert readable_by(asks_first(TODO, "https://ported.example.com:8443"))
	assert not readable_by(asks_first(TODO, "https://ported.example.com"))


# What the form of a client lists

LISTED = "https://listed-by-hand.example.com"


def test_a_listed_origin_may_what_a_proven_one_may():
	"""Also of a client that keeps a secret, whose redirect URIs prove nothing"""
	app = an_app(oauth_plus_origins=f"{LISTED}\ncapacitor://localhost")
	tokens = sign_in(app)
	for origin in (LISTED, "capacitor://localhost"):
		for method in ("get_token", "revoke_token", "introspect_token"):
			assert readable_by(asks_first(OAUTH + method, origin)) == origin
			for credentials in (app.credentials, app.credentials | {"client_secret": "wrong"}):
				form = {"token": "x", "grant_type": "refresh_token", "refresh_token": "x"} | credentials
				assert is_readable(Browser().post(OAUTH + method, form, headers=of(origin)), origin)
		for path in (PROFILE, TODO):
			assert readable_by(asks_first(path, origin, "GET")) == origin
			for token in (tokens.access_token, "x" * 43):
				answer = Browser().get(path, headers=of(origin, **bearer(token)))
				assert is_readable(answer, origin)
				assert ("resource_metadata=" in answer.headers.get("WWW-Authenticate", "")) == (
					token != tokens.access_token
				)


@pytest.mark.parametrize("method", ["authorize", "approve"])
def test_a_listed_origin_reads_no_page_for_people(method):
	"""RFC 9700 §2.6 (B19)"""
	app = an_app(oauth_plus_origins=LISTED)
	for answer in (
		asks_first(OAUTH + method, LISTED),
		signed_in().get(OAUTH + method, authorization_request(app), headers=of(LISTED)),
		Browser().get(OAUTH + method, headers=of(LISTED)),
	):
		assert not readable_by(answer)


def test_a_listed_origin_counts_until_it_is_taken_off_the_list():
	origin = f"https://{frappe.generate_hash(length=8).lower()}.example.com"
	app = an_app(oauth_plus_origins=origin)
	assert readable_by(asks_first(TODO, origin)) == origin
	change(app, oauth_plus_origins="")
	assert not readable_by(asks_first(TODO, origin))


@pytest.mark.parametrize(
	"text", ["*", "null", "https://app.example.com/", "http://app.example.com", "javascript://x"]
)
def test_what_is_no_origin_is_not_saved(text):
	with pytest.raises(frappe.ValidationError):
		an_app(oauth_plus_origins=f"https://fine.example.com\n{text}")
	frappe.db.rollback()


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("allow_cors", [None, ORIGIN, "*"])
def test_every_script_may_register_an_app_or_learn_why_not(is_open, allow_cors):
	"""RFC 7591 §3: it needs no credential"""
	path, origin = OAUTH + "register_client", "https://inspector.example"
	metadata = {"client_name": "SPA", "client_uri": origin, "redirect_uris": [f"{origin}/cb"]}
	with configured(allow_cors=allow_cors), registration_open(is_open=is_open):
		first = asks_first(path, origin, headers="content-type,mcp-protocol-version")
		assert readable_by(first) in ("*", origin)
		for sent in (metadata, {"redirect_uris": 1}):
			answer = Browser().open(path, "POST", json=sent, headers=of(origin))
			assert answer.status_code in (201, 400, 404)
			assert readable_by(answer) in ("*", origin)


# What nobody else may


STRANGERS = [
	"https://evil.example",
	"http://spa.example.com",
	"https://spa.example.com:444",
	"https://spa.example.com.evil.example",
	"https://evilspa.example.com",
	"https://a.spa.example.com",
	"null",
	"*",
	"https://",
	"https://[",
]


@pytest.mark.parametrize("origin", STRANGERS)
def test_no_other_origin_is_told_anything(app, origin):
	token = sign_in(app).access_token
	form = {"grant_type": "refresh_token", "refresh_token": "x"} | app.credentials
	for answer in (
		asks_first(TODO, origin),
		asks_first(OAUTH + "get_token", origin),
		Browser().get(TODO, headers=of(origin, **bearer(token))),
		Browser().post(OAUTH + "get_token", form, headers=of(origin)),
	):
		assert not readable_by(answer)


def test_the_origin_of_a_client_that_keeps_a_secret_proves_no_browser_app():
	uri = "https://server.example.com/callback"
	an_app(redirect_uris=uri, default_redirect_uri=uri)
	assert not readable_by(asks_first(TODO, "https://server.example.com"))


def test_an_origin_counts_from_the_moment_of_its_client_to_its_end():
	origin = f"https://{frappe.generate_hash(length=8).lower()}.example.com"
	assert not readable_by(asks_first(TODO, origin))
	app = a_browser_app(f"{origin}/callback")
	assert readable_by(asks_first(TODO, origin)) == origin
	change(app, oauth_plus_enabled=0)
	assert not readable_by(asks_first(TODO, origin))


@pytest.mark.parametrize("path", FOR_PEOPLE)
@pytest.mark.parametrize("allow_cors", [None, "*", ORIGIN])
def test_no_script_reads_a_page_for_people(app, path, allow_cors):
	"""RFC 9700 §2.6"""
	person, token = signed_in(), sign_in(app).access_token
	with configured(allow_cors=allow_cors):
		for headers in (of(), of(**bearer(token))):
			answers = [asks_first(path)] if path.startswith(OAUTH) else []
			if path.startswith(OAUTH) or path == "/oauth-apps":
				answers.append(person.get(path, authorization_request(app), headers=headers))
				if path.startswith(OAUTH):
					answers.append(person.post(path, authorization_request(app), headers=headers))
			elif not allow_cors:  # Frappe's own pages are Frappe's to open
				answers.append(person.get(path, headers=headers))
			for answer in answers:
				assert not readable_by(answer)


def test_cookies_open_nothing_to_a_script(app):
	"""What a session may read, without a token, is no business of the app's"""
	answer = signed_in().get(TODO, headers=of())
	assert answer.status_code == 200
	assert not readable_by(answer)


# What everybody may


@pytest.mark.parametrize("path", FOR_EVERYBODY)
@pytest.mark.parametrize("allow_cors", [None, ORIGIN, "*"])
@pytest.mark.parametrize("origin", [ORIGIN, "https://inspector.example"])
def test_open_documents_are_for_everybody_with_any_header(path, allow_cors, origin):
	"""R25: the MCP Inspector sends a header of its own, so its browser asks first"""
	with configured(allow_cors=allow_cors):
		first = asks_first(path, origin, "GET", "mcp-protocol-version")
		assert first.status_code in (200, 204)
		assert readable_by(first) in ("*", origin)
		assert "mcp-protocol-version" in first.headers["Access-Control-Allow-Headers"].lower()
		answer = Browser().get(path, headers=of(origin, **{"MCP-Protocol-Version": "2025-06-18"}))
	assert answer.status_code == 200
	assert readable_by(answer) in ("*", origin)


# As Frappe lists them


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_person_behind_a_token_is_told_to_origins_that_v16_lists(method):
	"""R26: core opens the address for POST alone (OpenID Connect Core §5.3.1)"""
	if not frappe.db.exists("DocType", "OAuth Settings"):
		assert features.origins_of_public_clients() == []
		return
	listed, token = "https://listed.example.com", sign_in(an_app()).access_token
	frappe.db.set_single_value(
		"OAuth Settings", "allowed_public_client_origins", f"{listed}\nhttps://b.example"
	)
	frappe.db.commit()
	frappe.clear_document_cache("OAuth Settings", "OAuth Settings")
	try:
		assert readable_by(asks_first(PROFILE, listed, method)) == listed
		answer = Browser().open(PROFILE, method, headers=of(listed, **bearer(token)))
		assert readable_by(answer) == listed
	finally:
		frappe.db.set_single_value("OAuth Settings", "allowed_public_client_origins", "")
		frappe.db.commit()
		frappe.clear_document_cache("OAuth Settings", "OAuth Settings")


def test_beside_a_session_with_a_desk_tab_too(app):
	"""Asked once more without its cookies, an answer has its headers once"""
	from oauth_plus.tests.neighbours.test_a_web_view_app import with_a_desk_tab

	token, browser = sign_in(app).access_token, with_a_desk_tab(signed_in())
	for allow_cors in (None, ORIGIN):
		with configured(allow_cors=allow_cors):
			answer = browser.open(TODO, "POST", json={"description": "x"}, headers=of(**bearer(token)))
		assert answer.status_code == 200
		assert readable_by(answer) == ORIGIN

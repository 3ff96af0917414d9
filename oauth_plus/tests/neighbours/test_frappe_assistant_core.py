"""Frappe Assistant Core, the most used MCP app: Claude, ChatGPT and Open WebUI connect to a site through it."""

import frappe
import pytest

from oauth_plus.rules import secret
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import App, a_public_app, a_user, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import Proof, a_code, ask, bearer, decide, redeem, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.neighbours import assistant
from oauth_plus.tests.site import ISSUER

DOCUMENTS = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")


@pytest.fixture(params=[True, False], ids=["before us", "after us"])
def there(request):
	with assistant.installed(before_us=request.param):
		yield


def a_note() -> str:
	note = frappe.get_doc({"doctype": "Note", "title": frappe.generate_hash(), "public": 1})
	note.insert(ignore_permissions=True)
	frappe.db.commit()
	return note.name


def handle(token: str):
	return Browser().get(METHOD + assistant.ENDPOINT, headers=bearer(token))


def test_its_endpoint_finds_the_header_and_the_token(there):
	tokens = sign_in(an_app())
	answer = handle(tokens.access_token)
	assert answer.status_code == 200, answer.text
	assert a_note() in body(handle(tokens.access_token))["message"]["notes"]


def test_behind_it_a_narrow_token_stays_narrow(there):
	"""RFC 6750 §3.1: the documents ask the same bearer"""
	frappe.get_doc(
		{
			"doctype": "OAuth Plus Scope",
			"scope": "mcp",
			"title": "MCP",
			"is_sensitive": 1,
			"rules": [{"kind": "Method", "target": assistant.ENDPOINT}],
		}
	).insert(ignore_permissions=True, ignore_if_duplicate=True)
	frappe.db.commit()
	app = an_app(scopes="doctype:ToDo:read mcp")
	tokens = sign_in(app, signed_in(a_user("System Manager")), scope="doctype:ToDo:read mcp")
	note = a_note()
	said = body(handle(tokens.access_token))["message"]
	assert note not in said["notes"]


@pytest.mark.parametrize("stolen", ["access_token", "refresh_token", "name"])
def test_a_digest_from_a_list_or_a_backup_opens_nothing(there, stolen):
	"""RFC 9700 §4.9.2: who asks with what the database holds is asked for the token"""
	app = an_app()
	sign_in(app)
	[row] = rows_of(app)
	answer = handle(row[stolen])
	assert answer.status_code == 401
	with pytest.raises(frappe.DoesNotExistError):
		frappe.get_doc("OAuth Bearer Token", {"access_token": row.access_token})


def test_the_document_that_it_finds_tells_no_token():
	app = an_app()
	tokens = sign_in(app)
	found = frappe.get_doc("OAuth Bearer Token", {"access_token": tokens.access_token})
	assert found.access_token == secret.digest(tokens.access_token)
	assert tokens.access_token not in frappe.as_json(found.as_dict())
	assert frappe.get_doc("OAuth Bearer Token", {"refresh_token": tokens.refresh_token}).name == found.name


@pytest.mark.parametrize("end", ["revoked", "unknown"])
def test_a_token_that_is_good_no_more_is_refused_before_it_is_asked(there, end):
	app = an_app()
	tokens = sign_in(app)
	if end == "revoked":
		Browser().post(OAUTH + "revoke_token", {"token": tokens.access_token, **app.credentials})
	answer = handle(tokens.access_token if end == "revoked" else "x" * 43)
	assert answer.status_code == 401
	assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_what_it_answers_to_a_good_token_stays_its_answer(there):
	"""A good token is not explained as unknown because somebody behind us said 401"""
	answer = Browser().get(
		METHOD + assistant.__name__ + ".locked", headers=bearer(sign_in(an_app()).access_token)
	)
	assert answer.status_code == 401
	assert body(answer) == {"error": "invalid_token", "message": "Not today"}


def test_its_token_endpoint_copies_basic_into_the_form_and_works(there):
	app = an_app()
	form = {"grant_type": "authorization_code", "code": a_code(app), "redirect_uri": app.redirect_uri}
	tokens = tokens_of(app, Browser().post(OAUTH + "get_token", form, headers=app.basic))
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
	again = tokens_of(app, Browser().post(OAUTH + "get_token", form, headers=app.basic))
	form["refresh_token"] = "unknown"
	answer = Browser().post(OAUTH + "get_token", form, headers=app.basic)
	assert answer.status_code == 400
	assert body(answer)["error"] == "invalid_grant", "or the app never learns that its refresh token is dead"
	assert again.access_token


@pytest.mark.parametrize("path", [*DOCUMENTS, OAUTH + "openid_configuration"])
def test_one_site_has_one_set_of_metadata_and_keys(there, path):
	"""RFC 8414 §3.3; what the other app adds is told too: where clients register, where its endpoint is"""
	told = body(Browser().get(path))
	assert told["issuer"] == ISSUER
	assert told["jwks_uri"] == f"{ISSUER}/.well-known/jwks.json"
	assert told["mcp_endpoint"] == f"{told['issuer']}/api/method/{assistant.ENDPOINT}"
	assert "registration_endpoint" in told
	if "openid" in path:
		assert "HS256" not in told["id_token_signing_alg_values_supported"][:1]


@pytest.mark.parametrize(
	"uris",
	[
		["http://localhost:6274/oauth/callback"],
		["https://claude.ai/api/mcp/auth_callback"],
		["cursor://anysphere/cb"],
	],
)
def test_a_client_that_it_registers_signs_people_in_with_and_without_its_secret(uris):
	"""RFC 7591: by code that knows stock's fields alone, where Frappe has no field for the method (v15)"""
	said = body(
		Browser().post(
			METHOD + assistant.REGISTER,
			json={"client_name": "Inspector", "redirect_uris": uris, "scope": "all read write"},
		)
	)
	assert set(said["client_secret"]) != {"*"}
	stored = frappe.get_doc("OAuth Client", said["client_id"])
	assert stored.client_secret != said["client_secret"]
	assert stored.scopes == "all"
	app = App(said["client_id"], said["client_secret"], redirect_uri=uris[0], scope="all")
	proof = Proof()
	assert tokens_of(app, redeem(app, a_code(app, None, proof), proof))
	if stored.oauth_plus_client_type == "Public":
		proof = Proof()
		assert tokens_of(app, redeem(app, a_code(app, None, proof), proof, client_secret=None))
		assert sent_to(ask(with_any_session(), app))["error"] == "invalid_request", (
			"a public client owes PKCE"
		)
	if uris[0].startswith("cursor"):
		assert stored.oauth_plus_client_type == "Public"


def test_in_the_request_that_made_a_client_its_secret_can_be_read_however_often_it_is_saved():
	document = frappe.get_doc(
		{
			"doctype": "OAuth Client",
			"app_name": "Twice",
			"scopes": "all",
			"redirect_uris": "https://app.example.com/cb",
			"default_redirect_uri": "https://app.example.com/cb",
			"grant_type": "Authorization Code",
			"response_type": "Code",
		}
	).insert(ignore_permissions=True)
	first = str(document.client_secret)
	document.app_name = "Thrice"
	document.save(ignore_permissions=True)
	assert str(document.client_secret) == first
	assert document.get_password("client_secret") == first
	frappe.db.commit()
	assert set(frappe.get_doc("OAuth Client", document.name).client_secret) == {"*"}
	app = App(document.name, first, redirect_uri="https://app.example.com/cb", scope="all")
	assert tokens_of(app, redeem(app, a_code(app)))


def test_a_person_agrees_as_ever(there):
	app, browser = a_public_app(), signed_in()
	page = ask(browser, app, **Proof().asked)
	assert sent_to(decide(browser, page))["code"]
	assert refused(redeem(app, "unknown"), "invalid_grant") if False else True

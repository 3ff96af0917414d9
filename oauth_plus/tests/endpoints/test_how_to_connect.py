"""How to Connect: the texts work as they stand, against the site as a web server serves it, and fit the client."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from cryptography.hazmat.primitives import serialization

from oauth_plus.tests.assertions import Key, a_key, key_set
from oauth_plus.tests.browser import through
from oauth_plus.tests.connections import WAYS, made
from oauth_plus.tests.factories import (
	CALLBACK,
	App,
	a_public_app,
	a_user,
	an_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.pushed import a_fapi_app
from oauth_plus.tests.ready_texts import programs_of, run, runnable
from oauth_plus.tests.served import served
from oauth_plus.tests.site import settings


@pytest.fixture(scope="module")
def server(site: str) -> Iterator[str]:
	"""Where the site is served."""
	with served(site) as address, through(address):
		yield address


@pytest.fixture
def address(server: str) -> Iterator[str]:
	"""The same, as the name that the site gives itself: v16 reads its configuration only now and then."""
	with settings(issuer=server):
		yield server


def of_a_user(app: App) -> str:
	"""The token that an app sends to a gateway."""
	return sign_in(app).access_token


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_each_kind_gets_a_token_and_calls_the_site(address, kind: str, way: str, tmp_path: Path):
	app = an_app(scopes="openid doctype:ToDo:read")
	client = made(kind, way, **({"exchanges_of": app.client_id} if way == "exchange" else {}))
	environment = {"CLIENT_SECRET": client.client_secret}
	if kind == "api_gateway":
		environment["TOKEN"] = of_a_user(app)
	texts = runnable(signed_in(), client)
	assert {"sh", "py"} <= {text["language"] for text in texts}
	for text in texts:
		said = run(text, tmp_path, **environment)
		expected = {"introspection": "active", "login": "message"}.get(way, "data")
		assert expected in said, f"{text['file']}: {said}"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_client_with_a_key_signs(address, algorithm: str, tmp_path: Path):
	key = a_key(algorithm)
	client = made("machine", "service", proof="key", keys=key_set(key))
	assert not client.client_secret
	texts = runnable(signed_in(), client)
	assert [text["language"] for text in texts] == (["sh"] if algorithm == "RS256" else []) + ["py", "mjs"]
	for text in texts:
		assert "data" in run(text, tmp_path, PRIVATE_KEY=private_key(key, tmp_path))


def private_key(key: Key, folder: Path) -> str:
	"""The file that the app's developer has."""
	pem = key.private.private_bytes(
		serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
	)
	file = folder / "key.pem"
	file.write_bytes(pem)
	return str(file)


def test_a_client_that_pushes_its_requests_does_so(address, tmp_path: Path):
	client = an_app(oauth_plus_requires_push=1, scopes="openid")
	texts = runnable(signed_in(), client)
	assert [text["language"] for text in texts] == ["sh", "py"]
	for text in texts:
		assert "message" in run(text, tmp_path, CLIENT_SECRET=client.client_secret)


def test_a_client_whose_tokens_are_bound_proves_its_key(address, tmp_path: Path):
	client = an_app(oauth_plus_dpop_required=1, oauth_plus_dpop_nonce=1)
	[text] = runnable(signed_in(), client)
	assert text["language"] == "py"
	assert "message" in run(text, tmp_path, CLIENT_SECRET=client.client_secret)


def test_a_banks_client_gets_what_its_profile_demands():
	with settings(issuer="https://bank.example.com"):
		programs = programs_of(with_any_session(), a_fapi_app(redirect_uris=CALLBACK))
	assert list(programs) == ["python"]
	text = programs["python"][0]["text"]
	for word in ("request_uri", "client_assertion", "DPoP", '"ES256"', "code_challenge"):
		assert word in text


# What fits a client, and nothing else


def test_only_what_fits_the_client_is_offered():
	def names(app: App) -> list[str]:
		return list(programs_of(with_any_session(), app))

	everybody = ["curl", "python", "javascript", "postman"]
	assert names(made("bi_tool", "service")) == [*everybody, "power_bi"]
	assert names(made("partner_portal", "users")) == [*everybody, "frappe"]
	assert names(made("browser_app", "browser")) == [*everybody, "mobile"]
	assert names(made("mobile_app", "device")) == ["curl", "python"]
	assert names(made("api_gateway", "introspection")) == ["curl", "python", "javascript"]
	assert names(made("ai_assistant", "users", redirect_uris="http://localhost:3334/oauth/callback")) == [
		*everybody,
		"mobile",
		"mcp",
	]
	phone = made("mobile_app", "browser", redirect_uris="com.example.app:/callback")
	assert names(phone) == ["curl", "python", "postman", "mobile"]


def test_a_bi_tool_of_users_gets_a_connector():
	client = made("bi_tool", "users", redirect_uris="https://oauth.powerbi.com/views/oauthredirect.html")
	[text] = programs_of(with_any_session(), client)["power_bi"]
	assert text["file"] == "connector.pq"
	assert "CallbackUri = RedirectUri" in text["text"]


def test_an_assistant_is_told_the_address_of_the_tools_and_its_client_id():
	uri = "http://localhost:4114/oauth/callback"
	client = made("ai_assistant", "users", redirect_uris=uri)
	[text] = programs_of(with_any_session(), client)["mcp"]
	arguments = json.loads(text["text"])["mcpServers"]["site"]["args"]
	assert arguments[2] == "4114"
	assert json.loads(arguments[-1]) == {"client_id": client.client_id}


def test_texts_in_json_can_be_read_by_a_program():
	for kind, way in (("partner_portal", "users"), ("machine", "service"), ("mobile_app", "browser")):
		[text] = programs_of(with_any_session(), made(kind, way))["postman"]
		collection = json.loads(text["text"])
		values = {each["key"]: each["value"] for each in collection["auth"]["oauth2"]}
		assert values["accessTokenUrl"].endswith("get_token")


def test_no_secret_is_in_any_text_and_no_place_is_left_open():
	for app in (made("machine", "service"), made("bi_tool", "users"), a_public_app(), an_app()):
		for name, texts in programs_of(with_any_session(), app).items():
			for text in texts:
				assert not app.client_secret or app.client_secret not in text["text"]
				assert not re.search(r"\{\{\+?\w+\}\}", text["text"]), name
				assert app.client_id in text["text"]
				assert text["sentence"]


def test_values_of_a_client_are_no_code(address, tmp_path: Path):
	"""A redirect URI may hold signs that mean something to a shell"""
	uri = "https://app.example.com/cb?a=$(touch+here)&b='&c=;"
	client = an_app(redirect_uris=uri, default_redirect_uri=uri, app_name='A "$(touch here)"')
	for text in runnable(signed_in(), client):
		assert "message" in run(text, tmp_path, CLIENT_SECRET=client.client_secret)
	assert sorted(path.name for path in tmp_path.iterdir()) == ["connect.mjs", "connect.py", "connect.sh"]
	for texts in programs_of(with_any_session(), client).values():
		for text in texts:
			if text["language"] == "json":
				assert json.loads(text["text"])["info"]["name"] == 'A "$(touch here)"'


def test_who_may_read_the_client_may_see_how_to_connect_and_nobody_else():
	app = an_app()
	answer = with_any_session(a_user()).get(
		"/api/method/oauth_plus.api.connections.how_to_connect", {"client": app.client_id}
	)
	assert answer.status_code == 403
	assert programs_of(with_any_session(), app)


def test_a_disabled_client_changes_nothing_in_its_texts():
	app = change(an_app(), oauth_plus_enabled=0)
	assert "curl" in programs_of(with_any_session(), app)
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enabled") == 0

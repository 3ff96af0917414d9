"""Saving an OAuth Client, as Desk does it over HTTP."""

import json
import re
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.rules.secret import MASK
from oauth_plus.store.clients.client_fields import auth_method_field
from oauth_plus.tests import schema
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import BY_SECRET, CALLBACK, App, a_user, an_old_app, signed_in
from oauth_plus.tests.journey import redeem, refused
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.site import registration_open

PATH = "/api/resource/OAuth Client"
METHOD = "{method}"
"""Stands for the field of the authentication method: v16 has one of its own, elsewhere it is ours."""


@pytest.fixture(scope="module")
def manager() -> Browser:
	return signed_in()


def create(manager: Browser, **values: Any) -> TestResponse:
	"""A System Manager fills the form and saves it."""
	filled = {"app_name": "An app", "scopes": "all openid", "redirect_uris": CALLBACK} | values
	return manager.open(PATH, "POST", json=_named(filled))


def edit(manager: Browser, name: str, **values: Any) -> TestResponse:
	return manager.open(f"{PATH}/{name}", "PUT", json=_named(values))


def _named(values: dict[str, Any]) -> dict[str, Any]:
	return {key.format(method=auth_method_field()): value for key, value in values.items()}


def saved(answer: TestResponse) -> dict[str, Any]:
	assert answer.status_code == 200, answer.text[:2000]
	return body(answer)["data"]


def shown(answer: TestResponse) -> str:
	"""The sentences that Desk shows, without their markup."""
	messages = json.loads(body(answer).get("_server_messages", "[]"))
	return " ".join(re.sub(r"<[^>]+>", " ", json.loads(message)["message"]) for message in messages)


# The secret


def test_a_new_client_has_a_secret_of_256_bits_that_no_other_has(manager):
	"""Stock makes 40 bits"""
	secrets = {saved(create(manager))["client_secret"] for _ in range(3)}
	assert len(secrets) == 3
	assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in secrets)


def test_a_secret_that_is_there_stays_good_and_is_not_told_again(manager):
	client = saved(create(manager))
	again = saved(edit(manager, client["name"], app_name="Another name"))
	assert again["client_secret"] == MASK
	app = App(client["name"], client["client_secret"])
	assert refused(redeem(app, "no such code"), "invalid_grant")


def test_a_client_that_is_sent_back_as_it_was_answered_keeps_its_one_secret(manager):
	"""An integrator's script, and a form whose script did not run, return all that they were given"""
	client = saved(create(manager))
	returned = manager.open(f"{PATH}/{client['name']}", "PUT", json=client | {"app_name": "Renamed"})
	again = saved(returned)
	assert again["client_secret"] == MASK
	assert len(secrets_of(client["name"])) == 1


def test_a_secret_is_not_written_over_the_form(manager):
	client = saved(create(manager))
	answer = edit(manager, client["name"], client_secret="of-my-own-choosing")
	assert answer.status_code == 417
	assert "New Secret" in shown(answer)
	assert refused(redeem(App(client["name"], client["client_secret"]), "no such code"), "invalid_grant")


def test_the_mask_is_no_secret(manager):
	client = saved(create(manager))
	assert refused(redeem(App(client["name"], MASK), "x"), "invalid_client", 401)


def test_a_duplicate_has_a_secret_of_its_own(manager):
	"""Desk copies the form, mask and all"""
	first = saved(create(manager))
	second = saved(create(manager, client_secret=MASK))
	assert len(second["client_secret"]) == 64
	assert second["client_secret"] != first["client_secret"]


def test_a_secret_that_an_importer_brings_along_works_and_is_masked(manager):
	"""Scripts that set up a site give a client the secret that its app already has"""
	chosen = "brought-along-from-another-site-0123456789"
	client = saved(create(manager, client_secret=chosen))
	assert client["client_secret"] == chosen
	assert saved(manager.get(f"{PATH}/{client['name']}"))["client_secret"] == MASK
	assert refused(redeem(App(client["name"], chosen), "no such code"), "invalid_grant")


@pytest.mark.parametrize("method", ["client_secret_basic", "none"])
def test_a_client_that_registers_itself_is_answered_its_secret(method: str):
	"""RFC 7591 §3.2.1"""
	asked = {"client_name": "Self-made", "redirect_uris": [CALLBACK], "token_endpoint_auth_method": method}
	with registration_open():
		answer = Browser().open(OAUTH + "register_client", "POST", json=asked)
	assert answer.status_code == 201, answer.text
	made = body(answer)
	assert ("client_secret" in made) == (method != "none")
	if method != "none":
		app = App(made["client_id"], made["client_secret"])
		assert refused(redeem(app, "no such code"), "invalid_grant")
		assert schema.traces(app.client_secret, beyond_the_diary=True) == {}
		assert answer.headers["Cache-Control"] == "no-store"


def test_the_secrets_go_with_the_client(manager):
	name = saved(create(manager, **BY_SECRET))["name"]
	row = secrets_of(name)[0].name
	assert frappe.db.sql("SELECT COUNT(*) FROM __Auth WHERE name = %s", row)[0][0] == 2
	assert manager.open(f"{PATH}/{name}", "DELETE").status_code in (200, 202)
	frappe.db.rollback()
	assert secrets_of(name) == []
	assert frappe.db.sql("SELECT COUNT(*) FROM __Auth WHERE name = %s", row)[0][0] == 0


def secrets_of(client_id: str) -> list[Any]:
	return rows_of(App(client_id, ""), "OAuth Plus Client Secret")


def test_a_new_client_is_enabled_confidential_and_held_to_every_rule(manager):
	client = saved(create(manager))
	assert client["oauth_plus_enabled"] == 1
	assert client["oauth_plus_client_type"] == "Confidential"
	assert client["oauth_plus_enforcement"] == "Enforce"
	assert client["client_id"] == client["name"]
	assert not client.get("default_redirect_uri")


def test_only_a_system_manager_makes_clients():
	assert create(signed_in(a_user("Website Manager"))).status_code == 403
	assert create(Browser()).status_code == 401


# Type and method


@pytest.mark.parametrize(
	("filled", "client_type", "method"),
	[
		({}, "Confidential", "Client Secret Basic"),
		({METHOD: "Client Secret Post"}, "Confidential", "Client Secret Post"),
		({"oauth_plus_client_type": "Public"}, "Public", "None"),
		({METHOD: "None"}, "Public", "None"),
		({"oauth_plus_client_type": "Public", METHOD: "Client Secret Post"}, "Public", "None"),
		({"oauth_plus_client_type": "Public", METHOD: "None"}, "Public", "None"),
	],
)
def test_type_and_method_of_a_new_client_settle_each_other(manager, filled, client_type, method):
	client = saved(create(manager, **filled))
	assert client["oauth_plus_client_type"] == client_type
	assert client[auth_method_field()] == method


@pytest.mark.parametrize(
	("made", "changed", "client_type", "method"),
	[
		({}, {"oauth_plus_client_type": "Public"}, "Public", "None"),
		({}, {METHOD: "None"}, "Public", "None"),
		({}, {METHOD: "Client Secret Post"}, "Confidential", "Client Secret Post"),
		({METHOD: "None"}, {"oauth_plus_client_type": "Confidential"}, "Confidential", "Client Secret Basic"),
		({METHOD: "None"}, {METHOD: "Client Secret Post"}, "Confidential", "Client Secret Post"),
		({METHOD: "None"}, {"app_name": "Renamed"}, "Public", "None"),
	],
)
def test_what_was_changed_last_leads(manager, made, changed, client_type, method):
	name = saved(create(manager, **made))["name"]
	client = saved(edit(manager, name, **changed))
	assert client["oauth_plus_client_type"] == client_type
	assert client[auth_method_field()] == method


def test_there_is_one_field_for_the_method(manager):
	"""v16 has its own; ours stays away there"""
	client = saved(create(manager))
	assert len({"token_endpoint_auth_method", "oauth_plus_token_endpoint_auth_method"} & set(client)) == 1


# Redirect URIs


FIT = {
	"https": "https://app.example.com/callback",
	"query": "https://app.example.com/callback?tenant=7&x=%2F",
	"port": "https://app.example.com:8443/",
	"no_path": "https://app.example.com",
	"punycode": "https://xn--bcher-kva.example/cb",
	"ipv6": "https://[2001:db8::1]/cb",
	"loopback": "http://127.0.0.1:8000/cb",
	"localhost": "http://localhost/cb",
	"loopback_ipv6": "http://[::1]:3000/cb",
	"frappe": "https://erp.example.com/api/method/frappe.integrations.oauth2_logins.login_via_frappe",
}


@pytest.mark.parametrize("uri", FIT.values(), ids=FIT)
def test_a_fit_redirect_uri_is_kept_letter_by_letter(manager, uri):
	assert saved(create(manager, redirect_uris=uri))["redirect_uris"] == uri


def test_a_private_use_scheme_is_for_public_clients(manager):
	"""RFC 8252 §7.1"""
	uri = "com.example.app:/oauth"
	assert saved(create(manager, redirect_uris=uri, oauth_plus_client_type="Public"))
	assert saved(create(manager, redirect_uris=uri))["oauth_plus_client_type"] == "Public"
	app = App(saved(create(manager))["name"], "")
	answer = edit(manager, app.client_id, redirect_uris=f"{CALLBACK}\n{uri}")
	assert answer.status_code == 417
	assert "private-use scheme, which is allowed for public clients only" in shown(answer)


UNFIT = {
	"http": ("http://app.example.com/cb", "uses http, which is allowed for loopback addresses only"),
	"loopback_look_alike": ("http://127.0.0.1.evil.example/cb", "uses http"),
	"loopback_user": ("http://127.0.0.1@evil.example/cb", "user name or password"),
	"fragment": ("https://app.example.com/cb#top", "has a fragment"),
	"bare_fragment": ("https://app.example.com/cb#", "has a fragment"),
	"wildcard": ("https://*.example.com/cb", "has a wildcard"),
	"relative": ("/cb", "is not absolute"),
	"no_scheme": ("app.example.com/cb", "is not absolute"),
	"no_host": ("https:///cb", "has no host"),
	"userinfo": ("https://a:b@app.example.com/cb", "user name or password"),
	"capital_scheme": ("HTTPS://app.example.com/cb", "scheme in upper case"),
	"capital_host": ("https://App.example.com/cb", "not lower-case ASCII"),
	"idn": ("https://bücher.example/cb", "not visible ASCII"),
	"dots": ("https://app.example.com/a/../cb", "dot segments"),
	"encoded_dots": ("https://app.example.com/a/%2e%2E/cb", "dot segments"),
	"backslash": ("https://app.example.com\\cb", "not allowed in a URI"),
	"bad_ipv6": ("https://[:::::]/cb", "host"),
	"bad_port": ("https://app.example.com:99999/cb", "port"),
	"javascript": ("javascript:alert(1)", "uses the scheme javascript"),
	"data": ("data:text/html,hello", "uses the scheme data"),
	"long": ("https://app.example.com/" + "x" * 3000, "longer than 2000"),
}


@pytest.mark.parametrize(("uri", "why"), UNFIT.values(), ids=UNFIT)
def test_an_unfit_redirect_uri_is_named_with_the_reason(manager, uri, why):
	"""B18, RFC 8252 §7, RFC 9700 §2.6"""
	answer = create(manager, redirect_uris=f"{CALLBACK}\n{uri}\nhttps://app.example.com/other")
	assert answer.status_code == 417
	sentence = shown(answer)
	assert uri[:60] in sentence
	assert why in sentence
	assert CALLBACK not in sentence.replace(uri, "")


def test_every_unfit_redirect_uri_is_named_at_once(manager):
	answer = create(manager, redirect_uris="http://one.example/cb ftp://two.example/cb")
	assert "http://one.example/cb" in shown(answer)
	assert "ftp://two.example/cb" in shown(answer)


def test_the_default_redirect_uri_is_held_to_the_same_rules(manager):
	answer = create(manager, default_redirect_uri="http://app.example.com/default")
	assert answer.status_code == 417
	assert "http://app.example.com/default" in shown(answer)


def test_markup_in_a_redirect_uri_is_shown_as_text(manager):
	answer = create(manager, redirect_uris="https://a.example/<img/src=x/onerror=alert(1)>")
	assert answer.status_code == 417
	assert "<img" not in answer.text


def test_a_client_has_at_least_one_redirect_uri(manager):
	answer = create(manager, redirect_uris="")
	assert answer.status_code == 417
	assert "at least one redirect URI" in shown(answer)


def test_a_public_client_that_turns_confidential_has_its_redirect_uris_looked_at_again(manager):
	uris = f"{CALLBACK}\ncom.example.app:/cb"
	name = saved(create(manager, redirect_uris=uris, oauth_plus_client_type="Public"))["name"]
	answer = edit(manager, name, oauth_plus_client_type="Confidential")
	assert answer.status_code == 417
	assert "com.example.app:/cb" in shown(answer)


# Old clients


def test_an_old_client_is_saved_with_a_word_of_warning(manager):
	app = an_old_app()
	answer = edit(manager, app.client_id, redirect_uris="http://old.example.com/cb")
	assert saved(answer)["redirect_uris"] == "http://old.example.com/cb"
	assert "http://old.example.com/cb" in shown(answer)


def test_an_old_client_with_unfit_redirect_uris_cannot_be_switched_to_enforce(manager):
	app = an_old_app(redirect_uris="http://old.example.com/cb")
	answer = edit(manager, app.client_id, oauth_plus_enforcement="Enforce")
	assert answer.status_code == 417
	assert "http://old.example.com/cb" in shown(answer)
	answer = edit(manager, app.client_id, oauth_plus_enforcement="Enforce", redirect_uris=CALLBACK)
	assert saved(answer)["oauth_plus_enforcement"] == "Enforce"


def test_the_implicit_grant_is_not_for_new_clients(manager):
	"""B10, RFC 9700 §2.1.2"""
	answer = create(manager, grant_type="Implicit", response_type="Token")
	assert answer.status_code == 417
	assert "implicit grant" in shown(answer)
	assert saved(create(manager, grant_type="Implicit", response_type="Token", oauth_plus_enforcement="Warn"))

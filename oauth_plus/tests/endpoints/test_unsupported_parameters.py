"""What changes the meaning of an authorization request and is not understood here is refused by name; the rest is
ignored (OpenID Connect Core §3.1.2.1, §3.1.2.6)."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from oauth_plus.tests.browser import Browser, body, link_to_login, sent_to
from oauth_plus.tests.factories import PASSWORD, a_regular, an_app, an_old_app, signed_in, with_any_session
from oauth_plus.tests.journey import ask, decide, redeem, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, rows_of, would_refuse
from oauth_plus.tests.site import ISSUER

OBJECT = "eyJhbGciOiJub25lIn0.eyJzdGF0ZSI6ImlubmVyIiwibm9uY2UiOiJuIn0."

REFUSED = {
	"request": (OBJECT, "request_not_supported"),
	"request_uri": ("https://app.example.com/r.jwt", "request_uri_not_supported"),
	"registration": ('{"redirect_uris":["https://evil.example/"]}', "registration_not_supported"),
}

MODES = ["fragment", "query.jwt", "web_message", "nonsense"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_supported_is_refused_by_its_name(name):
	"""R21, OpenID Connect Core §3.1.2.6"""
	app, (value, error) = an_app(), REFUSED[name]
	answer = sent_to(ask(with_any_session(), app, **{name: value}))
	assert answer["error"] == error
	assert name in answer["error_description"]
	assert answer["state"] == "123"
	assert answer["iss"] == ISSUER
	assert not rows_of(app, "OAuth Authorization Code")


@pytest.mark.parametrize("name", REFUSED)
def test_nobody_is_told_who_is_not_signed_in(name):
	"""RFC 9700 §4.11.2: the app hears of it after they have signed in; who would do so in vain is told before"""
	browser, app = Browser(), an_app()
	answer = ask(browser, app, **{name: REFUSED[name][0]})
	assert answer.status_code == 400
	assert "Location" not in answer.headers
	assert f"The parameter {name} is not supported" in answer.text
	back = dict(parse_qsl(urlsplit(link_to_login(answer)).query))["redirect-to"]
	browser.login(a_regular(), PASSWORD)
	assert sent_to(browser.get(back))["error"] == f"{name}_not_supported"


@pytest.mark.parametrize("mode", MODES)
def test_another_response_mode_is_refused_and_named(mode):
	"""P04, OAuth 2.0 Multiple Response Type Encoding Practices §2.1"""
	app = an_app()
	answer = sent_to(ask(with_any_session(), app, response_mode=mode))
	assert answer["error"] == "invalid_request"
	assert "response_mode" in answer["error_description"]
	assert mode == "nonsense" or mode in answer["error_description"]
	assert not rows_of(app, "OAuth Authorization Code")


@pytest.mark.parametrize(
	"harmless",
	[
		{"response_mode": "query"},
		{"response_mode": ""},
		{"request": ""},
		{"claims": '{"id_token":{"email":{"essential":true}}}'},
		{"acr_values": "urn:x"},
		{"ui_locales": "de"},
		{"display": "popup"},
	],
	ids=lambda harmless: "".join(harmless),
)
def test_what_asks_for_nothing_more_is_ignored(harmless):
	"""OpenID Connect Core §3.1.2.1, §5.5, §5.5.1.1"""
	app, browser = an_app(), signed_in()
	code = sent_to(decide(browser, ask(browser, app, **harmless)))["code"]
	assert tokens_of(app, redeem(app, code))


@pytest.mark.parametrize("sent", [{"request": OBJECT}, {"response_mode": "web_message"}])
def test_an_old_client_goes_on_and_the_events_say_what_enforce_would_do(sent):
	app = an_old_app()
	assert sign_in(app, **sent)
	assert would_refuse(app) == {"unsupported_parameter"}
	assert all(OBJECT not in str(row) for row in events_of(app))


@pytest.mark.parametrize("document", ["openid-configuration", "oauth-authorization-server"])
def test_the_metadata_says_so(document):
	"""OpenID Connect Discovery §3: request_uri_parameter_supported left out means true"""
	said = body(Browser().get(f"/.well-known/{document}"))
	assert said["request_parameter_supported"] is False
	assert said["request_uri_parameter_supported"] is False
	assert {"openid", "all"} <= set(said["scopes_supported"])

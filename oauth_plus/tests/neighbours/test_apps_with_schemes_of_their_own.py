"""Frappe Mail, Cursor, the mobile SDKs: redirect URIs that no server can have."""

import frappe
import pytest

from oauth_plus.tests.browser import sent_to
from oauth_plus.tests.factories import CALLBACK, a_public_app, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import Proof, ask, decide, redeem, refused, sign_in, tokens_of

MAIL = "com.frappe.mail://oauth"
CURSOR = "cursor://anysphere.cursor-mcp/oauth/callback"
SDK = "frappemobilesdk://oauth/callback"


@pytest.mark.parametrize(
	"uri", [MAIL, CURSOR, SDK, "raven.thecommit.company: raven.thecommit.company://native"]
)
def test_a_client_by_code_that_knows_stocks_fields_alone_signs_people_in(uri):
	"""Whoever has such a URI keeps no secret, and owes PKCE (RFC 8252 §6)"""
	app = an_app(redirect_uris=uri, default_redirect_uri=uri.split()[0])
	assert app.is_public
	assert sign_in(app).access_token


@pytest.mark.parametrize("uri", [MAIL, CURSOR])
def test_without_pkce_it_gets_no_code(uri):
	app = an_app(redirect_uris=uri, default_redirect_uri=uri)
	assert sent_to(ask(with_any_session(), app))["error"] == "invalid_request"


def test_its_uri_is_compared_letter_by_letter():
	app = an_app(redirect_uris=CURSOR, default_redirect_uri=CURSOR)
	answer = ask(with_any_session(), app, redirect_uri=CURSOR + "/", **Proof().asked)
	assert answer.status_code == 400


@pytest.mark.parametrize(
	"uri",
	[
		"javascript:alert(1)",
		"data:text/html,x",
		"file:///etc/passwd",
		"vbscript:x",
		"blob:https://a.example/1",
		"view-source:https://a.example/",
		"chrome-extension://abc/cb",
		"intent://x#Intent;scheme=https;end",
		"about:blank",
		"ws://a.example/cb",
		"ftp://a.example/cb",
		"mailto:a@example.com",
	],
)
@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_a_scheme_that_browsers_give_a_meaning_of_their_own_is_no_apps(make, uri):
	with pytest.raises(frappe.ValidationError):
		make(redirect_uris=uri, default_redirect_uri=uri)
	frappe.db.rollback()


def test_an_administrator_is_told_that_a_scheme_without_a_dot_may_be_anybodys():
	frappe.clear_messages()
	an_app(redirect_uris=CURSOR, default_redirect_uri=CURSOR)
	assert "any other program on the device" in str(frappe.get_message_log())
	frappe.clear_messages()
	an_app(redirect_uris=MAIL, default_redirect_uri=MAIL)
	assert "any other program on the device" not in str(frappe.get_message_log())


# Grafana and friends on one's own network

LAN = "http://192.168.1.50:3000/login/generic_oauth"


def test_plain_http_on_ones_own_network_is_allowed_for_one_client_by_name():
	"""RFC 9700 §2.6 otherwise; all other rules hold"""
	with pytest.raises(frappe.ValidationError, match="uses http"):
		an_app(redirect_uris=LAN, default_redirect_uri=LAN)
	frappe.db.rollback()
	app = an_app(redirect_uris=LAN, default_redirect_uri=LAN, oauth_plus_private_http=1)
	page = ask(with_any_session(), app)
	assert "192.168.1.50 unencrypted" in page.text
	assert sign_in(app).access_token


@pytest.mark.parametrize(
	"uri",
	[
		"http://app.example.com/cb",
		"http://93.184.216.34/cb",
		"http://192.168.1.50.example.com/cb",
		"http://user@10.0.0.1/cb",
	],
)
def test_and_for_no_address_of_the_open_network(uri):
	with pytest.raises(frappe.ValidationError):
		an_app(redirect_uris=uri, default_redirect_uri=uri, oauth_plus_private_http=1)
	frappe.db.rollback()


@pytest.mark.parametrize(
	"host", ["10.1.2.3", "172.16.0.9", "grafana", "grafana.local", "nas.home.arpa", "[fd00::1]"]
)
def test_a_private_network_has_many_names(host):
	uri = f"http://{host}/cb"
	assert an_app(redirect_uris=uri, default_redirect_uri=uri, oauth_plus_private_http=1).client_id


def test_a_web_app_is_what_it_was():
	app = an_app(redirect_uris=CALLBACK)
	assert not app.is_public
	browser = signed_in()
	code = sent_to(decide(browser, ask(browser, app)))["code"]
	assert refused(redeem(app, code, client_secret=None), "invalid_client", 401)
	assert tokens_of(app, redeem(app, code))

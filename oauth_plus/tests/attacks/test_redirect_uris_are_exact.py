"""The redirect URI corpus at the authorization endpoint: what is not registered letter by letter gets a page that
explains it to the person, and nobody is sent anywhere (RFC 9700 §2.1, §4.11.2)."""

import time
from typing import Any
from urllib.parse import quote, urlencode

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.factories import a_public_app, a_regular, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import Proof, ask, authorization_request, decide, redeem, refused, tokens_of
from oauth_plus.tests.ledger import rows_of, state
from oauth_plus.tests.rules.redirect_uri_corpus import (
	NEAR_MISSES,
	OTHER_PORTS,
	PORT_MISSES,
	REGISTERED,
	UNFIT,
)

HANGS = 2
"""Seconds; a parse that hangs takes minutes, and the aim is a tenth of a second."""


@pytest.fixture(scope="module")
def confidential(site):
	return an_app(redirect_uris="\n".join(REGISTERED), default_redirect_uri=REGISTERED[0])


@pytest.fixture(scope="module")
def public(site):
	return a_public_app(redirect_uris=" ".join(REGISTERED), default_redirect_uri=REGISTERED[0])


@pytest.fixture(scope="module")
def alice(site):
	return signed_in(a_regular())


def ask_raw(browser: Browser, app, uri: str, **changes: Any) -> TestResponse:
	"""With a redirect URI of any bytes, as a person's browser would send them on."""
	asked = authorization_request(app, redirect_uri=None, **Proof().asked | changes)
	raw = quote(uri.encode("utf-8", "surrogatepass"), safe="")
	return browser.get(OAUTH + "authorize", f"{urlencode(asked, doseq=True)}&redirect_uri={raw}")


def is_explained(response: TestResponse) -> bool:
	"""A page for the person, and no way on to anywhere."""
	assert response.status_code == 400, f"{response.status_code}: {response.text[:2000]}"
	assert "Location" not in response.headers
	assert "Refresh" not in response.headers
	assert response.headers["Content-Type"].startswith("text/html")
	assert "oauth-plus-problem" in response.text
	assert "http-equiv" not in response.text
	assert "evil.example" not in response.text
	assert "Traceback" not in response.text
	return True


@pytest.mark.parametrize("uri", NEAR_MISSES)
def test_whatever_differs_in_one_letter_gets_a_page(confidential, public, alice, uri):
	"""B1, B2, B3: for a guest as for a person who is signed in, for either kind of client"""
	before = state()
	for app in (confidential, public):
		for browser in (Browser(), alice):
			began = time.monotonic()
			assert is_explained(ask_raw(browser, app, uri))
			assert time.monotonic() - began < HANGS
	assert state() == before


@pytest.mark.parametrize(
	"error", [{"response_type": "token"}, {"scope": "more"}, {"prompt": "none"}, {"scope": "\0"}]
)
@pytest.mark.parametrize(
	"uri", ["https://evil.example/", "//evil.example", "javascript:alert(1)", REGISTERED[0] + "/"]
)
def test_an_error_is_not_carried_there_either(confidential, alice, uri, error):
	"""B2, RFC 9700 §4.11.1: an open redirector by way of a deliberate error"""
	for browser in (Browser(), alice):
		assert is_explained(ask_raw(browser, confidential, uri, **error))


@pytest.mark.parametrize(("presented", "registered"), PORT_MISSES)
def test_nothing_but_a_native_apps_loopback_port_varies(presented, registered):
	"""RFC 8252 §7.3"""
	app = a_public_app(redirect_uris=registered, default_redirect_uri=None)
	assert is_explained(ask_raw(Browser(), app, presented))


@pytest.mark.parametrize(("presented", "registered"), OTHER_PORTS)
def test_a_native_apps_loopback_port_may_vary_and_a_confidential_clients_may_not(
	alice, presented, registered
):
	"""RFC 8252 §7.3"""
	native = a_public_app(redirect_uris=registered, default_redirect_uri=None)
	answer = decide(alice, ask_raw(alice, native, presented, **Proof().asked))
	assert answer.headers["Location"].startswith(f"{presented}{'&' if '?' in presented else '?'}code=")
	server = an_app(redirect_uris=registered, default_redirect_uri=None)
	assert is_explained(ask_raw(alice, server, presented))


@pytest.mark.parametrize("uri", REGISTERED)
def test_each_that_is_registered_works_as_it_stands(confidential, alice, uri):
	"""P9: one a line"""
	answer = decide(alice, ask(alice, confidential, redirect_uri=uri))
	assert answer.headers["Location"].startswith(f"{uri}{'&' if '?' in uri else '?'}code=")
	assert tokens_of(confidential, redeem(confidential, sent_to(answer)["code"], redirect_uri=uri))


@pytest.mark.parametrize("second", [REGISTERED[0], REGISTERED[1], "https://evil.example/", ""])
def test_the_parameter_twice_gets_a_page(confidential, alice, second):
	"""RFC 6749 §3.1: which of them would count?"""
	asked = authorization_request(confidential) | {"redirect_uri": [REGISTERED[0], second]}
	for browser in (Browser(), alice):
		assert is_explained(browser.get(OAUTH + "authorize", urlencode(asked, doseq=True)))


def test_another_clients_uri_is_not_mine(alice):
	"""B1"""
	mine, theirs = an_app(), "https://theirs.example/callback"
	an_app(redirect_uris=theirs, default_redirect_uri=theirs)
	assert is_explained(ask(alice, mine, redirect_uri=theirs))


def test_a_client_without_any_gets_a_page(alice):
	"""RFC 9700 §4.11.2"""
	app = an_app()
	frappe.db.set_value("OAuth Client", app.client_id, {"redirect_uris": "", "default_redirect_uri": ""})
	for uri in (None, "", REGISTERED[0]):
		assert is_explained(ask(alice, app, redirect_uri=uri))


def test_an_old_clients_uris_are_exact_too(alice):
	"""B1: no gate loosens the comparison"""
	app = an_old_app()
	for uri in (
		"https://app.example.com/callback/",
		"https://APP.example.com/callback",
		"https://evil.example/",
	):
		assert is_explained(ask(alice, app, redirect_uri=uri))


def test_a_changed_uri_in_the_answer_of_the_consent_page_gets_a_page(confidential, alice):
	"""B2: the seal is for the URI that was shown"""
	fields = form_of(ask(alice, confidential, redirect_uri=REGISTERED[0])).fields
	fields["authorization_request"] = fields["authorization_request"].replace("app.example", "evil.example")
	for decision in ("allow", "deny"):
		assert is_explained(alice.post(OAUTH + "approve", fields | {"decision": decision}))


def test_a_uri_that_was_taken_from_the_client_meanwhile_gets_nothing(alice):
	"""B1: looked at again when the person has decided, and when the code comes"""
	app = an_app(redirect_uris="https://app.example.com/callback https://app.example.com/gone")
	gone = "https://app.example.com/gone"
	page = ask(alice, app, redirect_uri=gone)
	code = sent_to(decide(alice, ask(alice, app, redirect_uri=gone)))["code"]
	frappe.db.set_value("OAuth Client", app.client_id, "redirect_uris", "https://app.example.com/callback")
	assert is_explained(decide(alice, page))
	assert refused(redeem(app, code, redirect_uri=gone), "invalid_grant")
	assert not rows_of(app)


# Registering


SENDABLE = [(uri, why) for uri, why in UNFIT if "\ud800" not in uri]
"""JSON carries no half of a surrogate pair; some readers refuse it before anybody looks at the form."""

WITHOUT_SPACES = [(uri, why) for uri, why in SENDABLE if uri and not uri.split()[1:] and uri == uri.strip()]


@pytest.mark.parametrize(("uri", "why"), WITHOUT_SPACES)
def test_nobody_registers_an_unfit_one_and_the_form_says_which_and_why(alice, uri, why):
	"""Issue 2.5"""
	before = state()
	made = {"app_name": "x", "redirect_uris": uri, "scopes": "all", "grant_type": "Authorization Code"}
	token = form_of(ask(alice, an_app())).fields["csrf_token"]
	before = state()
	answer = alice.open(
		"/api/resource/OAuth Client", "POST", json=made, headers={"X-Frappe-CSRF-Token": token}
	)
	assert 400 <= answer.status_code < 500, answer.text[:500]
	assert why in answer.text
	assert state() == before

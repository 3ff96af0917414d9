"""What an app says of itself is shown as far as it is proven, or called unverified (RFC 7591 §5)."""

from html import unescape

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import (
	CALLBACK,
	App,
	a_user,
	an_app,
	change,
	signed_in,
	tamper,
	with_any_session,
)
from oauth_plus.tests.journey import Proof, ask, sign_in
from oauth_plus.tests.site import registration_open

UNVERIFIED = "This app registered itself."


def registered(browser: Browser | None = None, **changes) -> App:
	"""An app that registers itself."""
	asked = {
		"client_name": "Google Drive",
		"client_uri": "https://accounts.google.com/",
		"redirect_uris": [CALLBACK],
		"token_endpoint_auth_method": "client_secret_basic",
	} | changes
	with registration_open():
		answer = (browser or Browser()).open(OAUTH + "register_client", "POST", json=asked)
	assert answer.status_code == 201, answer.text
	made = body(answer)
	return App(made["client_id"], made["client_secret"], scope="openid")


def question(app: App) -> str:
	page = ask(with_any_session(), app, **Proof().asked)
	assert page.status_code == 200, page.text[:1000]
	return unescape(page.text)


def test_the_home_page_of_somebody_else_is_not_shown():
	"""10: "Made by accounts.google.com" """
	page = question(registered())
	assert "accounts.google.com" not in page
	assert UNVERIFIED in page
	assert "Unverified" in page
	assert "This site does not know who made it." in page


def test_the_home_page_that_all_answers_go_to_is_shown_and_the_name_is_unverified():
	page = question(registered(client_uri="https://app.example.com/about"))
	assert "Made by app.example.com" in page
	assert UNVERIFIED in page


@pytest.mark.parametrize("other", ["https://other.example.com/cb", "https://example.com/cb"])
def test_one_answer_that_goes_elsewhere_unproves_it(other):
	page = question(registered(client_uri="https://app.example.com/", redirect_uris=[CALLBACK, other]))
	assert "Made by" not in page


def test_a_picture_of_this_site_is_no_proof_either():
	assert "/files/bank.png" not in question(registered(logo_uri="/files/bank.png"))


def test_who_registers_while_signed_in_is_no_administrator():
	"""Their session counts for nothing."""
	app = registered(signed_in(a_user("System Manager")))
	assert frappe.db.get_value("OAuth Client", app.client_id, "owner") == "Guest"
	assert UNVERIFIED in question(app)


def test_an_administrator_vouches_by_naming_the_maker():
	app = change(registered(), oauth_plus_maker="Drive GmbH")
	page = question(app)
	assert "Made by Drive GmbH" in page
	assert UNVERIFIED not in page


def test_what_a_guest_has_made_is_unverified_on_every_page():
	"""On v15, too"""
	app, browser = tamper(an_app(app_name="Drive"), owner="Guest"), signed_in(a_user())
	assert UNVERIFIED in question(app)
	sign_in(app, browser)
	assert "Unverified" in browser.get("/oauth-apps").text


def test_what_an_administrator_has_made_is_not():
	page = question(an_app(oauth_plus_maker="Ledger Ltd."))
	assert "Made by Ledger Ltd." in page
	assert UNVERIFIED not in page
	assert UNVERIFIED not in question(an_app())

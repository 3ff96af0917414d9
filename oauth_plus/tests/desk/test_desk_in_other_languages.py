"""Desk in German and Arabic: no English text of ours is left, and Arabic is read from right to left."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from oauth_plus.tests.desk import connecting as at
from oauth_plus.tests.desk.in_another_language import english, speaking
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import open_form
from oauth_plus.tests.desk.test_consent_clicked_through import address_of
from oauth_plus.tests.factories import CALLBACK, App, an_app
from oauth_plus.tests.site import settings

if TYPE_CHECKING:
	from playwright.sync_api import Page

SIZES = {"desktop": {"width": 1440, "height": 2000}, "phone": {"width": 390, "height": 844}}

FRAPPES = ("OAuth Plus Settings", "Created By", "Page")
"""The name of a document, a label that Frappe shows as it is, and a word that once stood in a list of Frappe 16; where
it came from is not known, and no list or dialog of ours that is looked at here has it."""

FITS = "() => document.documentElement.scrollWidth <= innerWidth"

READ_FROM = "(each) => `${getComputedStyle(each).direction} ${getComputedStyle(each).textAlign}`"

EVERY_SECTION = """() => {
	for (const each of cur_frm.layout.sections) if (each.df.label && each.collapse) each.collapse(false);
}"""


@pytest.fixture(params=["de", "ar"])
def speaker(request: pytest.FixtureRequest, page: "Page", address: str) -> Iterator["Page"]:
	"""A tab of a System Manager with this language."""
	page.set_viewport_size(SIZES["desktop"])
	page.language = request.param
	with speaking(page, address, request.param) as user:
		page.user = user
		yield page


def left_in_english(page: "Page", name: str) -> list[str]:
	"""Take pictures of a page, and return its English texts."""
	for size, view in SIZES.items():
		page.set_viewport_size(view)
		look(page, f"{name}_{page.language}_{size}")
	page.set_viewport_size(SIZES["desktop"])
	return [text for text in english(page, page.language) if text not in FRAPPES]


def test_the_form_and_the_list_of_clients(speaker):
	app = an_app(app_name="Ledger", oauth_plus_enforcement="Warn")
	open_form(speaker, app)
	speaker.wait_for_selector(".oauth-plus-secrets")
	speaker.evaluate(EVERY_SECTION)
	assert left_in_english(speaker, "client") == []
	speaker.goto("/app/oauth-client")
	speaker.wait_for_selector(".list-row")
	assert left_in_english(speaker, "clients") == []


def test_a_connection_is_made(speaker):
	speaker.goto("/app/oauth-client")
	speaker.wait_for_selector(".list-row-container, .no-result")
	speaker.evaluate("() => oauth_plus.connect.new_connection()")
	speaker.wait_for_selector(f"{at.DIALOG} .oauth-plus-kinds button")
	assert left_in_english(speaker, "connection_kinds") == []
	at.choose(speaker, "partner_portal")
	at.go_on(speaker)
	at.faults(speaker)
	assert left_in_english(speaker, "connection_faults") == []
	at.fill(speaker, name="Portal", redirect_uris=CALLBACK)
	speaker.check(f"{at.DIALOG} .oauth-plus-doctype input >> nth=0")
	at.to_summary(speaker)
	assert left_in_english(speaker, "connection_summary") == []
	at.create(speaker)
	shown = [
		speaker.locator(f"{at.DIALOG} {each}").first for each in (".oauth-plus-secret", ".oauth-plus-text")
	]
	assert [each.evaluate(READ_FROM) for each in shown] == ["ltr start"] * 2, (
		"code is read from left to right"
	)
	assert left_in_english(speaker, "connection_done") == []


def test_the_settings_and_the_check_of_the_site(speaker):
	an_app(oauth_plus_enforcement="Off", app_name="Ledger")
	with settings(client_registration="Open"):
		speaker.goto("/app/oauth-plus-settings")
		speaker.wait_for_function("() => cur_frm && cur_frm.oauth_plus_stored")
		speaker.evaluate(EVERY_SECTION)
		assert left_in_english(speaker, "settings") == []
		speaker.evaluate("() => oauth_plus.doctor.open()")
		speaker.wait_for_selector(".modal.show .oauth-plus-passed")
		assert speaker.locator(".modal.show .oauth-plus-finding").count() > 1
		assert left_in_english(speaker, "doctor") == []


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_users(speaker, size):
	"""Whole, from right to left in Arabic, and no wider than the screen"""
	speaker.set_viewport_size(SIZES[size])
	app = an_app(app_name="Ledger", oauth_plus_maker="Ledger Ltd.", scopes="all openid email roles")
	for name, address in _pages(app).items():
		speaker.goto(address)
		speaker.wait_for_selector(".oauth-plus main h1")
		look(speaker, f"{name}_{speaker.language}_{size}")
		direction = speaker.evaluate("() => getComputedStyle(document.querySelector('main')).direction")
		assert direction == ("rtl" if speaker.language == "ar" else "ltr"), name
		assert speaker.evaluate(FITS), name
		assert english(speaker, speaker.language) == [], name


def _pages(app: App) -> dict[str, str]:
	return {
		"consent": address_of(app),
		"account": address_of(app, prompt="login"),
		"problem": address_of(app, redirect_uri="https://elsewhere.example.com/"),
		"device": "/oauth-device",
		"apps": "/oauth-apps",
	}

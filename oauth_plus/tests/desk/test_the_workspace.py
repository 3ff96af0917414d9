"""The workspace OAuth, its cards, reports and shortcuts, for a System Manager and for an OAuth Manager."""

from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.tests import factories
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.factories import a_regular, a_user, an_app, an_old_app
from oauth_plus.tests.journey import refresh, refused, sign_in

if TYPE_CHECKING:
	from playwright.sync_api import Page

WORKSPACE = "/app/oauth"

CARDS = (
	"Replays in 7 Days",
	"Calls Refused Today",
	"Clients Unused for 90 Days",
	"Secrets Ending in 30 Days",
	"Clients Still at Warn or Off",
	"Findings on This Site",
)

SHORTCUTS = ("New Connection", "Clients", "Grants", "Scopes", "Events")

SIZES = {"desktop": {"width": 1440, "height": 1800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def busy(site) -> None:
	"""Something has happened: a replay, a client at Warn, and refusals."""
	tokens = sign_in(an_app())
	refresh(tokens)
	frappe.db.set_value("OAuth Plus Grant", {"client": tokens.app.client_id}, "rotated_at", 1)
	frappe.db.commit()
	assert refused(refresh(tokens), "invalid_grant")
	an_old_app()


@pytest.fixture(params=["System Manager", MANAGER])
def who(request: pytest.FixtureRequest, page: "Page", address: str, busy: None) -> "Page":
	"""A tab of each of the two."""
	user = a_regular() if request.param == "System Manager" else a_user(MANAGER)
	browser = factories.signed_in(user)
	cookies = browser.cookies()
	page.context.add_cookies(
		[{"name": name, "value": cookies[name], "url": address, "sameSite": "Lax"} for name in cookies]
	)
	page.set_viewport_size(SIZES["desktop"])
	page.role = request.param
	return page


def open_workspace(page: "Page") -> None:
	page.goto(WORKSPACE)
	page.wait_for_selector(".number-widget-box .number:visible")
	page.wait_for_function(
		"count => document.querySelectorAll('.number-widget-box .number').length === count", arg=len(CARDS)
	)


def card(page: "Page", label: str):
	return page.locator(f".number-widget-box:has(.widget-title:has-text('{label}'))")


def number(page: "Page", label: str) -> int:
	return int(card(page, label).locator(".number").inner_text().replace(",", ""))


def test_it_shows_what_is_to_do_and_leads_there(who):
	open_workspace(who)
	assert [label for label in CARDS if card(who, label).count() != 1] == []
	for label in SHORTCUTS:
		assert who.locator(f".shortcut-widget-box:has-text('{label}')").count() == 1, label
	assert number(who, "Replays in 7 Days") >= 1
	assert number(who, "Clients Still at Warn or Off") >= 1
	who.wait_for_selector(".chart-container svg")
	look(who, f"workspace_{who.role.replace(' ', '_')}")


@pytest.mark.parametrize(
	("label", "path"),
	[
		("Replays in 7 Days", "/oauth-plus-grant"),
		("Calls Refused Today", "/oauth-plus-event"),
		("Secrets Ending in 30 Days", "/oauth-plus-client-secret"),
		("Clients Still at Warn or Off", "/oauth-client"),
	],
)
def test_a_card_opens_the_list_that_it_counts(who, label, path):
	open_workspace(who)
	count = number(who, label)
	card(who, label).locator(".widget-body").click()
	who.wait_for_url(f"**{path}**")
	who.wait_for_selector(".filter-button:visible, .filter-selector:visible")
	who.wait_for_function("() => cur_list && cur_list.filter_area && cur_list.filter_area.get().length")
	who.wait_for_function("() => !cur_list.refreshing")
	shown = who.evaluate(
		"() => cur_list.get_count_str ? frappe.db.count(cur_list.doctype, {filters: cur_list.filter_area.get().map(f => f.slice(0, 4))}) : 0"
	)
	assert shown == count

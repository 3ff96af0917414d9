"""The workspace OAuth, its cards, reports and shortcuts, for a System Manager and for an OAuth Manager."""

from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.tests import factories
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import control, open_form, save
from oauth_plus.tests.factories import CALLBACK, a_regular, a_user, an_app, an_old_app
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

SHORTCUTS = ("New Connection", "Clients", "Grants", "Scopes", "Events", "Settings")

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


def pictures(page: "Page", name: str, shown: str) -> None:
	"""Of a large and of a small screen, light and dark. Without a folder for them, only that the page is there."""
	for size, pixels in SIZES.items():
		page.set_viewport_size(pixels)
		page.reload()
		page.wait_for_selector(shown)
		for theme in ("light", "dark"):
			page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
			look(page, f"{name}_{page.role.replace(' ', '_')}_{size}_{theme}")


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
	who.wait_for_function("() => document.querySelectorAll('.chart-container svg').length === 2")
	pictures(who, "workspace", ".number-widget-box .number:visible")


@pytest.mark.parametrize(
	("label", "path"),
	[
		("Replays in 7 Days", "/oauth-plus-grant"),
		("Calls Refused Today", "/oauth-plus-event"),
		("Clients Still at Warn or Off", "/oauth-client"),
	],
)
def test_a_card_opens_the_list_that_it_counts(who, label, path):
	open_workspace(who)
	count = number(who, label)
	card(who, label).locator(".widget-body").click()
	who.wait_for_url(f"**{path}**")
	who.wait_for_function(
		"() => window.cur_list && cur_list.filter_area && cur_list.filter_area.get().length"
	)
	who.wait_for_function("() => cur_list.data && !cur_list.freeze_flag")
	filters = "cur_list.filter_area.get().map(filter => filter.slice(0, 4))"
	shown = who.evaluate(f"() => frappe.db.count(cur_list.doctype, {{ filters: {filters} }})")
	assert shown == count


def test_a_new_connection_begins_on_the_workspace(who):
	open_workspace(who)
	who.click(".shortcut-widget-box:has-text('New Connection')")
	who.wait_for_selector(".oauth-plus-connection:visible .oauth-plus-choice")
	assert "/oauth-client" in who.url
	who.go_back()
	who.wait_for_selector(".number-widget-box:visible")


def test_settings_open_from_the_workspace(who):
	open_workspace(who)
	who.click(".shortcut-widget-box:has-text('Settings')")
	who.wait_for_url("**/oauth-plus-settings**")
	who.wait_for_selector(".form-page:visible .frappe-control[data-fieldname='issuer']", state="attached")
	assert who.locator(".modal.show .msgprint").count() == 0


def test_a_report_is_read_from_the_workspace(who):
	open_workspace(who)
	who.click("a.link-item:has-text('Refusals')")
	who.wait_for_url("**/query-report/**")
	who.wait_for_selector(".dt-row[data-row-index='0'] .dt-cell")
	assert "invalid_grant" in who.inner_text(".report-wrapper")
	pictures(who, "report_refusals", ".dt-row[data-row-index='0'] .dt-cell")


def test_a_card_without_a_list_opens_its_report(who):
	open_workspace(who)
	card(who, "Clients Unused for 90 Days").locator(".widget-body").click()
	who.wait_for_url("**/query-report/OAuth%20Unused%20Clients**")
	who.wait_for_function(
		"() => window.cur_page && document.querySelector('[data-fieldname=days] input')?.value === '90'"
	)


def test_an_oauth_manager_is_told_which_field_is_not_theirs(who):
	app = an_app()
	open_form(who, app)
	before = who.evaluate("() => cur_frm.doc.modified")
	who.fill(control("redirect_uris") + " textarea", "https://evil.example.net/callback")
	save(who)
	if who.role == MANAGER:
		who.wait_for_selector(".modal.show .msgprint:has-text('Redirect URIs')")
		look(who, "refused_OAuth_Manager")
	else:
		who.wait_for_function("before => cur_frm.doc.modified !== before", arg=before)
	frappe.db.rollback()
	stored = frappe.db.get_value("OAuth Client", app.client_id, "redirect_uris")
	assert (stored == CALLBACK) is (who.role == MANAGER)

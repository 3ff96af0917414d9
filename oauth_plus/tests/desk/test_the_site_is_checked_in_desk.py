"""A System Manager reads OAuth Plus Settings by its questions, is asked before dangerous choices, and checks the site."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus.platform import readiness
from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.tests import factories
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import choose, control, save
from oauth_plus.tests.doctor import patient
from oauth_plus.tests.factories import a_user, an_app
from oauth_plus.tests.site import settings

if TYPE_CHECKING:
	from playwright.sync_api import Page

FORM = "/app/oauth-plus-settings"

CHECK = "button:text-is('Check This Site')"

FINDINGS = ".modal.show .oauth-plus-finding"

ASKED = ".modal.show .oauth-plus-dangers li"

PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def quiet(site) -> Iterator[None]:
	with patient.healthy():
		yield


def open_settings(desk: "Page") -> None:
	desk.goto(FORM)
	desk.wait_for_selector(control("issuer") + " input:visible")
	desk.wait_for_function("() => cur_frm && cur_frm.oauth_plus_stored")


def open_doctor(desk: "Page") -> None:
	if not desk.locator(f"{CHECK}:visible").count():  # on a phone, buttons are behind a menu
		desk.click(
			".page-actions .menu-btn-group button:visible, .page-actions .inner-group-button:visible >> nth=0"
		)
		desk.click("a:has-text('Check This Site'):visible")
	else:
		desk.click(f"{CHECK}:visible")
	desk.wait_for_selector(".modal.show .oauth-plus-passed")


def stored(field: str) -> str:
	frappe.db.rollback()
	return str(frappe.db.get_single_value("OAuth Plus Settings", field, cache=False) or "")


def test_the_form_follows_the_questions_and_each_option_says_its_default(desk):
	open_settings(desk)
	heads = desk.locator(".form-page .section-head:visible").all_inner_texts()
	assert [head.strip() for head in heads][:4] == [
		"How Do Apps Know This Site?",
		"Which Apps May Connect?",
		"How Must Apps Ask?",
		"For Whom May Apps Act?",
	]
	assert "Default: off. On: an app may act as Administrator" in desk.inner_text(
		control("allow_administrator")
	)
	look(desk, "settings")
	desk.set_viewport_size(PHONE)
	open_settings(desk)
	look(desk, "settings_phone")
	open_doctor(desk)
	desk.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	look(desk, "settings_phone_dark")


def test_dangerous_choices_ask_first_and_name_what_follows(desk):
	open_settings(desk)
	choose(desk, "client_registration", "Open")
	desk.check(control("allow_administrator") + " input")
	save(desk)
	desk.wait_for_selector(ASKED)
	said = desk.locator(ASKED).all_inner_texts()
	assert len(said) == 2
	assert "Any program on the internet may create an OAuth Client here." in said[0]
	assert "may act as Administrator" in said[1]
	look(desk, "settings_danger")
	desk.click(".modal.show button:text-is('Do Not Save')")
	desk.wait_for_selector(".modal.show", state="hidden")
	assert stored("allow_administrator") == ""
	assert desk.evaluate("cur_frm.is_dirty()")
	save(desk)
	desk.click(".modal.show button:text-is('Save Anyway')")
	desk.wait_for_function("() => !cur_frm.is_dirty()")
	assert (stored("allow_administrator"), stored("client_registration")) == ("1", "Open")
	desk.fill(control("resource_name") + " input", "Ledger")
	save(desk)
	desk.wait_for_function("() => !cur_frm.is_dirty()")
	assert stored("resource_name") == "Ledger", "what was chosen before is not asked for again"
	desk.fill(control("resource_name") + " input", "")
	desk.uncheck(control("allow_administrator") + " input")
	save(desk)
	desk.wait_for_function("() => !cur_frm.is_dirty()")
	assert stored("allow_administrator") == "", "what becomes safer is not asked for"


def test_the_findings_are_shown_with_their_evidence_and_a_safe_one_is_fixed(desk):
	app = an_app(oauth_plus_enforcement="Off", app_name="Ledger <b>2</b>")
	readiness.announce(converting=True)
	try:
		with settings(client_registration="Open"):
			open_settings(desk)
			open_doctor(desk)
			look(desk, "doctor")
			_look_elsewhere(desk)
			_read_and_fix(desk, app.client_id)
	finally:
		readiness.announce(converting=False)
	desk.click(f"{FINDINGS}[data-check=clients_at_off] a:text-is('Show These Clients')")
	desk.wait_for_selector(f".list-row [data-name='{app.client_id}']")
	assert desk.locator(".list-row-container .list-row").count() == 1


def _read_and_fix(desk: "Page", client_id: str) -> None:
	order = desk.locator(f"{FINDINGS} .indicator-pill").all_inner_texts()
	assert order == sorted(order, key=["Error", "Warning", "Note"].index)
	off = desk.inner_text(f"{FINDINGS}[data-check=clients_at_off]")
	assert f"Ledger <b>2</b> ({client_id})" in off
	assert desk.locator(f"{FINDINGS} p b:text-is('2')").count() == 0, "the name of an app is no markup"
	fixable = f"{FINDINGS}[data-check=conversion]"
	assert desk.locator(f"{FINDINGS} button:text-is('Fix')").count() == 1
	desk.click(f"{fixable} button:text-is('Fix')")
	desk.wait_for_selector(".desk-alert:has-text('replaced by its digest')")
	desk.wait_for_selector(fixable, state="detached")
	desk.wait_for_selector(".modal.show .oauth-plus-passed")


def _look_elsewhere(desk: "Page") -> None:
	"""On a phone, and in the dark."""
	desk.set_viewport_size(PHONE)
	look(desk, "doctor_phone")
	desk.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	look(desk, "doctor_phone_dark")
	desk.set_viewport_size(LAPTOP)
	look(desk, "doctor_dark")
	desk.evaluate("document.documentElement.setAttribute('data-theme', 'light')")


def test_an_oauth_manager_checks_the_site_and_changes_nothing(desk, address):
	cookies = factories.signed_in(a_user(MANAGER)).cookies()
	desk.context.clear_cookies()
	desk.context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
	readiness.announce(converting=True)
	try:
		desk.goto(FORM)
		desk.wait_for_selector(f"{CHECK}:visible")
		open_doctor(desk)
	finally:
		readiness.announce(converting=False)
	assert desk.locator(f"{FINDINGS}[data-check=conversion]").count() == 1
	assert desk.locator(f"{FINDINGS} button:text-is('Fix')").count() == 0
	assert desk.locator(control("allow_administrator") + " input[type=checkbox]:enabled").count() == 0


def test_the_card_of_the_workspace_leads_to_the_findings(desk):
	open_settings(desk)
	desk.evaluate("frappe.set_route('')")
	desk.wait_for_function("() => frappe.get_route_str() !== 'Form/OAuth Plus Settings/OAuth Plus Settings'")
	desk.evaluate(
		"frappe.xcall('oauth_plus.api.doctor.count_findings')"
		".then((card) => { frappe.route_options = card.route_options; frappe.set_route(card.route) })"
	)
	desk.wait_for_selector(".modal.show .oauth-plus-passed")

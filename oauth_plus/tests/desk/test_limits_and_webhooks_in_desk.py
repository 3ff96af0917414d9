"""A System Manager sets limits, makes the token of a monitor, and makes a webhook, in Desk."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus import tasks
from oauth_plus.tests import handed_out
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import control, open_form, save
from oauth_plus.tests.desk.test_the_site_is_checked_in_desk import PHONE, open_settings, stored
from oauth_plus.tests.endpoints.test_metrics import scrape
from oauth_plus.tests.factories import an_app
from oauth_plus.tests.hooked import WEBHOOK, verified
from oauth_plus.tests.journey import call, sign_in
from oauth_plus.tests.listener import Listener, listening
from oauth_plus.tests.site import restore_settings, settings

if TYPE_CHECKING:
	from playwright.sync_api import Page

SCREENS = (("desktop", {"width": 1440, "height": 1300}), ("phone", PHONE))

SHOWN = ".modal.show code"

THEMES = ("light", "dark")

CLOSE_SIDEBAR = """() => {
	document.querySelector(".body-sidebar-container")?.classList.toggle("expanded", window.innerWidth > 600)
	const overlay = document.querySelector(".body-sidebar-container .overlay")
	if (overlay && window.innerWidth <= 600) overlay.style.display = "none"
}"""
"""v16 opens it when a window becomes narrow."""


def pictures(desk: "Page", name: str, at: str) -> None:
	"""Of a part of the page, on a large and a small screen, light and dark."""
	for theme in THEMES:
		desk.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
		for screen, size in SCREENS:
			desk.set_viewport_size(size)
			desk.evaluate(CLOSE_SIDEBAR)
			desk.locator(at).first.scroll_into_view_if_needed()
			assert desk.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth + 1"), (
				screen
			)
			look(desk, f"{name}_{screen}_{theme}")
	desk.evaluate("() => document.documentElement.setAttribute('data-theme', 'light')")
	desk.set_viewport_size(SCREENS[0][1])


def open_section(desk: "Page", label: str) -> None:
	head = desk.locator(f".section-head:has-text('{label}'):visible")
	head.scroll_into_view_if_needed()
	if "collapsed" in (head.get_attribute("class") or ""):
		head.click()


def read_secret(desk: "Page") -> str:
	"""What the dialog shows; it is closed."""
	desk.wait_for_selector(SHOWN)
	shown = handed_out.note(desk.inner_text(SHOWN).strip())
	desk.click(".modal.show .btn-modal-close:visible")
	desk.wait_for_selector(SHOWN, state="detached")
	return shown


@pytest.fixture
def receiver(site: str) -> Iterator[Listener]:
	with settings(webhooks_into_private_networks=1), listening(status=204) as listener:
		yield listener
	for name in frappe.get_all(WEBHOOK, {"title": "SIEM"}, pluck="name"):
		frappe.delete_doc(WEBHOOK, name, force=True)
	frappe.db.commit()


def test_limits_of_the_site_and_the_token_of_a_monitor(desk: "Page"):
	try:
		open_settings(desk)
		open_section(desk, "How Many Requests Are Answered?")
		assert desk.input_value(control("call_user_limit") + " input") == "12000"
		assert "0: any number" in desk.inner_text(
			".form-section:has-text('How Many Requests') .form-section-description"
		)
		pictures(desk, "settings_limits", control("limit_requests"))
		desk.fill(control("call_user_limit") + " input", "1")
		save(desk)
		desk.wait_for_function("() => cur_frm && !cur_frm.is_dirty()")
		assert stored("call_user_limit") == "1"
		token = sign_in(an_app()).access_token
		assert [call(token).status_code for _ in range(2)] == [200, 429]
		desk.click("button:has-text('Scrape Token'):visible")
		desk.click("a:text-is('New Scrape Token'):visible")
		scrape_token = read_secret(desk)
		assert scrape(scrape_token).status_code == 200
		open_section(desk, "Who Reads the Metrics?")
		assert desk.inner_text(control("scrape_token_created") + " .control-value").strip()
		assert scrape_token not in desk.content()
		pictures(desk, "settings_metrics", control("scrape_token_created"))
	finally:
		restore_settings()


def test_limits_of_a_client(desk: "Page"):
	app = an_app()
	open_form(desk, app)
	open_section(desk, "Limits")
	desk.fill(control("oauth_plus_call_limit") + " input", "1")
	pictures(desk, "client_limits", control("oauth_plus_call_limit"))
	save(desk)
	desk.wait_for_function("() => cur_frm && !cur_frm.is_dirty()")
	token = sign_in(app).access_token
	assert [call(token).status_code for _ in range(2)] == [200, 429]


def test_a_webhook_is_made_tested_and_read(desk: "Page", receiver: Listener):
	desk.goto("/app/oauth-plus-webhook/new")
	desk.wait_for_selector(control("title") + " input")
	desk.fill(control("title") + " input", "SIEM")
	desk.fill(control("url") + " input", receiver.address)
	row = f"{control('events')} .grid-row[data-idx='1']"
	if not desk.locator(f"{row}:visible").count():
		desk.click(f"{control('events')} .grid-add-row:visible")
	desk.click(f"{row} [data-fieldname=event]")
	desk.select_option(f"{row} [data-fieldname=event] select", label="Token issued")
	pictures(desk, "webhook_new", control("title"))
	save(desk)
	secret = read_secret(desk)
	desk.wait_for_selector("button:text-is('Send a Test'):visible")
	assert secret not in desk.content()
	desk.click("button:text-is('Send a Test'):visible")
	desk.wait_for_selector(".alert:has-text('A worker sends it now')")
	tasks.send_webhooks()
	assert verified(secret, receiver.headers[0], receiver.texts[0])["type"] == "test"
	receiver.status = 500
	sign_in(an_app())
	tasks.send_webhooks()
	desk.reload()
	desk.wait_for_selector(".form-message.red:visible")
	assert "500" in desk.inner_text(".form-message.red")
	desk.wait_for_selector(f"{row} [data-fieldname=event]:has-text('Token issued')")
	pictures(desk, "webhook_fails", control("title"))
	desk.goto("/app/oauth-plus-webhook-delivery")
	desk.wait_for_selector(".list-row:has(.indicator-pill.orange):has-text('Token issued'):visible")
	pictures(desk, "webhook_deliveries", ".list-row")

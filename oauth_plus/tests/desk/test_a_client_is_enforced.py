"""From Warn to Enforce in Desk: the panel says what would break, the button what was seen; one rule is set apart."""

import time
from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus import tasks
from oauth_plus.platform import clock
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.factories import App, an_old_app, tamper
from oauth_plus.tests.journey import refresh, sign_in, tokens_of

if TYPE_CHECKING:
	from playwright.sync_api import Page

PANEL = ".oauth-plus-foresight"

DAY = 86_400


def an_old_one(*, keeps_its_secret: bool) -> App:
	"""A client that is watched for a month, and was used just now."""
	app = an_old_app(app_name="Old Ledger", oauth_plus_id_token_signing="Site Key")
	tokens = sign_in(app)
	for _ in range(3):
		tokens = tokens_of(
			app, refresh(tokens, client_secret=app.client_secret if keeps_its_secret else None)
		)
	tasks.note_uses()
	return tamper(app, oauth_plus_watched_since=clock.to_column(clock.from_epoch(time.time() - 30 * DAY)))


def open_panel(desk: "Page", app: App) -> None:
	desk.goto(f"/app/oauth-client/{app.client_id}")
	desk.wait_for_selector(f"{PANEL} .oauth-plus-standing")
	desk.locator(PANEL).scroll_into_view_if_needed()


def stored(app: App, field: str) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("OAuth Client", app.client_id, field)


def test_what_would_break_is_told_with_cause_and_fix_and_one_rule_is_set_apart(desk):
	app = an_old_one(keeps_its_secret=False)
	open_panel(desk, app)
	told = desk.inner_text(PANEL)
	assert "Enforce would have refused requests of the last 14 days." in told
	assert "Would have been refused 3 times" in told
	assert "A confidential client sent no client_secret." in told
	assert "Tokens issued, by a refresh: 3 (users: 1)" in told
	assert desk.locator("button:text-is('Enforce'):visible").count() == 0
	look(desk, "foresight-breaks")
	desk.select_option(f"{PANEL} select[data-hardening='client_authentication']", "Warn")
	desk.keyboard.press("Control+s")
	desk.wait_for_selector("button:text-is('Enforce'):visible")
	assert stored(app, "oauth_plus_exceptions") == '{"client_authentication": "Warn"}'


def test_the_button_says_what_it_saw_before_it_enforces(desk):
	app = an_old_one(keeps_its_secret=True)
	open_panel(desk, app)
	assert "Enforce would have refused nothing for 14 days." in desk.inner_text(PANEL)
	look(desk, "foresight-ready")
	desk.click("button:text-is('Enforce'):visible")
	desk.wait_for_selector(".modal.show:has-text('Tokens issued, by a refresh: 3 (users: 1)')")
	assert "Enforce every rule for Old Ledger?" in desk.inner_text(".modal.show")
	look(desk, "foresight-asks")
	desk.click(".modal.show button.btn-primary:visible")
	desk.wait_for_selector(f"{PANEL} .oauth-plus-standing:has-text('Every rule is enforced')")
	assert stored(app, "oauth_plus_enforcement") == "Enforce"


def test_settings_show_the_progress_and_set_a_rule_apart_for_all(desk):
	app = an_old_one(keeps_its_secret=True)
	try:
		desk.goto("/app/oauth-plus-settings")
		desk.wait_for_selector(".oauth-plus-progress:has-text('Clients at Off')")
		assert desk.locator(f"a[href$='{app.client_id}']:has-text('Old Ledger')").count() == 1
		desk.click("summary:has-text('Rules with a level of their own')")
		desk.select_option("select[data-hardening='unsupported_parameter']", "Warn")
		look(desk, "settings-enforcement")
		desk.keyboard.press("Control+s")
		desk.wait_for_function("() => !cur_frm.is_dirty()")
		frappe.db.rollback()
		assert frappe.db.get_single_value("OAuth Plus Settings", "exceptions", cache=False) == (
			'{"unsupported_parameter": "Warn"}'
		)
	finally:
		from oauth_plus.tests.site import restore_settings

		restore_settings()


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (390, "dark"), (1440, "dark")])
def test_the_panel_fits_on_a_phone_and_in_the_dark(desk, width: int, theme: str):
	app = an_old_one(keeps_its_secret=False)
	desk.set_viewport_size({"width": width, "height": 900})
	open_panel(desk, app)
	desk.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
	desk.click(f"{PANEL} summary")
	desk.locator(PANEL).scroll_into_view_if_needed()
	look(desk, f"foresight-{width}-{theme}")
	assert desk.evaluate("document.documentElement.scrollWidth") <= width
	box = desk.locator(f"{PANEL} select").first.bounding_box()
	assert box["x"] + box["width"] <= width

"""A System Manager rotates the secrets of a client in Desk, with a mouse and a keyboard."""

import time
from typing import TYPE_CHECKING

import frappe
import time_machine

from oauth_plus.tests.desk.test_an_oauth_client_is_made import SHOWN_ONCE, handed_out, open_form
from oauth_plus.tests.endpoints.test_clients import SECRETS, proves_itself
from oauth_plus.tests.factories import App, a_public_app, an_app
from oauth_plus.tests.journey import redeem, refused
from oauth_plus.tests.ledger import rows_of

if TYPE_CHECKING:
	from playwright.sync_api import Page

NEW_SECRET = ".oauth-plus-rotate:visible"
ROWS = ".oauth-plus-secrets tbody tr"
DIALOG = ".modal.show"
DAY = 86_400


def ask_for_another(desk: "Page", **filled: str) -> None:
	desk.click(NEW_SECRET)
	desk.wait_for_selector(f"{DIALOG} [data-fieldname=overlap_days] input:visible")
	for field, value in filled.items():
		desk.fill(f"{DIALOG} [data-fieldname={field}] input", value)
	desk.click(f"{DIALOG} button:text-is('Create')")


def test_a_new_secret_is_shown_once_and_the_old_one_goes_on_for_a_week(desk):
	app = an_app()
	open_form(desk, app)
	ask_for_another(desk, label="For the new server")
	other = App(app.client_id, handed_out(desk))
	desk.wait_for_selector(f"{ROWS} >> nth=1")
	assert "For the new server" in desk.inner_text(".oauth-plus-secrets")
	assert f"…{other.client_secret[-4:]}" in desk.inner_text(".oauth-plus-secrets")
	assert other.client_secret not in desk.content()
	assert proves_itself(app)
	assert proves_itself(other)
	with time_machine.travel(time.time() + 7 * DAY + 60):
		assert refused(redeem(app, "x"), "invalid_client", 401)
		assert proves_itself(other)


def test_with_an_overlap_of_nothing_the_old_one_ends_at_once(desk):
	app = an_app()
	open_form(desk, app)
	ask_for_another(desk, overlap_days="0")
	other = App(app.client_id, handed_out(desk))
	assert refused(redeem(app, "x"), "invalid_client", 401)
	assert proves_itself(other)


def test_end_now_asks_first_and_says_what_will_happen(desk):
	app = an_app()
	open_form(desk, app)
	desk.click(f"{ROWS} button")
	desk.wait_for_selector(
		f"{DIALOG}:has-text('It is the only secret. The app is refused at once, until it has a new one.')"
	)
	desk.click(f"{DIALOG} button:text-is('No')")
	assert proves_itself(app)
	desk.wait_for_selector(DIALOG, state="detached") if desk.locator(DIALOG).count() == 0 else None
	desk.click(f"{ROWS} button")
	desk.click(f"{DIALOG} button:text-is('Yes')")
	desk.wait_for_selector("text=This client has no secret. Choose New Secret to create one.")
	assert refused(redeem(app, "x"), "invalid_client", 401)


def test_a_label_is_shown_as_text(desk):
	app = an_app()
	open_form(desk, app)
	ask_for_another(desk, label="<img src=x onerror=alert(1)>")
	handed_out(desk)
	desk.wait_for_selector(f"{ROWS} >> nth=1")
	assert desk.locator(".oauth-plus-secrets img").count() == 0
	assert len(rows_of(app, SECRETS)) == 2


def test_a_public_client_has_no_secrets_on_its_form(desk):
	open_form(desk, a_public_app())
	desk.wait_for_selector(".primary-action:visible")
	assert desk.locator(NEW_SECRET).count() == 0
	assert desk.locator(ROWS).count() == 0
	assert desk.locator(SHOWN_ONCE).count() == 0


def test_the_form_is_saved_again_with_the_secret_forgotten(desk):
	"""The tab that made the client does not send the secret back"""
	app = an_app()
	open_form(desk, app)
	desk.fill(".form-page .frappe-control[data-fieldname=app_name] input", "Renamed")
	with desk.expect_response(lambda answer: "savedocs" in answer.url):
		desk.keyboard.press("Control+s")
	frappe.db.rollback()
	assert frappe.db.get_value("OAuth Client", app.client_id, "app_name") == "Renamed"
	assert proves_itself(app)

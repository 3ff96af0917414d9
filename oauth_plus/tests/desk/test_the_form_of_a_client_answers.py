"""A System Manager on the form of a client: its status, its faults while typing, its lifetimes and its buttons."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus.tests import site as the_site
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import (
	choose,
	control,
	handed_out,
	new_form,
	open_form,
	save,
	unfold,
)
from oauth_plus.tests.endpoints.test_clients import proves_itself
from oauth_plus.tests.factories import CALLBACK, App, a_public_app, an_app, change
from oauth_plus.tests.factories import signed_in as signed_in_anew
from oauth_plus.tests.journey import refresh, refused, sign_in
from oauth_plus.tests.ledger import families_of, rows_of
from oauth_plus.tests.served import served

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

STATUS = ".oauth-plus-status"
DIALOG = ".modal.show"
ACCESS = "oauth_plus_access_lifetime"
PHONE = {"width": 390, "height": 844}


def fault(field: str, level: str = "refused") -> str:
	return f"{control(field)} .oauth-plus-fault-at[data-level={level}]"


def said(desk: "Page", field: str) -> str:
	"""What stands below a field about what applies."""
	return desk.inner_text(f"{control(field)} .oauth-plus-effective")


def saved(desk: "Page") -> None:
	with desk.expect_response(lambda answer: "savedocs" in answer.url):
		save(desk)
	desk.wait_for_function("() => !cur_frm.is_dirty()")
	frappe.db.rollback()


def press(desk: "Page", label: str) -> None:
	"""A button of the form; on a narrow page, Frappe moves it into a menu."""
	desk.click(f".page-actions button:text-is('{label}'):visible")


def answer(desk: "Page", label: str) -> None:
	desk.click(f"{DIALOG} button:visible:text-is('{label}')")


def test_the_status_line_is_said_in_words(desk):
	app = a_public_app()
	sign_in(app)
	open_form(desk, app)
	desk.wait_for_selector(f"{STATUS}:has-text('Public, PKCE. 1 person uses it, last')")
	assert "Nothing refused this week." in desk.inner_text(STATUS)
	look(desk, "form-public")
	desk.locator("[data-fieldname=oauth_plus_behaviour_section]").scroll_into_view_if_needed()
	desk.wait_for_selector(".oauth-plus-timeline .oauth-plus-event")
	desk.evaluate("document.querySelector('[data-fieldname=oauth_plus_lifetimes_section]').scrollIntoView()")
	look(desk, "form-behaviour")


def test_a_fault_stands_at_its_field_while_somebody_types(desk):
	app = an_app()
	open_form(desk, app)
	desk.wait_for_selector(STATUS)
	desk.fill(control("redirect_uris") + " textarea", "http://app.example.com/cb")
	desk.wait_for_selector(fault("redirect_uris") + ":has-text('uses http')")
	desk.fill(control("oauth_plus_networks") + " textarea", "<b>everywhere</b>")
	desk.wait_for_selector(fault("oauth_plus_networks") + ":has-text('<b>everywhere</b>')")
	unfold(desk, "oauth_plus_profile")
	choose(desk, "oauth_plus_profile", "FAPI 2.0")
	desk.wait_for_selector(fault("oauth_plus_jwks"))
	look(desk, "form-faults")
	desk.fill(control("redirect_uris") + " textarea", CALLBACK)
	desk.wait_for_selector(fault("redirect_uris"), state="detached")
	frappe.db.rollback()
	assert frappe.db.get_value("OAuth Client", app.client_id, "redirect_uris") == CALLBACK


def test_a_new_form_complains_only_of_what_was_filled_in(desk):
	new_form(desk)
	desk.fill(control("app_name") + " input", "Ledger")
	with desk.expect_response(lambda answer: "client_form.faults" in answer.url):
		choose(desk, "oauth_plus_open_to", "Desk Users")
	assert desk.locator(".oauth-plus-fault-at").count() == 0
	desk.fill(control("redirect_uris") + " textarea", "nonsense")
	desk.wait_for_selector(fault("redirect_uris"))


def test_a_risk_and_a_fault_of_a_field_that_is_not_shown_are_said_too(desk):
	open_form(
		desk,
		change(an_app(), oauth_plus_enforcement="Warn", oauth_plus_id_token_signing="Client Secret (HS256)"),
	)
	desk.wait_for_selector(STATUS)
	desk.fill(control("scopes") + " textarea", "nothing:known")
	choose(desk, "oauth_plus_client_type", "Public")
	desk.wait_for_selector(fault("scopes", "warned") + ":has-text('Enforce would refuse')")
	desk.wait_for_selector(
		".form-layout .oauth-plus-fault-at[data-field=oauth_plus_id_token_signing]:visible"
	)
	desk.fill(control("redirect_uris") + " textarea", "cursor://callback")
	desk.wait_for_selector(fault("redirect_uris", "risk"))


@pytest.fixture
def configured_desk(site: str, chromium: "Browser") -> Iterator["Page"]:
	"""Desk at a web server of its own, where each lifetime has another source: v16 reads the site's configuration only when
	a server starts, and once a minute."""
	configured = the_site.configured(oauth_token_expiry={"access": 5_400, "code": 30})
	with the_site.settings(refresh_idle_lifetime=172_800), configured, served(site, workers=1) as address:
		context = chromium.new_context(base_url=address, viewport={"width": 1440, "height": 2000})
		cookies = signed_in_anew().cookies()
		context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
		yield context.new_page()
		context.close()


def test_an_empty_lifetime_shows_what_applies_and_from_where(configured_desk):
	desk, app = configured_desk, an_app()
	before = rows_of_client(app)
	open_form(desk, app)
	desk.wait_for_selector(f"{control(ACCESS)} .oauth-plus-effective")
	assert desk.input_value(control(ACCESS) + " input[type=text]") == ""
	assert desk.get_attribute(control(ACCESS) + " input[type=text]", "placeholder") == "1 hour 30 minutes"
	assert (
		said(desk, ACCESS) == "Not set: 1 hour 30 minutes, from oauth_token_expiry in the site configuration."
	)
	assert said(desk, "oauth_plus_refresh_idle_lifetime") == "Not set: 2 days, from OAuth Plus Settings."
	assert said(desk, "oauth_plus_refresh_absolute_lifetime") == "Not set: 90 days, the default."
	again = "Users allow it again after 2 days without use, and after 90 days"
	assert again in desk.inner_text(".oauth-plus-lifetimes")
	save(desk)  # untouched
	assert rows_of_client(app) == before
	desk.fill(control("app_name") + " input", "Renamed")
	saved(desk)
	assert rows_of_client(app) | {"modified": before["modified"]} == before
	desk.goto("/app/oauth-plus-settings")
	desk.wait_for_selector(f"{control('code_lifetime')} .oauth-plus-effective")
	assert said(desk, "refresh_absolute_lifetime") == "Not set: 90 days, the default."
	assert said(desk, "refresh_idle_lifetime") == "The default is 30 days."
	overridden = "oauth_token_expiry in the site configuration sets 30 seconds. This field has no effect."
	assert said(desk, "code_lifetime") == overridden
	assert desk.input_value(control("refresh_absolute_lifetime") + " input[type=text]") == ""
	look(desk, "settings-lifetimes")


def rows_of_client(app: App) -> dict[str, float]:
	frappe.db.rollback()
	row = frappe.db.get_value("OAuth Client", app.client_id, "*", as_dict=True)
	return {name: value for name, value in row.items() if "lifetime" in name or name == "modified"}


def test_a_lifetime_is_typed_in_words_and_stored_in_seconds(desk):
	app = an_app()
	open_form(desk, app)
	desk.wait_for_selector(f"{control(ACCESS)} .oauth-plus-effective")
	field = control(ACCESS) + " input[type=text]"
	desk.fill(field, "1h 30m")
	desk.press(field, "Tab")
	desk.wait_for_function(f"() => cur_frm.doc.{ACCESS} === 5400")
	desk.wait_for_selector(
		f"{control(ACCESS)} .oauth-plus-effective:text-is('Not set, it would be 1 hour, the default.')"
	)
	assert "every 1 hour 30 minutes" in desk.inner_text(".oauth-plus-lifetimes")
	saved(desk)
	assert frappe.db.get_value("OAuth Client", app.client_id, ACCESS) == 5400
	desk.fill(field, "")
	desk.press(field, "Tab")
	saved(desk)
	assert frappe.db.get_value("OAuth Client", app.client_id, ACCESS) == 0
	desk.wait_for_function(
		"() => document.querySelector('.oauth-plus-effective').innerText.startsWith('Not set: 1 hour')"
	)


def test_only_what_fits_the_type_and_the_grant_is_shown(desk):
	open_form(desk, an_app())
	assert desk.locator(control("client_secret")).is_visible()
	assert desk.locator(control("oauth_plus_rotation")).is_visible()
	choose(desk, "oauth_plus_client_type", "Public")
	desk.wait_for_selector(control("client_secret"), state="hidden")
	desk.wait_for_selector(".oauth-plus-secrets", state="hidden")
	choose(desk, "oauth_plus_refresh_tokens", "Never")
	desk.wait_for_selector(control("oauth_plus_rotation"), state="hidden")
	desk.wait_for_selector(control("oauth_plus_refresh_idle_lifetime"), state="hidden")
	assert "Users sign in again every 1 hour." in desk.inner_text(".oauth-plus-lifetimes")


def test_a_new_secret_is_downloaded(desk, tmp_path: Path):
	app = an_app()
	open_form(desk, app)
	desk.click(".oauth-plus-rotate:visible")
	desk.fill(f"{DIALOG} [data-fieldname=label] input", "For the new server")
	look(desk, "rotate")
	answer(desk, "Create")
	with desk.expect_download() as started:
		desk.click(f"{DIALOG} .oauth-plus-download:visible")
	look(desk, "shown-once")
	text = Path(started.value.path()).read_text()
	other = App(app.client_id, handed_out(desk))
	assert text == f"client_id={app.client_id}\nclient_secret={other.client_secret}\n"
	assert started.value.suggested_filename == f"{app.client_id}.txt"
	assert proves_itself(other)


def test_disabling_says_whom_it_locks_out_and_enabling_lets_them_ask_again(desk):
	app = an_app()
	tokens = sign_in(app)
	open_form(desk, app)
	press(desk, "Disable")
	desk.wait_for_selector(f"{DIALOG}:has-text('This locks out 1 person. It was last used')")
	look(desk, "disable")
	answer(desk, "Disable")
	desk.wait_for_selector(f"{STATUS}:has-text('This client is disabled. All its requests are refused.')")
	look(desk, "form-disabled")
	assert refused(refresh(tokens), "invalid_client", 401)
	press(desk, "Enable")
	answer(desk, "Yes")
	desk.wait_for_selector(f"{STATUS}:has-text('Confidential'):not(:has-text('disabled'))")
	assert sign_in(app).access_token


def test_ending_all_grants_says_whom_it_concerns(desk):
	app = an_app()
	sign_in(app)
	open_form(desk, app)
	press(desk, "Grants")
	desk.click(".dropdown-item:visible:text-is('End All')")
	desk.wait_for_selector(f"{DIALOG}:has-text('This locks out 1 person.')")
	answer(desk, "Yes")
	desk.wait_for_selector("text=Grants ended: 1")
	assert [row.state for row in families_of(app)] == ["Revoked"]
	assert rows_of(app, "OAuth Plus Grant")[0].end_reason == "ended_by_administrator"


def test_try_it_opens_the_page_that_users_see(desk):
	app = an_app(scopes="openid profile")
	open_form(desk, app)
	press(desk, "Try It")
	desk.wait_for_selector(f"{DIALOG} .oauth-plus-meets:has-text('You will see the consent page')")
	assert app.client_secret not in desk.content()
	look(desk, "try-it")
	with desk.context.expect_page() as opened:
		answer(desk, "Open in a New Tab")
	page = opened.value
	page.wait_for_selector("button[name=decision]:visible, button:visible:has-text('Allow')")
	assert frappe.db.get_value("OAuth Client", app.client_id, "app_name") in page.inner_text("body")
	page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_form_fits_a_phone(signed_in: "Page", theme: str):
	app = an_app()
	signed_in.set_viewport_size(PHONE)
	open_form(signed_in, app)
	signed_in.wait_for_selector(STATUS)
	signed_in.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
	wide = signed_in.evaluate("document.scrollingElement.scrollWidth")
	assert wide <= PHONE["width"] + 1
	look(signed_in, f"form-phone-{theme}")
	signed_in.set_viewport_size({"width": 1440, "height": 2600})
	look(signed_in, f"form-desktop-{theme}")

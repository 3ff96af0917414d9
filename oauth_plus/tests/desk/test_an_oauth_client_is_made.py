"""A System Manager makes OAuth Clients in Desk, as a person would: with a mouse and a keyboard."""

from typing import TYPE_CHECKING

import frappe

from oauth_plus.rules.secret import MASK
from oauth_plus.store.clients.client_fields import auth_method_field
from oauth_plus.tests.browser import sent_to
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.factories import CALLBACK, App, a_regular, an_app, an_old_app, change
from oauth_plus.tests.factories import signed_in as a_session
from oauth_plus.tests.journey import acts_as, ask, decide, redeem, tokens_of

if TYPE_CHECKING:
	from playwright.sync_api import Page

FORM = "/app/oauth-client"
"""v16 leads on from there to /desk."""

SHOWN_ONCE = ".modal.show .oauth-plus-secret"

BUTTON = "button:text-is('Policy Violations'):visible"


def new_form(desk: "Page") -> None:
	desk.goto(f"{FORM}/new")
	desk.wait_for_selector(control("app_name") + " input")


def open_form(desk: "Page", app: App) -> None:
	desk.goto(f"{FORM}/{app.client_id}")
	desk.wait_for_selector(control("client_id") + f" .control-value:visible:has-text('{app.client_id}')")
	desk.wait_for_function(
		"() => window.cur_frm?.oauth_plus_status"
	)  # drawn last: no field is drawn anew under the hands


def unfold(desk: "Page", field: str) -> None:
	"""Open the section of a field, if it is folded away."""
	head = desk.locator(f".form-section:has([data-fieldname='{field}']) .section-head.collapsed")
	if head.count():
		head.click()
	desk.wait_for_selector(control(field) + ":visible")


def control(field: str) -> str:
	return f".form-page .frappe-control[data-fieldname='{field}']"


def fill(desk: "Page", app_name: str, redirect_uris: str) -> None:
	desk.fill(control("app_name") + " input", app_name)
	desk.fill(control("redirect_uris") + " textarea", redirect_uris)
	choose(desk, "oauth_plus_open_to", "Desk Users")


def choose(desk: "Page", field: str, option: str) -> None:
	desk.select_option(control(field) + " select", option)


def save(desk: "Page") -> None:
	"""The keyboard's way; Frappe draws the button anew while a field is being left."""
	desk.keyboard.press("Control+s")


def value(desk: "Page", field: str) -> str:
	"""What a field that cannot be edited shows."""
	return desk.inner_text(control(field) + " .control-value").strip()


def shown_choice(desk: "Page", field: str) -> str:
	return desk.input_value(control(field) + " select")


def made(desk: "Page") -> App:
	"""What the person copies from the form, and from the dialog, into the app's settings."""
	client_secret = handed_out(desk)
	return App(value(desk, "client_id"), client_secret)


def handed_out(desk: "Page") -> str:
	"""The secret that the dialog shows; it is read, and the dialog closed."""
	desk.wait_for_selector(SHOWN_ONCE)
	client_secret = desk.inner_text(SHOWN_ONCE).strip()
	desk.wait_for_function(
		"() => !$('.modal.show').data('bs.modal')._isTransitioning"
	)  # it is no button until then
	desk.click(".modal.show button:text-is('Done')")
	desk.wait_for_selector(SHOWN_ONCE, state="detached")
	return client_secret


def test_the_form_shows_the_id_and_once_the_secret_and_they_work(desk):
	new_form(desk)
	fill(desk, "Ledger", CALLBACK)
	save(desk)
	app = made(desk)
	assert len(app.client_secret) == 64
	assert value(desk, "client_secret") == MASK
	assert app.client_secret not in desk.content()
	browser = a_session()
	code = sent_to(decide(browser, ask(browser, app)))["code"]
	assert acts_as(tokens_of(app, redeem(app, code)).access_token) == a_regular()


def test_an_unfit_redirect_uri_is_named_with_the_reason_and_nothing_is_saved(desk):
	before = frappe.db.count("OAuth Client")
	new_form(desk)
	fill(desk, "Ledger", f"{CALLBACK}\nhttp://app.example.com/cb")
	save(desk)
	desk.wait_for_selector(".msgprint:visible")
	sentence = desk.inner_text(".msgprint")
	assert "http://app.example.com/cb uses http, which is allowed for loopback addresses only" in sentence
	assert CALLBACK not in sentence
	frappe.db.rollback()
	assert frappe.db.count("OAuth Client") == before


def test_an_old_client_is_saved_with_the_same_sentence_as_a_warning(desk):
	app = an_old_app(redirect_uris="http://old.example.com/cb")
	open_form(desk, app)
	desk.fill(control("app_name") + " input", "Renamed")
	save(desk)
	desk.wait_for_selector(".msgprint:visible")
	assert "http://old.example.com/cb uses http" in desk.inner_text(".msgprint")
	frappe.db.rollback()
	assert frappe.db.get_value("OAuth Client", app.client_id, "app_name") == "Renamed"


def test_choosing_public_chooses_the_method_none_and_back_again(desk):
	new_form(desk)
	fill(desk, "Phone", "com.example.app:/callback")
	choose(desk, "oauth_plus_client_type", "Public")
	save(desk)
	desk.wait_for_selector(control("client_id") + " .control-value:visible")
	assert desk.locator(SHOWN_ONCE).count() == 0, "a public client has no use for a secret"
	assert not desk.locator(control("client_secret")).is_visible()
	name = value(desk, "client_id")
	assert chosen(name) == ("Public", "None")
	choose(desk, "oauth_plus_client_type", "Confidential")
	desk.fill(control("redirect_uris") + " textarea", CALLBACK)
	with desk.expect_response(lambda answer: "savedocs" in answer.url):
		save(desk)
	assert chosen(name) == ("Confidential", "Client Secret Basic")


def chosen(name: str) -> tuple[str, str]:
	frappe.db.rollback()
	return frappe.db.get_value("OAuth Client", name, ["oauth_plus_client_type", auth_method_field()])


def shown_fields(desk: "Page") -> list[str]:
	"""As they stand on the screen, column by column."""
	controls = ".form-page .frappe-control[data-fieldname]:visible"
	return desk.locator(controls).evaluate_all("all => all.map((each) => each.dataset.fieldname)")


def test_what_a_new_client_needs_is_on_the_first_screen(desk):
	"""v16 begins with roles, and puts two screens between them and the app's name"""
	desk.set_viewport_size({"width": 1440, "height": 900})
	new_form(desk)
	needed = ["app_name", "oauth_plus_client_type", "redirect_uris", "scopes", "oauth_plus_open_to"]
	assert [field for field in shown_fields(desk) if field in needed] == needed
	for field in needed[:3]:
		box = desk.locator(control(field)).bounding_box()
		assert box["y"] + box["height"] < 900, f"{field} is on the first screen"
	assert desk.evaluate("document.activeElement.dataset.fieldname") == "app_name"


def test_the_form_asks_six_questions_and_folds_the_rest_away(desk):
	open_form(desk, an_app())
	questions = [
		"oauth_plus_who_section",
		"oauth_plus_credentials_section",
		"oauth_plus_where_section",
		"oauth_plus_section",
		"oauth_plus_lifetimes_section",
		"oauth_plus_behaviour_section",
	]
	assert [name for name in desk_sections(desk) if name in questions] == questions
	assert not {"sb_1", "section_break_ggiv", "client_metadata_section"} & set(desk_sections(desk))
	for field in (
		"jwks",
		"service_user",
		"access_token_format",
		"code_lifetime",
		"post_logout_redirect_uris",
	):
		assert not desk.locator(control(f"oauth_plus_{field}")).is_visible(), field
		unfold(desk, f"oauth_plus_{field}")
	for field in ("enabled", "client_type", "enforcement", "access_lifetime", "networks"):
		assert desk.locator(control(f"oauth_plus_{field}")).is_visible(), field
	look(desk, "form-unfolded")


def desk_sections(desk: "Page") -> list[str]:
	"""The sections that can be seen."""
	return desk.locator(".form-page .form-section:visible").evaluate_all(
		"all => all.map((each) => each.dataset.fieldname)"
	)


def test_the_form_asks_for_whom_the_app_is(desk):
	"""P02"""
	before = frappe.db.count("OAuth Client")
	new_form(desk)
	fill(desk, "Shop", CALLBACK)
	choose(desk, "oauth_plus_open_to", "")
	save(desk)
	desk.wait_for_selector(".msgprint:has-text('Who May Use It')")
	frappe.db.rollback()
	assert frappe.db.count("OAuth Client") == before
	desk.click(".modal.show .btn-modal-close:visible")
	desk.wait_for_selector(".modal.show", state="hidden")
	choose(desk, "oauth_plus_open_to", "Desk, Portal and Website Users")
	assert not desk.locator(control("allowed_roles")).is_visible()
	save(desk)
	name = made(desk).client_id
	frappe.db.rollback()
	assert [row.role for row in frappe.get_doc("OAuth Client", name).allowed_roles] == ["All"]


def test_roles_are_chosen_where_the_app_is_for_some_roles(desk):
	new_form(desk)
	fill(desk, "Shop", CALLBACK)
	assert not desk.locator(control("allowed_roles")).is_visible()
	choose(desk, "oauth_plus_open_to", "Chosen Roles")
	desk.wait_for_selector(control("allowed_roles") + ":visible")
	desk.fill(control("allowed_roles") + " input", "Website Manager")
	desk.click("[role=option]:has-text('Website Manager'):visible")
	save(desk)
	name = made(desk).client_id
	frappe.db.rollback()
	assert [row.role for row in frappe.get_doc("OAuth Client", name).allowed_roles] == ["Website Manager"]


def test_an_old_client_says_so_and_leads_to_what_enforce_would_refuse(desk):
	app = an_old_app()
	browser = a_session()
	code = sent_to(decide(browser, ask(browser, app)))["code"]
	tokens_of(app, redeem(app, code, client_secret=None))
	open_form(desk, app)
	desk.wait_for_selector("text=this client works as before")
	desk.click(BUTTON)
	desk.wait_for_selector(".list-row:has-text('a confidential client sent no client_secret')")
	desk.wait_for_selector(".list-row .indicator-pill.orange:has-text('Would Refuse')")
	assert desk.locator(".list-row .level-left:visible").count() == 1


def test_a_client_that_is_held_to_every_rule_has_no_warning(desk):
	open_form(desk, an_app())
	desk.wait_for_selector(".primary-action:visible")
	assert desk.locator("text=this client works as before").count() == 0
	assert desk.locator(BUTTON).count() == 0


def test_a_disabled_client_says_so(desk):
	open_form(desk, change(an_app(), oauth_plus_enabled=0))
	desk.wait_for_selector("text=This client is disabled. All its requests are refused.")

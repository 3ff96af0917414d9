"""A person at a real browser says what an app may do, is asked again only for more, and takes it back."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.desk.login_page import log_in
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.factories import App, a_public_app, a_user, an_app, signed_in
from oauth_plus.tests.journey import Proof, Tokens, acts_as, authorization_request, redeem, tokens_of
from oauth_plus.tests.site import consent_remembered

if TYPE_CHECKING:
	from playwright.sync_api import Page

BACK_AT_THE_APP = "h1:text('Back at the app')"
PAGE = "/oauth-apps"

ICONS_ARE_DRAWN = "[...document.querySelectorAll('svg.icon use')].every(icon => icon.getBBox().width > 1)"


@pytest.fixture
def person(site) -> str:
	return a_user("System Manager")


@pytest.fixture
def app(callback) -> App:
	return an_app(
		app_name="Ledger",
		oauth_plus_maker="Ledger Ltd.",
		oauth_plus_logo="/assets/frappe/images/frappe-framework-logo.svg",
		scopes="all openid email roles",
		redirect_uris=callback.redirect_uri,
		default_redirect_uri=None,
	)


@pytest.fixture
def complaints(page) -> list[str]:
	"""What the browser says of our Content-Security-Policy, and anything else that fails on a page of ours."""
	said: list[str] = []
	page.on("console", lambda message: said.append(message.text) if "Security" in message.text else None)
	page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
	page.on("pageerror", lambda error: said.append(str(error)))
	return said


def address_of(app: App, **changes: str) -> str:
	return f"{OAUTH}authorize?{urlencode(authorization_request(app, **changes))}"


def take_tokens(page: "Page", app: App, callback) -> Tokens:
	"""What the app got when the browser came back."""
	page.wait_for_selector(BACK_AT_THE_APP)
	answer = callback.answer
	callback.asked.clear()
	return tokens_of(app, redeem(app, answer["code"]))


def test_from_the_first_question_to_the_end_of_access(page, app, callback, person, complaints):
	"""Login, consent with an unticked scope, remembered consent, more scope asked, deny, and the account page"""
	page.goto(address_of(app, scope="openid email roles"))
	log_in(page, person)
	page.wait_for_selector("text=Made by Ledger Ltd")
	complaints.clear()
	assert page.locator("svg.icon").count() == 3
	page.wait_for_function(ICONS_ARE_DRAWN)
	assert page.get_by_label("Sign in").count() == 0, "what is required has no box"
	page.get_by_label("Roles").uncheck()
	page.get_by_role("button", name="Allow").click()
	first = take_tokens(page, app, callback)
	assert first.answer["scope"] == "openid email"
	with consent_remembered():
		page.goto(address_of(app, scope="openid email"))
		assert take_tokens(page, app, callback).answer["scope"] == "openid email"
		page.goto(address_of(app, scope="all openid"))
		page.wait_for_selector("text=This gives far-reaching access: Full access.")
		page.get_by_role("button", name="Deny").click()
		page.wait_for_selector(BACK_AT_THE_APP)
		assert callback.answer["error"] == "access_denied"
		callback.asked.clear()
		page.goto(address_of(app, scope="all openid"))
		page.get_by_role("button", name="Allow").click()
		assert take_tokens(page, app, callback).answer["scope"] == "all openid"
	page.goto(PAGE)
	page.wait_for_selector("article:has-text('Ledger') >> text=See your email address.")
	page.click("article summary")
	page.get_by_role("button", name="End it now").click()
	page.wait_for_selector("text=No app may act for you.")
	assert acts_as(first.access_token) is None
	assert [said for said in complaints if "favicon" not in said] == []


def test_a_new_sign_in_is_asked_for_and_leads_back(page, app, callback, person):
	page.goto("/login")
	log_in(page, person)
	page.wait_for_url(lambda url: "/login" not in url)
	page.goto(address_of(app, prompt="login"))
	page.get_by_role("button", name="Sign in again").click()
	page.wait_for_selector("#login_email")
	log_in(page, person)
	page.get_by_role("button", name="Allow").click()
	assert acts_as(take_tokens(page, app, callback).access_token) == person
	page.go_back()
	page.goto(address_of(app, prompt="login"))
	page.wait_for_selector("button:text('Sign in again')")


def test_another_account_is_taken_from_the_question(page, app, callback, person):
	other = a_user()
	page.goto("/login")
	log_in(page, person)
	page.wait_for_url(lambda url: "/login" not in url)
	page.goto(address_of(app, scope="openid"))
	page.click("text=Use another account")
	page.wait_for_selector(f"button:text('Continue as {person}')")
	page.get_by_role("button", name="Use another account").click()
	page.wait_for_selector("#login_email")
	log_in(page, other)
	page.wait_for_selector(f"text=You are signed in as {other}.")
	page.get_by_role("button", name="Allow").click()
	assert acts_as(take_tokens(page, app, callback).access_token) == other


def test_the_question_is_answered_with_the_keyboard_alone(page, app, callback, person):
	"""WCAG 2.2, 2.1.1 and 2.4.7: in the order of the page, with a focus that is seen"""
	page.goto(address_of(app))
	log_in(page, person)
	page.wait_for_selector("#oauth-plus-consent")
	named = []
	for _ in range(6):
		page.keyboard.press("Tab")
		named.append(
			page.evaluate("() => document.activeElement.value || document.activeElement.innerText.trim()")
		)
		outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
		assert outline == "solid", named
	assert named == ["all", "email", "roles", "Use another account", "allow", "deny"]
	page.keyboard.press("Shift+Tab")
	page.keyboard.press("Enter")
	assert take_tokens(page, app, callback).answer["scope"] == "all openid email roles"


def test_the_buttons_are_alike_in_size_and_nothing_is_cut_off(page, app, callback, person):
	"""WCAG 2.2, 1.4.4 and 1.4.10: 200 % on a desktop, and a phone"""
	page.goto(address_of(app))
	log_in(page, person)
	page.wait_for_selector("#oauth-plus-consent")
	for width, height in ((1280, 900), (640, 450), (390, 844), (320, 568)):
		page.set_viewport_size({"width": width, "height": height})
		allow, deny = (page.locator(f"button[value={value}]").bounding_box() for value in ("allow", "deny"))
		assert abs(allow["width"] - deny["width"]) < 1, width
		assert allow["height"] == deny["height"] >= 44, width
		assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), width


def test_every_box_and_every_app_has_a_name_that_is_read_out(page, app, callback, person):
	"""WCAG 2.2, 1.3.1 and 4.1.2"""
	page.goto(address_of(app))
	log_in(page, person)
	page.wait_for_selector("#oauth-plus-consent")
	assert page.get_by_role("group", name="You may also allow it to:").count() == 1
	assert page.get_by_role("checkbox").count() == 3
	assert page.get_by_role("checkbox", name="Full access").is_checked()
	assert page.get_by_role("heading", level=1).inner_text() == "Confirm Access"
	assert page.get_by_role("main").count() == 1
	assert page.locator("html").get_attribute("lang") == "en"
	page.get_by_role("button", name="Allow").click()
	take_tokens(page, app, callback)
	page.goto(PAGE)
	assert page.get_by_role("article", name="Ledger").count() == 1


def test_a_program_on_this_computer_carries_a_warning(page, person):
	uri = "http://127.0.0.1:1/cb"
	app = a_public_app(redirect_uris=uri, default_redirect_uri=uri)
	page.goto(address_of(app, **Proof().asked))
	log_in(page, person)
	page.wait_for_selector("text=The answer goes to a program on this computer.")


@pytest.mark.parametrize(
	("theme", "scheme", "is_dark"),
	[
		("Light", "dark", False),
		("Dark", "light", True),
		("Automatic", "dark", True),
		("Automatic", "light", False),
	],
)
def test_the_pages_are_dark_where_the_persons_desk_is(page, app, person, theme, scheme, is_dark):
	import frappe

	frappe.get_doc("User", person).update({"desk_theme": theme}).save(ignore_permissions=True)
	frappe.db.commit()
	page.emulate_media(color_scheme=scheme)
	page.goto(address_of(app))
	log_in(page, person)
	page.wait_for_selector("#oauth-plus-consent")
	for path in (address_of(app), PAGE):
		page.goto(path)
		colour = page.evaluate("() => getComputedStyle(document.querySelector('main')).backgroundColor")
		assert (colour == "rgb(35, 35, 35)") is is_dark, path


def test_desks_user_menu_and_the_account_page_lead_to_the_apps(page, person):
	page.goto("/login")
	log_in(page, person)
	page.wait_for_url(lambda url: "/login" not in url)
	page.goto("/app/user")
	page.wait_for_selector(f"#toolbar-user a[href='{PAGE}']", state="attached")
	page.goto("/me")
	page.click(f"a[href='{PAGE}']:visible, a[href='/third_party_apps']:visible")
	page.wait_for_selector("text=No app may act for you.")


def test_a_faulty_request_is_explained_before_anybody_signs_in(page, app, callback, person):
	"""RFC 9700 §4.11.2: who signs in all the same takes the error back to the app"""
	page.goto(address_of(app, scope="somethingelse"))
	assert "Ledger sent a request that this site does not accept" in page.inner_text("body")
	page.wait_for_selector("#oauth-plus-problem")
	look(page, "faulty")
	page.get_by_role("link", name="Sign in and go back to Ledger").click()
	log_in(page, person)
	page.wait_for_selector(BACK_AT_THE_APP)
	assert callback.answer["error"] == "invalid_scope"
	callback.asked.clear()


def test_a_code_is_posted_to_the_app(page, app, callback, person, complaints):
	"""OAuth 2.0 Form Post Response Mode: at once, and no address of the browser holds it"""
	page.goto(address_of(app, scope="openid email", response_mode="form_post"))
	log_in(page, person)
	page.get_by_role("button", name="Allow").wait_for()
	complaints.clear()
	page.get_by_role("button", name="Allow").click()
	page.wait_for_selector(BACK_AT_THE_APP)
	assert page.url == callback.redirect_uri
	assert tokens_of(app, redeem(app, callback.form["code"]))
	assert callback.asked == []
	assert complaints == []


def test_without_scripts_the_person_sends_the_form_themselves(chromium, address, app, callback, person):
	context = chromium.new_context(base_url=address, java_script_enabled=False)
	try:
		cookies = signed_in(person).cookies()
		context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
		page = context.new_page()
		page.goto(address_of(app, scope="openid email", response_mode="form_post"))
		page.get_by_role("button", name="Allow").click()
		page.wait_for_selector("text=You are on your way back to the app.")
		look(page, "way_back")
		page.get_by_role("button", name="Continue").click()
		page.wait_for_selector(BACK_AT_THE_APP)
		assert tokens_of(app, redeem(app, callback.form["code"]))
	finally:
		context.close()

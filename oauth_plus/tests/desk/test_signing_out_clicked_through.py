"""A person at a real browser is signed out by an app, or asked about it, on a desktop and on a phone."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from oauth_plus.tests.desk.login_page import log_in
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.endpoints.test_logout import LOGOUT
from oauth_plus.tests.factories import App, a_user, an_app

if TYPE_CHECKING:
	from playwright.sync_api import Page

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.fixture
def app(callback) -> App:
	return an_app(
		app_name="Ledger",
		oauth_plus_maker="Ledger Ltd.",
		oauth_plus_logo="/assets/frappe/images/frappe-framework-logo.svg",
		redirect_uris=callback.redirect_uri,
		default_redirect_uri=None,
		oauth_plus_post_logout_redirect_uris=callback.redirect_uri,
	)


def fits(page: "Page") -> bool:
	"""Nothing stands beyond the edge."""
	return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("size", SIZES)
def test_a_person_signs_out_at_the_wish_of_an_app(page, app, callback, size):
	page.set_viewport_size(SIZES[size])
	refused: list[str] = []
	page.on("console", lambda message: refused.append(message.text) if "Security" in message.text else None)
	page.goto("/oauth-apps")  # a lighter page than Desk
	log_in(page, a_user("System Manager"))
	page.wait_for_selector("text=No app may act for you.")
	refused.clear()
	asked = {"client_id": app.client_id, "post_logout_redirect_uri": callback.redirect_uri, "state": "s"}
	page.goto(f"{LOGOUT}?{urlencode(asked | {'post_logout_redirect_uri': 'https://evil.example.com/'})}")
	page.wait_for_selector("text=This sign-out cannot continue")
	look(page, f"sign-out-refused-{size}")
	assert fits(page)
	page.goto(f"{LOGOUT}?{urlencode(asked)}")
	page.wait_for_selector("text=asks to sign you out of this site.")
	look(page, f"sign-out-{size}")
	assert fits(page)
	page.get_by_role("button", name="Sign out").click()
	page.wait_for_selector("h1:text('Back at the app')")
	assert callback.answer["state"] == "s"
	callback.asked.clear()
	page.goto(f"{LOGOUT}?{urlencode(asked)}")
	page.wait_for_selector("text=Nobody is signed in to this site in this browser.")
	look(page, f"signed-out-{size}")
	assert fits(page)
	assert refused == []

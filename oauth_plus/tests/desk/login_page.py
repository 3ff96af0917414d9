"""The site's own login page."""

from typing import TYPE_CHECKING

from oauth_plus.tests.factories import PASSWORD, a_regular

if TYPE_CHECKING:
	from playwright.sync_api import Page


def log_in(page: "Page", person: str | None = None) -> None:
	"""Fill it, as it stands there, and press the button."""
	page.wait_for_selector("#login_email")
	page.wait_for_load_state()  # before its script is there, the button would send the form by itself
	page.fill("#login_email", person or a_regular())
	page.fill("#login_password", PASSWORD)
	page.click(".btn-login:visible")

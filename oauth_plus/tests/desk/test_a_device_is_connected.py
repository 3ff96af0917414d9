"""A person connects a device at a real browser: on a desk, and on a phone."""

from typing import TYPE_CHECKING

import pytest

from oauth_plus.tests.desk.login_page import log_in
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.device import PAGE, a_device, poll
from oauth_plus.tests.factories import a_device_app, a_user
from oauth_plus.tests.journey import acts_as, refused, tokens_of

if TYPE_CHECKING:
	from playwright.sync_api import Page

SCREENS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def fits(page: "Page") -> bool:
	"""Nothing has to be scrolled to sideways."""
	return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def device(site):
	return a_device(
		a_device_app(
			app_name="Sales Board", oauth_plus_maker="Ledger Ltd.", scopes="openid email doctype:ToDo:read"
		),
		scope="openid email doctype:ToDo:read",
	)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_person_types_the_code_and_allows_it(page, device, screen):
	person = a_user("System Manager")
	page.set_viewport_size(SCREENS[screen])
	page.goto(PAGE)
	log_in(page, person)
	page.wait_for_selector("#oauth-plus-user-code:focus")
	assert fits(page)
	look(page, f"device_code_{screen}")
	page.keyboard.type("bbbb-bbbb")
	page.keyboard.press("Enter")
	page.wait_for_selector("#oauth-plus-problem:has-text('No device waits with this code')")
	look(page, f"device_wrong_{screen}")
	page.fill("#oauth-plus-user-code", device.user_code.lower())
	page.click("button:text-is('Continue')")
	page.wait_for_selector(f".device .code:text-is('{device.user_code}')")
	assert fits(page)
	look(page, f"device_question_{screen}")
	page.click("button:text-is('Allow')")
	page.wait_for_selector("h1:text-is('The device is connected')")
	look(page, f"device_done_{screen}")
	assert acts_as(tokens_of(device.app, poll(device)).access_token) == person


def test_a_person_who_was_sent_a_code_denies_it(page, device):
	page.goto(f"{PAGE}?user_code={device.user_code}")
	log_in(page, a_user("System Manager"))
	page.wait_for_selector(".device .warning:has-text('If somebody sent you the code')")
	page.click("button:text-is('Deny')")
	page.wait_for_selector("h1:text-is('The device is not connected')")
	look(page, "device_denied")
	assert refused(poll(device), "access_denied")

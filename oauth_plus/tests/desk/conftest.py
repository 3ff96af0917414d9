"""A real browser on the site, which a real web server serves."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oauth_plus.tests.desk.callback import Callback
from oauth_plus.tests.served import served

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

CHROMIUM = "OAUTH_PLUS_CHROMIUM"

QUIET = (
	"--no-sandbox",
	"--disable-gpu",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
)


def chromium_path() -> str:
	"""Debian's, or the one that OAUTH_PLUS_CHROMIUM names. A test without a browser fails: it has seen nothing."""
	path = os.environ.get(CHROMIUM, "/usr/bin/chromium")
	if not Path(path).exists():
		pytest.fail(
			f"{path} is missing. Install Debian's package chromium (apt install chromium), "
			f"or name another Chromium in {CHROMIUM}.",
			pytrace=False,
		)
	return path


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
	"""Where the site is served."""
	with served(site) as address:
		yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
	"""The program, started once."""
	path = chromium_path()
	try:
		from playwright.sync_api import sync_playwright
	except ImportError:
		pytest.fail(
			"The package playwright is missing: pip install playwright (no browser of its own is needed)"
		)
	with sync_playwright() as driver:
		browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
		yield browser
		browser.close()


@pytest.fixture
def page(chromium, address) -> Iterator["Page"]:
	"""A tab with cookies of its own; addresses in tests are paths of the site."""
	context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
	context.set_default_timeout(30_000)
	yield context.new_page()
	context.close()


@pytest.fixture
def signed_in(page) -> "Page":
	"""A tab of somebody who logged in before: a System Manager."""
	from oauth_plus.tests.desk.login_page import log_in

	page.goto("/login")
	log_in(page)
	page.wait_for_url(lambda url: "/login" not in url)
	return page


@pytest.fixture
def desk(signed_in) -> "Page":
	"""The same on a large screen, so that nothing has to be scrolled to."""
	signed_in.set_viewport_size({"width": 1440, "height": 2000})
	return signed_in


@pytest.fixture
def callback() -> Iterator[Callback]:
	"""The app's own server, on this machine."""
	with Callback.listening() as callback:
		yield callback

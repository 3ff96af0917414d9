"""A real browser on the site, which a real web server serves."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oauth_plus.tests.desk.callback import Callback
from oauth_plus.tests.served import served

if TYPE_CHECKING:
	from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = "OAUTH_PLUS_CHROMIUM"

QUIET = (
	"--no-sandbox",
	"--disable-gpu",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
)


SMALL = {"width": 1280, "height": 900}

STORED = "local_storage,session_storage,indexeddb,service_workers,websql"
"""All but the cookies, which are deleted one by one, and the cache."""


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
def address(site: str) -> Iterator[str]:
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


@pytest.fixture(scope="session")
def profile(chromium: "Browser", address: str) -> Iterator["BrowserContext"]:
	"""One profile of the program for all tests: what Desk consists of is fetched and compiled once."""
	context = chromium.new_context(base_url=address, viewport=SMALL)
	context.set_default_timeout(30_000)
	yield context
	context.close()


@pytest.fixture
def page(profile: "BrowserContext", address: str) -> Iterator["Page"]:
	"""A tab, in a profile without cookies and whatever else a site stores; addresses in tests are paths of the site."""
	page = profile.new_page()
	stored = {"origin": address, "storageTypes": STORED}
	profile.new_cdp_session(page).send("Storage.clearDataForOrigin", stored)
	profile.clear_cookies()
	yield page
	page.close()


@pytest.fixture
def signed_in(page: "Page", address: str) -> "Page":
	"""A tab of somebody who logged in before: a System Manager, who never filtered a list."""
	from oauth_plus.tests import factories, site

	site.forget_filters(factories.a_regular())
	cookies = factories.signed_in().cookies()
	page.context.add_cookies(
		[{"name": name, "value": cookies[name], "url": address, "sameSite": "Lax"} for name in cookies]
	)
	return page


@pytest.fixture
def desk(signed_in: "Page") -> "Page":
	"""The same on a large screen, so that nothing has to be scrolled to."""
	signed_in.set_viewport_size({"width": 1440, "height": 2000})
	return signed_in


@pytest.fixture
def callback() -> Iterator[Callback]:
	"""The app's own server, on this machine."""
	with Callback.listening() as callback:
		yield callback

"""Screenshots for whoever wants to look at a page."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from playwright.sync_api import Page


def look(page: "Page", name: str) -> None:
	"""Keep a picture of a page, where OAUTH_PLUS_PICTURES names a folder."""
	if folder := os.environ.get("OAUTH_PLUS_PICTURES"):
		page.wait_for_timeout(500)
		page.screenshot(path=str(Path(folder) / f"{name}.png"))

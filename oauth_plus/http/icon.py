"""Frappe's own icons, as Desk offers them by name: drawn from its files, for our pages hold nothing inline."""

import re
from functools import lru_cache
from pathlib import Path

import frappe

DRAWN = re.compile(r'<symbol[^>]*\bid="([\w-]+)"')

PREFIX = "icon-"
"""Before the names of all but the newer set, which names its icons itself."""


def address_of(name: str) -> str:
	"""Where the icon of this name is drawn; empty where this Frappe has none."""
	wanted = (name, f"{PREFIX}{name}") if name else ()
	for path in dict.fromkeys(frappe.get_hooks("app_include_icons")):
		sheet = "/" + path.removeprefix("/").removeprefix("assets/")
		for symbol in wanted:
			if symbol in _drawn_on(f"{frappe.local.sites_path}/assets{sheet}"):
				return f"/assets{sheet}#{symbol}"
	return ""


@lru_cache(maxsize=32)
def _drawn_on(file: str) -> frozenset[str]:
	try:
		return frozenset(DRAWN.findall(Path(file).read_text("utf-8")))
	except OSError:  # assets were not built
		return frozenset()

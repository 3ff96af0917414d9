"""Frappe's own icons by name, drawn from its files, because our pages have no inline content."""

from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import frappe

SYMBOL = "{http://www.w3.org/2000/svg}symbol"

PREFIX = "icon-"


def address_of(name: str) -> str:
	"""Return the address of an icon; empty if this Frappe has no such icon in a file that a page can link to."""
	for path in dict.fromkeys(frappe.get_hooks("app_include_icons")) if name else ():
		sheet = "/" + path.removeprefix("/").removeprefix("assets/")
		if f"{PREFIX}{name}" in _drawn_on(Path(frappe.local.sites_path, "assets", sheet[1:])):
			return f"/assets{sheet}#{PREFIX}{name}"
	return ""


def _drawn_on(file: Path) -> frozenset[str]:
	return _symbols_of(file) if file.exists() else frozenset()  # assets may not be built yet


@lru_cache(maxsize=32)
def _symbols_of(file: Path) -> frozenset[str]:
	"""Return the names of the icons in a file. Icons that begin with `es-` are in a file that is not well-formed XML,
	which browsers do not draw."""
	try:
		symbols = ElementTree.parse(file).iter(SYMBOL)  # noqa: S314 a file of this bench's own apps
		return frozenset(symbol.get("id", "") for symbol in symbols)
	except ElementTree.ParseError:
		return frozenset()

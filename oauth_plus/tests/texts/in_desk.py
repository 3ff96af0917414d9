"""Texts of what Desk shows by itself: DocTypes, fields, pages, reports, cards, charts, and the workspace."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from oauth_plus.setup import client_form
from oauth_plus.setup.custom_fields import MODULE, custom_fields
from oauth_plus.tests.texts.text import APP, Text, place_of

TAG = re.compile(r"<[^>]+>")

SHOWN = ("label", "description", "placeholder", "title", "group")
"""Members of a row that Desk shows."""

TITLES = ("label", "title", "report_name", "chart_name", "source_name")


def texts() -> Iterator[Text]:
	"""Yield the texts of all standard documents, and of what the installation adds to Frappe's own."""
	for path in sorted(APP.rglob("*.json")):
		yield from (Text(text, place_of(path)) for text in _of_document(path) if text)
	yield from (Text(text, "setup/fields") for text in _of_installation() if text)


def _of_document(path: Path) -> Iterator[str]:
	document = json.loads(path.read_text(encoding="utf-8"))
	if not isinstance(document, dict) or "tests" in path.parts:
		return
	read = BY_DOCTYPE.get(document.get("doctype", ""))
	if read:
		yield from read(document)


def _of_doctype(document: dict[str, Any]) -> Iterator[str]:
	yield from (document["name"], document.get("description", ""))
	for field in document.get("fields", []):
		yield from _of_field(field)
	for row in (*document.get("links", []), *document.get("actions", [])):
		yield from _shown(row)


def _of_field(field: dict[str, Any]) -> Iterator[str]:
	yield from _shown(field)
	if field.get("fieldtype") == "Select":
		yield from (field.get("options") or "").split("\n")


def _of_report(document: dict[str, Any]) -> Iterator[str]:
	yield document["name"]
	for row in (*document.get("columns", []), *document.get("filters", [])):
		yield from _of_field(row)


def _of_workspace(document: dict[str, Any]) -> Iterator[str]:
	yield from _shown(document)
	for name in ("charts", "cards", "links", "number_cards", "shortcuts", "quick_lists", "items"):
		for row in document.get(name, []):
			yield from _shown(row)
	for block in json.loads(document.get("content") or "[]"):
		yield from (TAG.sub("", block.get("data", {}).get(name, "")) for name in ("text", "card_name"))


def _of_other(document: dict[str, Any]) -> Iterator[str]:
	yield from (document.get(name, "") for name in TITLES)


def _shown(row: dict[str, Any]) -> Iterator[str]:
	yield from (row.get(name) or "" for name in SHOWN)


def _of_installation() -> Iterator[str]:
	yield MODULE
	for rows in custom_fields(has_own_auth_method=False).values():
		for row in rows:
			yield from _of_field(row)
	for _doctype, _field, name, _type, value in client_form.PROPERTIES:
		if name in SHOWN:
			yield value


BY_DOCTYPE: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
	"DocType": _of_doctype,
	"Report": _of_report,
	"Workspace": _of_workspace,
	"Workspace Sidebar": _of_workspace,
	"Page": _of_other,
	"Number Card": _of_other,
	"Dashboard Chart": _of_other,
	"Dashboard Chart Source": _of_other,
	"Desktop Icon": _of_other,
}

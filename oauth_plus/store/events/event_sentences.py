"""Events as sentences for people, in their language: of Desk, timelines, e-mails and webhooks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import frappe
from frappe import _

from oauth_plus.platform.translation import translated
from oauth_plus.rules import event_words, sentence
from oauth_plus.rules.event_words import Detail

COLUMNS = ["event", "outcome", "reason", "client", "user", "cause", "fix", "told"]
"""Columns of an event that its sentence is made of."""

NOBODY = ("Guest", None)

SEVERAL = ""
"""User of an event about several."""


@dataclass(frozen=True)
class Told:
	"""Event in words: the kind, what happened with its cause, and what to do about it. Plain text, to be escaped."""

	kind: str
	sentence: str
	fix: str


def sentences_of(rows: Sequence[Any]) -> list[Told]:
	"""Return events as sentences. `rows` have COLUMNS, as dictionaries or documents. Two statements for all of them."""
	apps = _titles("OAuth Client", "app_name", (row.get("client") for row in rows))
	people = _titles("User", "full_name", (row.get("user") for row in rows))
	return [_told(row, apps, people) for row in rows]


def causes_of(rows: Sequence[Any]) -> list[tuple[str, str]]:
	"""Return cause and fix of each event, translated."""
	return [_texts(row) for row in rows]


def title_of(event: str) -> str:
	"""Return the kind of an event in words."""
	return _(event_words.kind_of(event).title)


def reason_in_words(reason: str) -> str:
	"""Return the meaning of a reason; the reason with blanks for an unknown one, empty for none."""
	return _(event_words.REASONS.get(reason, event_words.plain(reason))) if reason else ""


def _told(row: Any, apps: dict[str, str], people: dict[str, str]) -> Told:
	kind = event_words.kind_of(row.get("event") or "")
	head = _(kind.sentence).format(_app(row, apps), _person(row, people))
	cause, fix = _texts(row)
	detail = _detail(kind.detail, row, cause)
	joint = _("{0} {1}") if kind.detail is Detail.MANNER else _("{0}: {1}")
	text = joint.format(head, detail) if detail else head
	return Told(_(kind.title), _ended(text), _ended(fix) if fix else "")


def _app(row: Any, apps: dict[str, str]) -> str:
	client, user = row.get("client"), row.get("user")
	if not client:
		return _("several apps") if user == SEVERAL else _("An unknown app")
	return apps.get(client, client)


def _person(row: Any, people: dict[str, str]) -> str:
	user = row.get("user")
	if user == SEVERAL:
		return _("several users")
	return _("nobody") if user in NOBODY else people.get(user, user)


def _texts(row: Any) -> tuple[str, str]:
	templates = sentence.load(row.get("told"))
	cause, fix = (translated(templates.get(name) or row.get(name) or "") for name in ("cause", "fix"))
	return cause, fix


def _detail(detail: Detail, row: Any, cause: str) -> str:
	if detail in (Detail.REASON, Detail.MANNER):
		return reason_in_words(row.get("reason") or "")
	return _begun(cause) if detail is Detail.CAUSE else ""


def _begun(text: str) -> str:
	"""Return an English sentence as the second half of another one. Abbreviations keep their capitals."""
	first = text.split(maxsplit=1)[0] if text else ""
	is_word = first == "A" or first[1:2].islower()
	return text[0].lower() + text[1:] if is_word and frappe.local.lang == "en" else text


def _ended(text: str) -> str:
	return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _titles(doctype: str, field: str, names: Iterable[str | None]) -> dict[str, str]:
	wanted = sorted({name for name in names if name})
	if not wanted:
		return {}
	rows = frappe.get_all(doctype, filters={"name": ("in", wanted)}, fields=["name", field])
	return {row.name: unescape(row[field]) for row in rows if row[field]}

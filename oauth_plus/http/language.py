"""Which language a page speaks: what the app asked for, where the site speaks it, or the person's own
(OpenID Connect Core §3.1.2.1: ui_locales)."""

import contextlib
from collections.abc import Iterator

import frappe
from frappe.translate import get_all_languages

from oauth_plus.rules import prompt
from oauth_plus.rules.form import parse_form


def wanted(query: str) -> str | None:
	"""The language of this site that the request asks for first."""
	asked = parse_form(query.encode()).values.get("ui_locales")
	return prompt.language(asked, get_all_languages()) if asked else None


@contextlib.contextmanager
def of(query: str) -> Iterator[None]:
	"""Speak it for a while."""
	before = frappe.local.lang
	frappe.local.lang = wanted(query) or before
	try:
		yield
	finally:
		frappe.local.lang = before

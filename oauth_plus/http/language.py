"""Language of a page: what the app asked for, where the site has it, or the user's own (OpenID Connect Core
§3.1.2.1: ui_locales)."""

import contextlib
from collections.abc import Iterator

import frappe
from frappe.translate import get_all_languages

from oauth_plus.rules import prompt
from oauth_plus.rules.form import parse_form


def wanted(query: str) -> str | None:
	"""Return the first language of the request that this site has; None where it has none of them (OpenID
	Connect Core §3.1.2.1)."""
	asked = parse_form(query.encode()).values.get("ui_locales")
	return prompt.language(asked, get_all_languages()) if asked else None


@contextlib.contextmanager
def of(query: str) -> Iterator[None]:
	"""Use the language of a request for a while (OpenID Connect Core §3.1.2.1: ui_locales)."""
	before = frappe.local.lang
	frappe.local.lang = wanted(query) or before
	try:
		yield
	finally:
		frappe.local.lang = before

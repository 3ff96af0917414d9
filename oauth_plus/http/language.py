"""Language of a page: that of `ui_locales` if the site has it, or the user's own (OpenID Connect Core §3.1.2.1)."""

import contextlib
from collections.abc import Iterator

import frappe
from frappe.translate import get_all_languages

from oauth_plus.http import pushed
from oauth_plus.rules import prompt
from oauth_plus.rules.form import parse_form


def wanted(query: str) -> str | None:
	"""Return the first language in `ui_locales` that the site has; None without one (OpenID Connect Core §3.1.2.1)."""
	asked = pushed.looked_up(parse_form(query.encode())).values.get("ui_locales")
	return prompt.language(asked, get_all_languages()) if asked else None


@contextlib.contextmanager
def of(query: str) -> Iterator[None]:
	"""Use the language of a request inside a `with` block (OpenID Connect Core §3.1.2.1: ui_locales)."""
	before = frappe.local.lang
	frappe.local.lang = wanted(query) or before
	try:
		yield
	finally:
		frappe.local.lang = before

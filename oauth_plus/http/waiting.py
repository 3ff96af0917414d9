"""Authorization requests that wait for a sign-in: by their address, or by a handle where that is long.

The browser keeps two cookies meanwhile: its own name, without which no handle opens anything, and the handle
of the request that it was last sent to the login page with. Who signs in by a link in a mail, or sets a new
password, leaves the login page and its address, and is brought back by that one.
"""

import re
from urllib.parse import quote

import frappe

from oauth_plus.exceptions import Unredirectable
from oauth_plus.http import page
from oauth_plus.rules import secret
from oauth_plus.rules.form import Form, parse_form
from oauth_plus.store import waiting

HANDLE = "oauth_plus_request"
"""The parameter that stands in for all others."""

BROWSER, LAST = "oauth_plus_browser", "oauth_plus_waiting"

TOKEN = re.compile(r"[\w-]{43}")

LONGEST = 1_500
"""Characters of the address within another one. Web servers take 4,094 (gunicorn) and more; a social login carries it
once more within an address of its own."""


def address_of(query: str) -> str:
	"""Return the address where the browser sends this request again, of 1,500 characters at most."""
	plain = f"{page.AUTHORIZE}?{query}"
	if len(quote(plain, safe="")) <= LONGEST:
		return plain
	return _address_by(waiting.keep(query, _browser())) or plain


def address_after_login(query: str) -> str:
	"""Return the same for somebody who signs in first and may lose the address meanwhile."""
	handle = waiting.keep(query, _browser())
	if handle:
		_set(LAST, handle)
	plain = f"{page.AUTHORIZE}?{query}"
	return plain if len(quote(plain, safe="")) <= LONGEST else _address_by(handle) or plain


def taken_up(form: Form) -> Form:
	"""Return the request itself, or the one that its handle stands for. Raises Unredirectable for a handle
	that has expired or is another browser's."""
	handle = form.values.get(HANDLE)
	if not handle:
		return form
	query = waiting.find(handle, _cookie(BROWSER))
	if query is None:
		raise Unredirectable(
			"This sign-in took too long or began in another browser. Go back to the app and start again.",
			cause="No authorization request waits under the handle in this browser",
		)
	return parse_form(query.encode())


def last_address() -> str:
	"""Return where the user who has just signed in wanted to go; empty where no request waits."""
	handle = _cookie(LAST)
	return _address_by(handle) if waiting.find(handle, _cookie(BROWSER)) else ""


def delete_last() -> None:
	"""Forget which request the browser waits for: it is answered, and a later sign-in is one for itself."""
	if LAST in frappe.request.cookies:
		frappe.local.cookie_manager.delete_cookie(LAST)


def _address_by(handle: str) -> str:
	return handle and f"{page.AUTHORIZE}?{HANDLE}={handle}"


def _browser() -> str:
	"""Its name, given where it has none; kept for as long as anything waits."""
	given = frappe.local.cookie_manager.cookies.get(BROWSER, {}).get("value")
	name = given or _cookie(BROWSER) or secret.new_token()
	_set(BROWSER, name)
	return name


def _cookie(name: str) -> str:
	value = frappe.request.cookies.get(name, "")
	return value if TOKEN.fullmatch(value) else ""


def _set(name: str, value: str) -> None:
	frappe.local.cookie_manager.set_cookie(name, value, httponly=True, max_age=waiting.LONG)

"""Authorization requests that wait for a sign-in, by their address, or by a handle if the address is long.

The browser has two cookies meanwhile: a name of its own, without which a handle does not work, and the handle of the
last request that led to the login page. A user who signs in by an e-mailed link, or sets a new password, leaves the
login page and its address. The second cookie leads them back.
"""

import re
from urllib.parse import quote

import frappe

from oauth_plus.exceptions import Unredirectable
from oauth_plus.http import page
from oauth_plus.rules import secret
from oauth_plus.rules.form import Form, parse_form
from oauth_plus.store.sealed import waiting

HANDLE = "oauth_plus_request"
"""Parameter with the handle, in place of all others."""

BROWSER, LAST = "oauth_plus_browser", "oauth_plus_waiting"

TOKEN = re.compile(r"[\w-]{43}")

LONGEST = 1_500
"""Longest address of a request, in characters, when it is a parameter of another address. Web servers accept 4,094
characters (gunicorn) or more, and a social login puts the address into one more address."""


def address_of(query: str) -> str:
	"""Return the address that repeats this request, with at most 1,500 characters."""
	plain = f"{page.AUTHORIZE}?{query}"
	if len(quote(plain, safe="")) <= LONGEST:
		return plain
	return _address_by(waiting.keep(query, name_browser())) or plain


def address_after_login(query: str) -> str:
	"""Return the address that repeats this request after a sign-in, during which the browser may lose the address."""
	handle = waiting.keep(query, name_browser())
	if handle:
		_set(LAST, handle)
	plain = f"{page.AUTHORIZE}?{query}"
	return plain if len(quote(plain, safe="")) <= LONGEST else _address_by(handle) or plain


def taken_up(form: Form) -> Form:
	"""Return the request, or the one that its handle names. Raises Unredirectable for an expired handle, and for one
	of another browser."""
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
	"""Return the address of the request that the user waited for when they signed in; empty without one."""
	handle = _cookie(LAST)
	return _address_by(handle) if waiting.find(handle, _cookie(BROWSER)) else ""


def delete_last() -> None:
	"""Delete the cookie of the waiting request, because it is answered and must not follow a later sign-in."""
	if LAST in frappe.request.cookies:
		frappe.local.cookie_manager.delete_cookie(LAST)


def _address_by(handle: str) -> str:
	return handle and f"{page.AUTHORIZE}?{HANDLE}={handle}"


def browser() -> str:
	"""Return the name of the browser; empty if it has none."""
	given = frappe.local.cookie_manager.cookies.get(BROWSER, {}).get("value")
	return given or _cookie(BROWSER)


def name_browser() -> str:
	"""Return the name of the browser, and give it one if it has none. The cookie lives as long as anything waits."""
	name = browser() or secret.new_token()
	_set(BROWSER, name)
	return name


def _cookie(name: str) -> str:
	value = frappe.request.cookies.get(name, "")
	return value if TOKEN.fullmatch(value) else ""


def _set(name: str, value: str) -> None:
	frappe.local.cookie_manager.set_cookie(name, value, httponly=True, max_age=waiting.LONG)

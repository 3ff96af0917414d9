"""Requests as frozen values: the body form or the query, never both (RFC 6749 §3.2)."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

import frappe
from werkzeug.wrappers import Request

from oauth_plus.exceptions import InvalidClientMetadata, MissingToken, WrongMediaType, WrongMethod
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.person import GUEST, Person
from oauth_plus.http import waiting
from oauth_plus.platform import clock
from oauth_plus.rules.form import MOST_PARAMETERS, Form, form_of, parse_form
from oauth_plus.store import users
from oauth_plus.store.tokens.token_pair import TokenPair

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

NOTE = "oauth_plus_note"
"""The cookie in which a browser keeps what its person did for a request (see grants/person.py)."""

UNQUOTED = "/!$&'()*+,;=:@"
"""Signs that stand in a path as they are (RFC 3986 §3.3)."""

BEARER = "oauth_plus.bearer"
"""Where the WSGI environment keeps the token pair that a request was let in with."""


def read_body(request: Request, most: int = MOST_PARAMETERS) -> Form:
	"""The body's parameters (RFC 6749 §3.2). Raises WrongMediaType or InvalidRequest."""
	if request.mimetype == MULTIPART:  # what curl -F and some REST clients send, and stock took
		return form_of(list(request.form.items(multi=True)))
	if request.mimetype not in (URLENCODED, "") and request.get_data():
		raise WrongMediaType(f"Send the parameters as {URLENCODED}")
	return parse_form(request.get_data(), most)


def read_client_request(request: Request) -> ClientRequest:
	"""Read the body, as RFC 6749 §3.2 has it, or else the query. Raises WrongMethod where there is nothing to read,
	InvalidRequest for a parameter that is repeated or malformed."""
	credentials = request.headers.get("Authorization")
	sent = read_body(request) if request.method == "POST" else Form()
	if sent.values:
		values = sent.require_sound().values
		return ClientRequest(values, credentials, resources=sent.all("resource"))
	asked = read_query(request).require_sound()
	if request.method != "POST" and not asked.values:
		raise WrongMethod(("POST",))
	came_by = request.method if asked.values else ""
	return ClientRequest(asked.values, credentials, came_by, resources=asked.all("resource"))


def read_json(request: Request) -> Any:
	"""The body's JSON (RFC 7591 §3.1). Raises InvalidClientMetadata."""
	try:
		return json.loads(request.get_data())
	except (ValueError, RecursionError) as error:
		raise InvalidClientMetadata("The body is no JSON") from error


def path_as_sent(request: Request) -> str:
	"""Return the path letter by letter, before anybody decoded it, where the web server hands it on; else one that
	decodes to the same."""
	sent: str = (request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "").partition("?")[0]
	return sent if unquote(sent) == request.path else quote(request.path, safe=UNQUOTED)


def read_query(request: Request) -> Form:
	"""Return the query as it was sent, which nobody has decoded before us. Raises InvalidRequest where it is
	too large."""
	return parse_form(request.query_string)


def read_authorization_request(request: Request) -> Form:
	"""GET by query or POST by form (OpenID Connect Core §3.1.2.1), or one that has waited for a sign-in."""
	return waiting.taken_up(read_body(request) if request.method == "POST" else read_query(request))


def person() -> Person:
	"""Return the user in front of this browser. A token or an API key acts for a user, and cannot be asked:
	then, and where the user's account was disabled since, nobody is signed in."""
	user = frappe.session.user
	if frappe.session.sid == user or not users.is_enabled(user):  # the first, as `frappe.set_user` leaves it
		return Person(GUEST, "")
	note = frappe.request.cookies.get(NOTE, "")
	return Person(user, frappe.session.sid, _signed_in_at(), note, _impersonator())


def _signed_in_at() -> datetime | None:
	"""When this session began with a proof of who it is: somebody who only plays the person gave none."""
	return None if _impersonator() else clock.from_column(frappe.session.data.get("creation"))


def _impersonator() -> str:
	return frappe.session.data.get("impersonated_by") or ""


def has_bearer(request: Request) -> bool:
	"""It comes with a bearer, whoever's (RFC 6750 §2.1)."""
	return request.headers.get("Authorization", "").lower().startswith("bearer")


def bearer_of(request: Request) -> TokenPair:
	"""Return the token pair that this request was let in with. Raises MissingToken."""
	pair: TokenPair | None = request.environ.get(BEARER)
	if pair is None:
		raise MissingToken("Send an access token in the Authorization header")
	return pair

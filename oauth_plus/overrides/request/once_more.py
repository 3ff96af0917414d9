"""Requests that prove by themselves who sends them, and carry the cookies of a session as well.

Frappe asks every POST with a session for that session's token against forgery, before any hook runs. It has to,
because a browser adds cookies to whatever another site makes it send. It adds no bearer and no client secret, and no
seal of our own forms, so a request with one of those owes no such token. When Frappe has refused it nothing has
happened yet: it is handed to Frappe's application once more, in a context of its own, and that answer leaves.

* To an endpoint for programs, or with a bearer, it comes without its cookies. A bearer that is no good is a guest's
  there, and refused: never does the session answer for it.
* To a page of ours that decides by its own seal, it comes with the token of the session.
"""

from contextvars import Context
from io import BytesIO
from typing import Any

import frappe
import frappe.app
from werkzeug.wrappers import Request, Response

from oauth_plus.overrides.request import address
from oauth_plus.platform import features, frappe_private
from oauth_plus.platform.request_state import state

REPEATED = "oauth_plus.repeated"
"""In the WSGI environment of the second try: there is no third."""

COOKIES, TOKEN, ORIGIN = "HTTP_COOKIE", "HTTP_X_FRAPPE_CSRF_TOKEN", "HTTP_ORIGIN"

WRITING = ("POST", "PUT", "PATCH", "DELETE")

CHALLENGE = "WWW-Authenticate"

OF_THE_GUEST = "Set-Cookie"
"""What stands in an answer to nobody: Frappe names the guest there, and would sign out whose cookies the jar holds."""


def answer_in(refused: Response, request: Request) -> bool:
	"""Put the second answer in the place of Frappe's refusal; False where there is no reason to try again."""
	changes = _changes(refused, request)
	if changes is None:
		return False
	answer = _ask(request, changes)
	if COOKIES in changes:
		answer.headers.remove(OF_THE_GUEST)
	refused.status_code = answer.status_code
	refused.headers.clear()
	refused.headers.extend(answer.headers)
	refused.set_data(answer.get_data())
	_let_nobody_add_to_it(refused, request)
	return True


def _changes(refused: Response, request: Request) -> dict[str, str] | None:
	"""To the WSGI environment, for the second try."""
	if REPEATED in request.environ or not _lacks_token(refused, request):
		return None
	asked = address.asked(request)
	if asked in address.FOR_PEOPLE:
		is_answered = asked in address.OF_DEVICES or features.answers(*address.functions(asked))
		return {TOKEN: frappe.session.data.csrf_token} if is_answered else None
	if asked or request.headers.get("Authorization", "").lower().startswith("bearer "):
		return {COOKIES: ""}
	return None


def _lacks_token(refused: Response, request: Request) -> bool:
	"""No hook `before_request` of ours has run, because a session with a token came without it."""
	if request.method not in WRITING or refused.status_code != 400 or state().is_prepared:
		return False
	session = getattr(frappe.local, "session", None)
	return bool(session and session.data and session.data.get("csrf_token"))


def _ask(request: Request, changes: dict[str, str]) -> Response:
	body = request.get_data()
	environ: dict[str, Any] = {**request.environ, **changes, REPEATED: True}
	environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
	environ.pop("HTTP_TRANSFER_ENCODING", None)
	return Context().run(Response.from_app, frappe.app.application, environ, True)


def _let_nobody_add_to_it(answer: Response, request: Request) -> None:
	"""Frappe has finished this answer once: its cookies, CORS headers and challenge are there."""
	request.environ.pop(ORIGIN, None)
	frappe_private.forget_cookies()
	if hasattr(frappe.local, "response_headers") and CHALLENGE in answer.headers:
		frappe.local.response_headers[CHALLENGE] = answer.headers[CHALLENGE]

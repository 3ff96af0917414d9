"""Second attempt of requests that authenticate their sender and also carry the cookies of a session.

Frappe requires the session's CSRF token of every POST with a session, before any hook runs, because a browser adds
cookies to whatever another site makes it send. A browser does not add a bearer token, a client secret or the seal of
our forms, so a request with one of these needs no CSRF token. When Frappe has refused it, nothing has happened yet.
So it is handed to Frappe's application once more, in its own context, and that response is sent.

* To an endpoint for programs, or with a bearer, it is sent without its cookies. An invalid bearer is then refused;
the session never authorizes the request.

* To a page of ours that checks its own seal, it is sent with the session's CSRF token.
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
"""Key in the WSGI environment of the second attempt, so that there is no third."""

COOKIES, TOKEN, ORIGIN = "HTTP_COOKIE", "HTTP_X_FRAPPE_CSRF_TOKEN", "HTTP_ORIGIN"

WRITING = ("POST", "PUT", "PATCH", "DELETE")

CHALLENGE = "WWW-Authenticate"

OF_THE_GUEST = "Set-Cookie"
"""Headers of a response to a guest that are left out: Frappe would sign the browser's user out."""


def answer_in(refused: Response, request: Request) -> bool:
	"""Replace Frappe's refusal by the second response. Returns False if there is no reason for a second attempt."""
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
	"""Return the changes to the WSGI environment for the second attempt."""
	if REPEATED in request.environ or not _lacks_token(refused, request):
		return None
	asked = address.asked(request)
	if asked in address.FOR_PEOPLE:
		is_answered = features.answers(address.METHODS[asked], address.page_function(asked))
		return {TOKEN: frappe.session.data.csrf_token} if is_answered else None
	if asked or request.headers.get("Authorization", "").lower().startswith(("bearer ", "dpop ")):
		return {COOKIES: ""}
	return None


def _lacks_token(refused: Response, request: Request) -> bool:
	"""Return whether Frappe refused a session without its CSRF token: then our hook `before_request` has not run."""
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
	"""Keep Frappe from completing this response twice: it has its cookies, CORS headers and challenge."""
	request.environ.pop(ORIGIN, None)
	frappe_private.forget_cookies()
	if hasattr(frappe.local, "response_headers") and CHALLENGE in answer.headers:
		frappe.local.response_headers[CHALLENGE] = answer.headers[CHALLENGE]

"""Cross-origin responses: what scripts of other sites may read (RFC 9700 §2.6).

Frappe's `allow_cors` still applies, for the whole site and with cookies. In addition, apps in a browser may read the
endpoints for programs, never with cookies. The origins are those of the redirect URIs of public clients, and those that
the form of a client lists. Any script may register an app. So a script can read only what its own credential opens, and
no page for users.
"""

import frappe
import frappe.app
from werkzeug.wrappers import Request, Response

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.http.request import BEARER, has_bearer
from oauth_plus.overrides.request import address
from oauth_plus.platform import features, readiness
from oauth_plus.platform.request_state import state
from oauth_plus.store.clients import origins
from oauth_plus.store.clients.origins import ANYBODY

ORIGIN = "HTTP_ORIGIN"
ASKED_METHOD = "HTTP_ACCESS_CONTROL_REQUEST_METHOD"
ASKED_HEADERS = "HTTP_ACCESS_CONTROL_REQUEST_HEADERS"

ALLOW_ORIGIN = "Access-Control-Allow-Origin"

CHALLENGED = "oauth_plus.challenged"
"""In the WSGI environment of a request that came with nothing, and is answered with a challenge alone."""

EXPOSED = {
	"Access-Control-Expose-Headers": "WWW-Authenticate, Retry-After, DPoP-Nonce, RateLimit, RateLimit-Policy"
}
"""Response headers that scripts may read. Without them, a script cannot distinguish an expired token from a missing
scope, or use the nonce that it is asked for (RFC 9449 §8)."""

METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"

KEPT_FOR = "600"
"""Seconds for which a browser may cache a preflight response, as text."""

FOR_PROGRAMS = ("/api/", "/private/files/")


def preflight(request: Request, *, is_open: bool) -> Response | None:
	"""Return the response to a preflight request (Fetch §3.2.2); None leaves it to Frappe."""
	environ = request.environ
	if ORIGIN not in environ or ASKED_METHOD not in environ:
		return None
	admitted = ANYBODY if is_open else _admitted(request)
	if not admitted:
		return None
	headers = {"Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": KEPT_FOR}
	if asked := environ.get(ASKED_HEADERS):
		headers["Access-Control-Allow-Headers"] = asked
	response = Response(status=204, headers=headers)
	_admit(response, admitted)
	return response


def finish(response: Response, request: Request, *, by_frappe: bool) -> None:
	"""Add the headers with which a script of the request's Origin may read the response (Fetch §3.2.3). `by_frappe`: Frappe
	adds those of `allow_cors` later (v15 adds none to a raised response)."""
	origin = request.environ[ORIGIN]
	response.headers.update(EXPOSED)
	if features.admits_origin(origin):
		response.headers.remove(ALLOW_ORIGIN)  # v15 would add a second one
		if not by_frappe:
			frappe.app.set_cors_headers(response)
	elif (
		ALLOW_ORIGIN not in response.headers and _proves_itself(request) and (admitted := _admitted(request))
	):
		_admit(response, admitted)


def _proves_itself(request: Request) -> bool:
	"""Return whether the request authenticates with a token or as a client, and not with a cookie; or has no
	credentials and was challenged."""
	is_for_programs = bool(state().endpoint) or CHALLENGED in request.environ
	return has_bearer(request) or BEARER in request.environ or is_for_programs


def _admitted(request: Request) -> str:
	"""Return the origin if it is that of a client, and Frappe does not allow it anyway; `*` for registration; otherwise
	empty."""
	origin = request.environ[ORIGIN]
	if not request.path.startswith(FOR_PROGRAMS) or features.admits_origin(origin):
		return ""
	if state().endpoint in address.OF_REGISTRATION:  # who may register needs no credential (RFC 7591 §3)
		return ANYBODY
	try:
		readiness.require()
		with readiness.on_known_tables():
			return origin if origins.includes(origin) else ""
	except TemporarilyUnavailable:
		return ""


def _admit(response: Response, origin: str) -> None:
	response.headers[ALLOW_ORIGIN] = origin
	if origin != ANYBODY:
		response.vary.add("Origin")

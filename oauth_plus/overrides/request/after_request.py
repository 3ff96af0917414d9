"""Hook `after_request`: complete Frappe's responses."""

import frappe
from werkzeug.wrappers import Request, Response

from oauth_plus.exceptions import InvalidToken, Refusal, TemporarilyUnavailable
from oauth_plus.grants import access, metadata
from oauth_plus.http import login, waiting
from oauth_plus.http.request import BEARER, has_bearer
from oauth_plus.http.response import (
	NOT_STORED,
	UNFINISHED,
	open_response,
	refusal_page,
	refusal_response,
)
from oauth_plus.overrides.request import (
	address,
	challenge,
	cors,
	form_metadata,
	frappes_refusals,
	once_more,
	permission_denied,
	session,
)
from oauth_plus.platform.request_state import state
from oauth_plus.store import metrics
from oauth_plus.store.events import refused_calls
from oauth_plus.store.limits import calls, requests

LOGIN = "/login"

BY_MAIL = "frappe.www.login.login_via_key"

POLICY = "RateLimit-Policy"

REDIRECTS = (301, 302, 303)


def complete(response: Response | None, request: Request) -> None:
	"""Hook `after_request`: complete a response (RFC 6750 §3, RFC 9728 §5.1). `response` is None if v15 returns an
	HTTPException."""
	if response is None:
		_finish_raised(request)
		return
	if response.status_code == 400 and once_more.answer_in(response, request):
		return
	if not (UNFINISHED in request.environ or response.status_code >= 400 or request.path.startswith(LOGIN)):
		return
	if session.SIGNED_IN in frappe.local.flags:
		session.remember_sign_in()
	if response.status_code in REDIRECTS and address.method(request) == BY_MAIL:
		_lead_back(response)
	if (better := _better(response, request)) is not None:
		_replace(response, better)
	if response.status_code >= 400:
		challenge.ask_guest(response, request)
		challenge.complete(response, request)
	if cors.ORIGIN in request.environ:
		cors.finish(response, request, by_frappe=True)
	if response.status_code == 503 and (has_bearer(request) or address.asked(request)):
		response.headers.setdefault("Retry-After", str(TemporarilyUnavailable.retry_after))
	if state().dpop_nonce:  # RFC 9449 §8.2
		response.headers["DPoP-Nonce"] = state().dpop_nonce
	if POLICY not in response.headers:
		response.headers.update(calls.headers() if state().allowance else requests.headers())
	if state().forbids_storing:
		response.headers.update(NOT_STORED)
	if request.path.rstrip("/") == LOGIN:
		_guard_frame(response)
		login.fill_in(response, request)


def _lead_back(response: Response) -> None:
	"""Redirect a user who signed in by an e-mailed link back to the app's request, which the link does not name."""
	if frappe.session.user != "Guest" and (back := waiting.last_address()):
		response.headers["Location"] = back


def _finish_raised(request: Request) -> None:
	"""Complete a raised response, which v15 sends without CORS headers, so that a script could not read the refusal."""
	raised = state().response
	if raised is not None:
		challenge.complete(raised, request)
		if cors.ORIGIN in request.environ:
			cors.finish(raised, request, by_frappe=False)


def _better(response: Response, request: Request) -> Response | None:
	ours = state().response
	if ours is not None:
		return None if ours is response else ours  # called by `cmd`: Frappe made its own response
	bearer = access.current_bearer()
	if bearer and bearer.denied and response.status_code == 403:
		return _explained(_noted(bearer.explain_denied(), bearer), request)
	if bearer:
		permission_denied.note(response, bearer)
	if (
		bearer
		and bearer.is_restricted
		and response.is_json
		and (told := form_metadata.without(response, bearer))
	):
		return told
	if _has_unclaimed_bearer(request) and _is_locked_out(response):
		return _explained(InvalidToken("The access token is unknown"), request)
	asked = address.asked(request)
	if asked and response.status_code >= 400 and not frappes_refusals.speaks_oauth(response):
		return _explained(frappes_refusals.refusal(response, request), request)
	if asked == address.CONFIGURATION and response.status_code == 200:  # another app's, first
		return open_response(metadata.openid_provider())
	return None


def _noted(refusal: Refusal, bearer: access.Bearer) -> Refusal:
	"""Note a refusal of what the site's code was about to do for a call that had been accepted."""
	refused_calls.note(bearer.client_id, bearer.user, refusal)
	metrics.note_denied()
	return refusal


def _explained(refusal: Refusal, request: Request) -> Response:
	"""Return the refusal as JSON, or as a page for a user."""
	if address.asked(request) not in address.FOR_PEOPLE:
		return refusal_response(refusal)
	if frappe.session.data is None:  # no session was set up, and a page needs a user
		frappe.set_user("Guest")
	return refusal_page(refusal)


def _guard_frame(response: Response) -> None:
	"""Forbid frames on Frappe's login page before a consent page, so that no other site can embed it."""
	response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
	response.headers.setdefault("Content-Security-Policy", "frame-ancestors 'self'")


def _is_locked_out(response: Response) -> bool:
	"""Return whether no app accepted the bearer. Frappe answers 401, or 403 to a guest if the header is malformed."""
	return response.status_code == 401 or (response.status_code == 403 and frappe.session.user == "Guest")


def _has_unclaimed_bearer(request: Request) -> bool:
	"""Return whether the request has a bearer that we did not accept. If we did, a refusal comes from another app,
	and stays as it is."""
	return BEARER not in request.environ and has_bearer(request)


def _replace(response: Response, other: Response) -> None:
	"""Replace status, body and our headers. Keep cookies and the headers of other hooks."""
	response.status_code = other.status_code
	response.set_data(other.get_data())
	response.headers.update(dict(other.headers))

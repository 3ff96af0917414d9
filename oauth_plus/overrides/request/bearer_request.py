"""Requests with a bearer token (RFC 6750 §2.1): our tokens are checked before Frappe reads them; others are left
alone."""

import time

import frappe
from werkzeug.wrappers import Request

from oauth_plus.exceptions import InvalidToken, LimitReached, Refusal
from oauth_plus.grants import access, access_token, bearer, bound_token, refusal_events, targets
from oauth_plus.http.persistence import persistently
from oauth_plus.http.request import BEARER, PROOF_IS_OWED, sent_proof
from oauth_plus.http.response import answer_now, complete_later, refusal_response
from oauth_plus.overrides.request import address, session
from oauth_plus.overrides.request.cors import ORIGIN
from oauth_plus.platform import clock, features, readiness, transaction
from oauth_plus.platform.request_state import state
from oauth_plus.rules import credentials
from oauth_plus.rules.calls.call import Call
from oauth_plus.store import metrics
from oauth_plus.store.presented_tokens.presented_token import PresentedToken

READING = ("GET", "HEAD")

HEADER, ASIDE = "HTTP_AUTHORIZATION", "oauth_plus.authorization"
"""WSGI variables: the Authorization header, and where it is kept while Frappe must not read it."""

OWN_HOOKS = {
	"before_request": "oauth_plus.overrides.request.before_request.prepare",
	"auth_hooks": "oauth_plus.overrides.request.before_request.restore",
}


def let_in(request: Request, token: str, asked: str | None) -> None:
	"""Set the user of one of our access tokens, check its scopes, and hide the header from Frappe, which would check
	it again. A token of another issuer is left alone. Answers 401 or 403 (RFC 6750 §3.1), or 503."""
	began, outcome = time.perf_counter(), "accepted"
	try:
		complete_later()
		found = _found(token)
		if found is None:
			outcome = "not_ours"
			_leave_unproven_session(request, token, asked)
			_refuse_unclaimed(request, asked)
			return
		with refusal_events.noted(found.pair):
			_admit(request, token, found, asked)
	except Refusal as refusal:
		outcome = "limited" if isinstance(refusal, LimitReached) else refusal.error
		answer_now(refusal_response(refusal))
	finally:
		metrics.note_call(time.perf_counter() - began, outcome)


def _admit(request: Request, token: str, found: PresentedToken, asked: str | None) -> None:
	"""Let the request act for the token's user, within the key, the resources and the scopes of the token."""
	if found.pair.dpop_jkt or PROOF_IS_OWED in request.environ:
		_hold_to_key(request, token, found)
	if found.pair.resources and asked not in address.FOR_CLIENTS:
		_hold_to_resources(request, found)
	session.act_as(found.pair.user)
	request.environ[BEARER] = found.pair
	request.environ[ASIDE] = request.environ.pop(HEADER)
	if request.method in READING:
		transaction.spare_idle_rollback()
	if not asked:  # our own endpoints check what they require
		_hold_to_scopes(request, access.bearer_of(found))


def _leave_unproven_session(request: Request, token: str, asked: str | None) -> None:
	"""Drop a session without a CSRF token, so that an app with an invalid token does not write as the session's user.
	Our own pages require their seal."""
	if request.method in READING or asked in address.FOR_PEOPLE:
		return
	if not (credentials.may_be_ours(token) or access_token.names_this_site(token)):
		return
	if session.is_without_token():
		session.leave_alone()


def _found(token: str) -> PresentedToken | None:
	"""Return what a valid token of ours authorizes; None for a token that is not ours."""
	if not credentials.may_be_bearer(token):
		return None
	readiness.require()
	return persistently(lambda: bearer.let_in(token, clock.now()))


def _refuse_unclaimed(request: Request, asked: str | None) -> None:
	"""Refuse at once a bearer that no other app can accept, as Frappe would at the end. A request with a session
	continues, as with Frappe, and scripts of other sites get Frappe's response, with its CORS headers."""
	is_credentials = request.environ[HEADER].count(" ") == 1  # Frappe ignores any other header
	if asked or not is_credentials or ORIGIN in request.environ or frappe.session.user not in ("", "Guest"):
		return
	if features.nobody_authenticates_after(**OWN_HOOKS):
		raise InvalidToken("The access token is unknown")


def _hold_to_key(request: Request, token: str, found: PresentedToken) -> None:
	"""A token that is bound to a key comes by the scheme DPoP with a proof of it, and no other token does (RFC 9449 §7.1,
	§7.2)."""
	if PROOF_IS_OWED not in request.environ:
		bound_token.refuse_unproven()
	bound_token.require_proof(found, token, sent_proof(request), clock.now())


def _hold_to_resources(request: Request, found: PresentedToken) -> None:
	"""Frappe calls the method that `cmd` names, whatever the path is: no resource is called so."""
	is_elsewhere = bool(frappe.local.form_dict.get("cmd"))
	targets.require_open(found, "" if is_elsewhere else request.path)


def _hold_to_scopes(request: Request, bearer_: access.Bearer) -> None:
	"""Enforce the scopes on the call: the first layer. The second is in overrides/doctypes/documents.py, with the
	same bearer."""
	state().bearer = bearer_
	sent = request.get_data() if request.method not in READING and not request.is_json else b""
	text = sent.decode("utf-8", "replace") if sent.lstrip()[:1] == b"{" else None
	access.let_through(bearer_, Call(request.path, request.method, frappe.local.form_dict, text))

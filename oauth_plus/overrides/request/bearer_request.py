"""Requests with a bearer token (RFC 6750 §2.1): ours are decided before Frappe looks, others' are left alone."""

import frappe
from werkzeug.wrappers import Request

from oauth_plus.exceptions import InsufficientScope, InvalidToken, NotFound, TemporarilyUnavailable
from oauth_plus.grants import access, bearer, targets
from oauth_plus.http.persistence import persistently
from oauth_plus.http.request import BEARER
from oauth_plus.http.response import answer_now, complete_later, refusal_response
from oauth_plus.overrides.request import address, session
from oauth_plus.overrides.request.cors import ORIGIN
from oauth_plus.platform import clock, features, readiness, transaction
from oauth_plus.platform.request_state import state
from oauth_plus.rules import credentials
from oauth_plus.rules.calls.call import Call
from oauth_plus.store.presented_tokens.token_lookup import PresentedToken

READING = ("GET", "HEAD")

HEADER, ASIDE = "HTTP_AUTHORIZATION", "oauth_plus.authorization"
"""WSGI variables: the header, and where it is kept while Frappe must not read it."""

OWN_HOOKS = {
	"before_request": "oauth_plus.overrides.request.before_request.prepare",
	"auth_hooks": "oauth_plus.overrides.request.before_request.restore",
}


def let_in(request: Request, token: str, asked: str | None) -> None:
	"""Set the user of an access token of ours, check its scopes, and put the header aside, so that Frappe
	does not decide again. A token that is not ours is left alone. Answers 401 or 403 (RFC 6750 §3.1), or
	503."""
	try:
		complete_later()
		found = _found(token)
		if found is None:
			_leave_unproven_session(request, token, asked)
			_refuse_unclaimed(request, asked)
			return
		if found.pair.resources and asked not in address.FOR_CLIENTS:
			_hold_to_resources(request, found)
		session.act_as(found.pair.user)
		request.environ[BEARER] = found.pair
		request.environ[ASIDE] = request.environ.pop(HEADER)
		if request.method in READING:
			transaction.spare_idle_rollback()
		if not asked:  # our own endpoints know for themselves what they owe
			_hold_to_scopes(request, access.bearer_of(found))
	except (InvalidToken, InsufficientScope, NotFound, TemporarilyUnavailable) as refusal:
		answer_now(refusal_response(refusal))


def _leave_unproven_session(request: Request, token: str, asked: str | None) -> None:
	"""An app whose token is gone does not write as whoever is signed in beside it, where Frappe had no token against
	forgery to ask for. Our own pages ask for their seal."""
	if request.method in READING or asked in address.FOR_PEOPLE or not credentials.may_be_ours(token):
		return
	if session.is_without_token():
		session.leave_alone()


def _found(token: str) -> PresentedToken | None:
	"""What a good token of ours gives; None for what is none of ours."""
	if not credentials.may_be_bearer(token):
		return None
	readiness.require()
	return persistently(lambda: bearer.let_in(token, clock.now()))


def _refuse_unclaimed(request: Request, asked: str | None) -> None:
	"""Say at once what Frappe would say at last, where nobody is left to claim the bearer. A session beside it goes on,
	as it does with Frappe, and scripts of other sites are answered by Frappe, with its CORS headers."""
	is_credentials = request.environ[HEADER].count(" ") == 1  # else Frappe takes no notice of it
	if asked or not is_credentials or ORIGIN in request.environ or frappe.session.user not in ("", "Guest"):
		return
	if features.nobody_authenticates_after(**OWN_HOOKS):
		raise InvalidToken("The access token is unknown")


def _hold_to_resources(request: Request, found: PresentedToken) -> None:
	"""Frappe calls the method that `cmd` names, whatever the path is: no resource is called so."""
	is_elsewhere = bool(frappe.local.form_dict.get("cmd"))
	targets.require_open(found, "" if is_elsewhere else request.path)


def _hold_to_scopes(request: Request, bearer_: access.Bearer) -> None:
	"""The first layer here; the second, in overrides/doctypes/documents.py, asks the same bearer."""
	state().bearer = bearer_
	sent = request.get_data() if request.method not in READING and not request.is_json else b""
	text = sent.decode("utf-8", "replace") if sent.lstrip()[:1] == b"{" else None
	access.let_through(bearer_, Call(request.path, request.method, frappe.local.form_dict, text))

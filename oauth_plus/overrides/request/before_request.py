"""What happens to every request before Frappe looks at its Authorization header.

Most requests are none of ours and pay for what is asked of them here, so that is little, and asked of values that lie
at hand.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.auth import CookieManager
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from oauth_plus.exceptions import (
	ForeignSession,
	InsufficientScope,
	InvalidToken,
	NotFound,
	TemporarilyUnavailable,
	WrongAddress,
)
from oauth_plus.grants import access, bearer, metadata, signing
from oauth_plus.grants.server import provider
from oauth_plus.http.request import BEARER
from oauth_plus.http.response import (
	complete_later,
	key_set_response,
	open_response,
	refusal_page,
	refusal_response,
)
from oauth_plus.overrides.request import address, cors, session
from oauth_plus.platform import activity, clock, features, readiness, transaction
from oauth_plus.platform.request_state import state
from oauth_plus.rules import credentials
from oauth_plus.rules.calls.call import Call
from oauth_plus.store import settings
from oauth_plus.store.token_lookup import PresentedToken

WELL_KNOWN = {
	"/.well-known/openid-configuration": metadata.openid_provider,
	"/.well-known/oauth-authorization-server": metadata.authorization_server,
}

WELL_KNOWN_ADDRESSES = (metadata.KEY_SET, *WELL_KNOWN)
"""How the paths of all of them begin."""

READING = ("GET", "HEAD")

HEADER, ASIDE, ORIGIN = "HTTP_AUTHORIZATION", "oauth_plus.authorization", "HTTP_ORIGIN"

OWN_HOOKS = {
	"before_request": "oauth_plus.overrides.request.before_request.prepare",
	"auth_hooks": "oauth_plus.overrides.request.before_request.restore",
}


def prepare() -> None:
	"""Hook `before_request`: share our validator, answer metadata, decide bearers, guard client secrets."""
	local = frappe.local
	request, site = local.request, local.site
	activity.somebody_came(site)
	if settings.ENCRYPTION_KEY not in local.conf:
		settings.read_key()
	local.oauth_server = provider()
	here = state()
	here.is_prepared, here.endpoint, here.bearer = True, None, None
	if local.form_dict or address.MODULE in request.path:
		_look_at_method(request)
	if request.path.startswith(WELL_KNOWN_ADDRESSES) and request.method in READING:
		_answer_well_known(request.path)
	if request.method == "OPTIONS":
		_answer_preflight(request, here.endpoint)
	elif HEADER in request.environ:
		_read_authorization(request, here.endpoint)


def _look_at_method(request: Request) -> None:
	"""It may be one of our endpoints, or lead to one past its address."""
	if asked := address.asked(request):
		_make_ready(request, asked)
	elif address.is_round_about():
		_answer(refusal_response(WrongAddress()))


def _make_ready(request: Request, asked: str) -> None:
	"""For one of our endpoints."""
	complete_later()
	features.hush_recorder(and_form=True)
	state().endpoint = asked
	if asked in address.FOR_PEOPLE:
		request.environ.pop(ORIGIN, None)  # or Frappe's allow_cors would show it to scripts (RFC 9700 §2.6)
		_require_own_session(request)
	elif asked in address.WITHOUT_SESSION and request.method != "OPTIONS":
		session.leave_alone()
	_take_parameters_out()
	if request.method != "OPTIONS":
		_require_ready_site(asked)


def _require_ready_site(asked: str) -> None:
	"""Or the client comes again (RFC 6749 §4.1.2.1)."""
	try:
		readiness.require()
	except TemporarilyUnavailable as refusal:
		explain = refusal_page if asked in address.FOR_PEOPLE else refusal_response
		_answer(explain(refusal))


def _require_own_session(request: Request) -> None:
	"""Frappe takes a session from a parameter as well: in a link, it would be somebody else's."""
	if "sid" in request.args or "sid" in request.form:
		frappe.local.cookie_manager = CookieManager()  # it holds that session's by now
		_answer(refusal_page(ForeignSession()))


def _read_authorization(request: Request, asked: str | None) -> None:
	scheme, _, credential = request.environ[HEADER].strip().partition(" ")
	kind = scheme.lower()
	features.hush_recorder(and_form=False)
	if kind == "bearer":
		_let_in(request, credential.strip(), asked)
	elif kind == "basic" and asked in address.FOR_CLIENTS:
		# Frappe would take it for a user's API key, and refuse before the endpoint runs
		request.environ[ASIDE] = request.environ.pop(HEADER)


def restore() -> None:
	"""Hook `auth_hooks`: Frappe has looked; the endpoint, or an app that looks for itself, finds the header where it
	belongs."""
	environ = frappe.local.request.environ
	if ASIDE in environ:
		environ[HEADER] = environ.pop(ASIDE)


def _take_parameters_out() -> None:
	"""Our endpoints read the request itself; what Frappe hands on would stand in its Error Log, should one break."""
	named = {"cmd": frappe.local.form_dict.cmd} if frappe.local.form_dict.get("cmd") else {}
	frappe.local.form_dict = frappe._dict(named)


def _let_in(request: Request, token: str, asked: str | None) -> None:
	"""Set the user and put the header aside, so that Frappe does not decide again. Not ours: leave it alone."""
	try:
		complete_later()
		found = _found(token)
		if found is None:
			_leave_unproven_session(request, token, asked)
			_refuse_unclaimed(request, asked)
			return
		session.act_as(found.pair.user)
		request.environ[BEARER] = found.pair
		request.environ[ASIDE] = request.environ.pop(HEADER)
		if request.method in READING:
			transaction.spare_idle_rollback()
		if not asked:  # our own endpoints know for themselves what they owe
			_hold_to_scopes(request, access.bearer_of(found))
	except (InvalidToken, InsufficientScope, NotFound, TemporarilyUnavailable) as refusal:
		_answer(refusal_response(refusal))


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
	with readiness.on_known_tables():
		return bearer.let_in(token, clock.now())


def _refuse_unclaimed(request: Request, asked: str | None) -> None:
	"""Say at once what Frappe would say at last, where nobody is left to claim the bearer. A session beside it goes on,
	as it does with Frappe, and scripts of other sites are answered by Frappe, with its CORS headers."""
	is_credentials = request.environ[HEADER].count(" ") == 1  # else Frappe takes no notice of it
	if asked or not is_credentials or ORIGIN in request.environ or frappe.session.user not in ("", "Guest"):
		return
	if features.nobody_authenticates_after(**OWN_HOOKS):
		raise InvalidToken("The access token is unknown")


def _hold_to_scopes(request: Request, bearer_: access.Bearer) -> None:
	"""The first layer here; the second, in overrides/doctypes/documents.py, asks the same bearer."""
	state().bearer = bearer_
	sent = request.get_data() if request.method not in READING and not request.is_json else b""
	text = sent.decode("utf-8", "replace") if sent.lstrip()[:1] == b"{" else None
	access.let_through(bearer_, Call(request.path, request.method, frappe.local.form_dict, text))


def _answer_preflight(request: Request, asked: str | None) -> None:
	"""A browser asks whether a script may: about what is open to everybody, anybody's may."""
	is_open = asked == address.CONFIGURATION or (
		request.path == metadata.KEY_SET or _document_at(request.path) is not None
	)
	if response := cors.preflight(request, is_open=is_open):
		_answer(response)


def _answer_well_known(path: str) -> None:
	"""What everybody may read, at the addresses where everybody looks for it (RFC 8615)."""
	document = signing.key_set if path == metadata.KEY_SET else _document_at(path)
	if document is None:
		return
	try:
		readiness.require()
		with readiness.on_known_tables():
			said = document()
	except TemporarilyUnavailable as refusal:
		_answer(refusal_response(refusal))
	_answer(key_set_response(said) if path == metadata.KEY_SET else open_response(said))


def _document_at(path: str) -> Callable[[], dict[str, Any]] | None:
	"""v16 answers below these addresses too, where RFC 8414 §3.1 puts the path of an issuer that has one."""
	return next((WELL_KNOWN[known] for known in WELL_KNOWN if f"{path}/".startswith(f"{known}/")), None)


def _answer(response: Response) -> None:
	"""Exactly this, and nothing that Frappe would add or do."""
	state().response = response
	raise HTTPException(response=response)

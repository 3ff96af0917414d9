"""Hooks `before_request` and `auth_hooks`, which run for every request before Frappe reads its Authorization header.

Most requests are not for this app, so the checks here are few and need no query.
"""

import frappe
from werkzeug.wrappers import Request

from oauth_plus.exceptions import ForeignSession, TemporarilyUnavailable, WrongAddress
from oauth_plus.grants.server import provider
from oauth_plus.http.persistence import scrub
from oauth_plus.http.request import PROOF_IS_OWED
from oauth_plus.http.response import answer_now, complete_later, refusal_page, refusal_response
from oauth_plus.overrides.request import address, bearer_request, cors, session, well_known
from oauth_plus.overrides.request.bearer_request import ASIDE, HEADER, READING
from oauth_plus.platform import activity, features, frappe_private, readiness
from oauth_plus.platform.request_state import state
from oauth_plus.store.site import encryption_key


def prepare() -> None:
	"""Hook `before_request`: share our oauthlib server, answer metadata (RFC 8414), check access tokens (RFC 6750),
	and hide client secrets from Frappe."""
	local = frappe.local
	request, site = local.request, local.site
	activity.somebody_came(site)
	if encryption_key.ENCRYPTION_KEY not in local.conf:
		encryption_key.read_key()
	local.oauth_server = provider()
	here = state()
	here.is_prepared, here.endpoint, here.bearer = True, None, None
	here.spent.clear()
	here.answered.clear()
	if local.form_dict or address.may_be_ours(request.path):
		if asked := address.asked(request):
			_make_ready(request, asked)
		elif address.is_round_about():  # it might reach one of our endpoints by another address
			answer_now(refusal_response(WrongAddress()))
	if request.path.startswith(well_known.ADDRESSES) and request.method in READING:
		well_known.answer_well_known(request)
	if request.method == "OPTIONS":
		well_known.answer_preflight(request, here.endpoint)
	elif HEADER in request.environ:
		try:
			_read_authorization(request, here.endpoint)
		except BaseException as error:
			scrub(error)
			raise


def _make_ready(request: Request, asked: str) -> None:
	"""Prepare the request for one of our endpoints."""
	complete_later()
	if recorder := frappe_private.recorder():
		features.hush(recorder, and_form=True)
	state().endpoint = asked
	if asked in address.FOR_PEOPLE:
		# Otherwise, Frappe's allow_cors would show it to scripts (RFC 9700 §2.6).
		request.environ.pop(cors.ORIGIN, None)
		_require_own_session(request)
	elif asked in address.WITHOUT_SESSION and request.method != "OPTIONS":
		session.leave_alone()
	# Frappe's Error Log shows `form_dict`. Our endpoints read the request itself.
	named = frappe.local.form_dict.get("cmd")
	frappe.local.form_dict = frappe._dict(cmd=named) if named else frappe._dict()
	if request.method == "OPTIONS":
		return
	try:
		readiness.require()
	except TemporarilyUnavailable as refusal:  # 503 (RFC 6749 §4.1.2.1)
		explain = refusal_page if asked in address.FOR_PEOPLE else refusal_response
		answer_now(explain(refusal))


def _require_own_session(request: Request) -> None:
	"""Refuse a session ID in a parameter, which Frappe accepts: in a link, it could be somebody else's."""
	if "sid" in request.args or "sid" in request.form:
		frappe_private.forget_cookies()  # the cookies of that session are set by now
		answer_now(refusal_page(ForeignSession()))


def _read_authorization(request: Request, asked: str | None) -> None:
	scheme, _, credential = request.environ[HEADER].strip().partition(" ")
	kind = scheme.lower()
	if recorder := frappe_private.recorder():
		features.hush(recorder, and_form=False)
	is_own = asked in address.WITH_OWN_BEARER
	if is_own and (kind in ("bearer", "dpop") or (kind == "basic" and asked != address.METRICS)):
		request.environ[ASIDE] = request.environ.pop(HEADER)  # a token of registration is no access token
	elif kind in ("bearer", "dpop"):
		if kind == "dpop":  # RFC 9449 §7.1
			request.environ[PROOF_IS_OWED] = True
		bearer_request.let_in(request, credential.strip(), asked)
	elif kind == "basic" and asked in address.FOR_CLIENTS:
		# Frappe would read it as an API key, and refuse before the endpoint runs
		request.environ[ASIDE] = request.environ.pop(HEADER)


def restore() -> None:
	"""Hook `auth_hooks`: put the header back after Frappe's checks, for the endpoint and for other apps."""
	environ = frappe.local.request.environ
	if ASIDE in environ:
		environ[HEADER] = environ.pop(ASIDE)

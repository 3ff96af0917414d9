"""Responses: JSON, redirects and pages. They are not cached, and no log contains their tokens (RFC 6749 §5.1)."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import quote

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from oauth_plus.exceptions import LogoutRefused, Refusal
from oauth_plus.grants.person import PATIENCE
from oauth_plus.grants.verdict import (
	Account,
	Again,
	Barred,
	ConsentRequest,
	Faulty,
	Login,
	PostBack,
	Redirect,
	Verdict,
)
from oauth_plus.http import consent, language, page, post_back, waiting
from oauth_plus.http.person import NOTE
from oauth_plus.platform.request_state import state

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}

KEPT_FOR = 60
"""Seconds for which the public keys may be cached."""

UNFINISHED = "oauth_plus.unfinished"
"""Key in the WSGI environment of a request whose response after_request completes."""


def complete_later() -> None:
	"""Mark this request, so that its response is completed (see overrides/request/after_request.py)."""
	if request := getattr(frappe.local, "request", None):
		request.environ[UNFINISHED] = True


def forbid_storing() -> None:
	"""Forbid caches to store Frappe's response to this request, because it has a secret (RFC 9111 §5.2.2.5)."""
	state().forbids_storing = True
	complete_later()


def json_response(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
	"""Return a JSON response (RFC 6749 §5.1). `body` may be JSON already."""
	text = body if isinstance(body, str) else json.dumps(body)
	return Response(text, status, {**NOT_STORED, **(headers or {})}, mimetype="application/json")


def open_response(body: Any) -> Response:
	"""Return JSON that scripts of every origin may read (RFC 9700 §2.6)."""
	return json_response(body, headers=FOR_EVERYBODY)


def key_set_response(body: Any) -> Response:
	"""Return the site's public keys, which may be kept for 60 seconds: a key signs as soon as it is published
	(RFC 7517 §5)."""
	response = open_response(body)
	response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
	del response.headers["Pragma"]
	return response


def refusal_response(refusal: Refusal) -> Response:
	"""Return a refusal as JSON, for programs (RFC 6749 §5.2)."""
	return json_response(refusal.members, refusal.status, refusal.headers)


def open_refusal_response(refusal: Refusal) -> Response:
	"""Return a refusal that scripts of every origin may read (RFC 9700 §2.6)."""
	response = refusal_response(refusal)
	response.headers.update(FOR_EVERYBODY)
	return response


def refusal_page(refusal: Refusal) -> Response:
	"""Return a refusal as a page, for users (RFC 9700 §4.11.2)."""
	title = page.SIGN_OUT if isinstance(refusal, LogoutRefused) else page.SIGN_IN
	response = page.problem(refusal.description, refusal.status, title)
	response.headers.update({**NOT_STORED, **refusal.headers})
	return response


def verdict_response(verdict: Verdict) -> Response:
	"""Return the response to a verdict of the authorization endpoint. The status is 303 after a form, so that
	browsers do not send the form again (RFC 9700 §4.12)."""
	if isinstance(verdict, ConsentRequest | Account | Barred):
		return _page(verdict)
	if isinstance(verdict, Faulty):
		return consent.faulty(verdict, _login(verdict.query))
	if isinstance(verdict, Redirect | PostBack):
		_forget_note()
		waiting.delete_last()
		return page.see_other(verdict.location) if isinstance(verdict, Redirect) else post_back.page(verdict)
	if isinstance(verdict, Login) and verdict.ends_session:
		frappe.local.login_manager.logout()
	_keep_note(verdict.note)
	return page.see_other(
		waiting.address_of(verdict.query) if isinstance(verdict, Again) else _login(verdict.query)
	)


def answer_now(response: Response) -> NoReturn:
	"""Raise the response, so that Frappe adds nothing to it. Raises HTTPException."""
	state().response = response
	raise HTTPException(response=response)


def _page(verdict: ConsentRequest | Account | Barred) -> Response:
	if isinstance(verdict, ConsentRequest):
		response = consent.question(verdict)
	elif isinstance(verdict, Account):
		response = consent.account(verdict)
	else:
		response = consent.barred(verdict)
	response.headers.update(NOT_STORED)
	return response


def _keep_note(note: str) -> None:
	"""Set the cookie with the note, by Frappe's cookie manager, which works however the method was called."""
	if note:
		age = 2 * int(PATIENCE.total_seconds())
		frappe.local.cookie_manager.set_cookie(NOTE, note, httponly=True, max_age=age)


def _forget_note() -> None:
	"""Delete the cookie with the note, because the request is answered. A later request asks again, even if it is the
	same."""
	if NOTE in frappe.request.cookies:
		frappe.local.cookie_manager.delete_cookie(NOTE)


def _login(query: str) -> str:
	back = quote(waiting.address_after_login(query), safe="")
	wanted = language.wanted(query)
	return f"/login?redirect-to={back}" + (f"&_lang={wanted}" if wanted else "")

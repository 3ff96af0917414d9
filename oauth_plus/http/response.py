"""Answers: JSON, redirects and pages; never cached, never with a token in a log."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import Refusal, TemporarilyUnavailable, WrongMethod
from oauth_plus.grants.person import PATIENCE
from oauth_plus.grants.verdict import Account, Again, Barred, ConsentRequest, Faulty, Login, Redirect, Verdict
from oauth_plus.http import consent, language, page, waiting
from oauth_plus.http.request import NOTE
from oauth_plus.platform.request_state import state

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}

KEPT_FOR = 60
"""Seconds."""

UNFINISHED = "oauth_plus.unfinished"
"""In the WSGI environment of a request whose answer lacks something that Frappe does not know of."""


def complete_later() -> None:
	"""This request's answer is to be looked at once more before it leaves (see overrides/request/after_request.py)."""
	if request := getattr(frappe.local, "request", None):
		request.environ[UNFINISHED] = True


def forbid_storing() -> None:
	"""This request's answer, which Frappe makes, holds a secret."""
	state().forbids_storing = True
	complete_later()


def is_not_to_be_stored() -> bool:
	"""Somebody said so."""
	return state().forbids_storing


def json_response(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
	"""A JSON answer (RFC 6749 §5.1). `body` may be JSON already."""
	text = body if isinstance(body, str) else json.dumps(body)
	return Response(text, status, {**NOT_STORED, **(headers or {})}, mimetype="application/json")


def open_response(body: Any) -> Response:
	"""JSON that scripts of every origin may read (RFC 9700 §2.6)."""
	return json_response(body, headers=FOR_EVERYBODY)


def key_set_response(body: Any) -> Response:
	"""The site's public keys. They may be kept for a minute: a key signs as soon as it is published."""
	response = open_response(body)
	response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
	del response.headers["Pragma"]
	return response


def refusal_response(refusal: Refusal) -> Response:
	"""A refusal for a program (RFC 6749 §5.2)."""
	return json_response(
		{"error": refusal.error, "error_description": refusal.description}, refusal.status, _headers(refusal)
	)


def refusal_page(refusal: Refusal) -> Response:
	"""A refusal for a person."""
	response = page.problem(refusal.description, refusal.status)
	response.headers.update({**NOT_STORED, **_headers(refusal)})
	return response


def verdict_response(verdict: Verdict) -> Response:
	"""What the authorization endpoint decided. 303 after a form, so that no form is posted on (RFC 9700 §4.12)."""
	if isinstance(verdict, ConsentRequest | Account | Barred):
		return _page(verdict)
	if isinstance(verdict, Faulty):
		return consent.faulty(verdict, _login(verdict.query))
	if isinstance(verdict, Redirect):
		_forget_note()
		waiting.delete_last()
		return page.see_other(verdict.location)
	if isinstance(verdict, Login) and verdict.ends_session:
		frappe.local.login_manager.logout()
	_keep_note(verdict.note)
	return page.see_other(
		waiting.address_of(verdict.query) if isinstance(verdict, Again) else _login(verdict.query)
	)


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
	"""By Frappe's own cookies, which stay with an answer however it was called for."""
	if note:
		age = 2 * int(PATIENCE.total_seconds())
		frappe.local.cookie_manager.set_cookie(NOTE, note, httponly=True, max_age=age)


def _forget_note() -> None:
	"""The request is answered: the next one, though it be the same, is asked for anew."""
	if NOTE in frappe.request.cookies:
		frappe.local.cookie_manager.delete_cookie(NOTE)


def _login(query: str) -> str:
	back = quote(waiting.address_after_login(query), safe="")
	wanted = language.wanted(query)
	return f"/login?redirect-to={back}" + (f"&_lang={wanted}" if wanted else "")


def _headers(refusal: Refusal) -> dict[str, str]:
	headers = {"WWW-Authenticate": refusal.challenge} if refusal.challenge else {}
	if isinstance(refusal, WrongMethod):
		headers["Allow"] = ", ".join(refusal.allowed)
	if isinstance(refusal, TemporarilyUnavailable):
		headers["Retry-After"] = str(refusal.retry_after)
	return headers

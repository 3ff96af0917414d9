"""Answers: JSON, redirects and pages; never cached, never with a token in a log."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import Refusal, WrongMethod
from oauth_plus.grants.authorization import Consent, Login, Redirect
from oauth_plus.http import page

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}

KEPT_FOR = 60
"""Seconds."""


def forbid_storing() -> None:
	"""This request's answer, which Frappe makes, holds a secret."""
	frappe.local.oauth_plus_no_store = True


def is_not_to_be_stored() -> bool:
	"""Somebody said so."""
	return getattr(frappe.local, "oauth_plus_no_store", False)


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


def token_response(answer: tuple[Mapping[str, str], str, int]) -> Response:
	"""What the token, revocation and introspection endpoints of oauthlib return."""
	headers, body, status = answer
	challenge = {name: value for name, value in headers.items() if name == "WWW-Authenticate"}
	return json_response(body, status, challenge)


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


def verdict_response(verdict: Login | Consent | Redirect) -> Response:
	"""What the authorization endpoint decided. 303 after a form, so that no form is posted on (RFC 9700 §4.12)."""
	if isinstance(verdict, Consent):
		response = page.consent(verdict)
		response.headers.update(NOT_STORED)
		return response
	location = verdict.location if isinstance(verdict, Redirect) else _login(verdict)
	return Response(
		status=303, headers={**NOT_STORED, "Location": location, "Referrer-Policy": "no-referrer"}
	)


def _login(verdict: Login) -> str:
	return f"/login?redirect-to={quote(f'{page.AUTHORIZE}?{verdict.query}', safe='')}"


def _headers(refusal: Refusal) -> dict[str, str]:
	headers = {"WWW-Authenticate": refusal.challenge} if refusal.challenge else {}
	if isinstance(refusal, WrongMethod):
		headers["Allow"] = ", ".join(refusal.allowed)
	return headers

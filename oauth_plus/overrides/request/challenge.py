"""Challenges of the resource server: where an app that is refused learns how to come by a token (RFC 9728 §5.1)."""

import frappe
from werkzeug.wrappers import Request, Response

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.grants import resource_metadata
from oauth_plus.http.request import PROOF_IS_OWED
from oauth_plus.overrides.request import address
from oauth_plus.overrides.request.cors import CHALLENGED
from oauth_plus.platform import readiness
from oauth_plus.rules import client_assertion, resource
from oauth_plus.rules.dpop import SCHEME
from oauth_plus.store.site import settings

ALGORITHMS = " ".join(client_assertion.ALGORITHMS)

HEADER, BEARER, MEMBER = "WWW-Authenticate", "Bearer", "resource_metadata"

CREDENTIALS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "oauth_plus.authorization")
"""WSGI variables of a request that says who sends it, or comes from a browser."""


def ask_guest(response: Response, request: Request) -> None:
	"""Turn Frappe's 403 for a program that sent nothing to be known by into a 401 (RFC 9110 §15.5.2), where Settings
	say so. A browser has a cookie, even that of a guest, and is answered as before."""
	if response.status_code != 403 or not resource.is_of_api(request.path) or address.asked(request):
		return
	if frappe.session.user != "Guest" or any(name in request.environ for name in CREDENTIALS):
		return
	if readiness.is_ready() and settings.challenges_guests():
		response.status_code = 401
		response.headers[HEADER] = BEARER
		request.environ[CHALLENGED] = True


def complete(response: Response, request: Request) -> None:
	"""Name the metadata of the resource in every 401, and in a 403 to a bearer (RFC 9728 §5.1). An error stands there
	only where a token was sent (RFC 6750 §3.1)."""
	challenge = response.headers.get(HEADER) or (BEARER if response.status_code == 401 else "")
	if not challenge:
		return
	if PROOF_IS_OWED in request.environ and challenge.startswith(BEARER):  # RFC 9449 §7.1
		joint = "," if " " in challenge else ""
		challenge = f'{SCHEME}{challenge.removeprefix(BEARER)}{joint} algs="{ALGORITHMS}"'
	if (
		challenge.startswith((BEARER, SCHEME))
		and MEMBER not in challenge
		and (found := _metadata_of(request.path))
	):
		joint = ", " if " " in challenge else " "
		challenge = f'{challenge}{joint}{MEMBER}="{found}"'
	response.headers[HEADER] = challenge
	if hasattr(frappe.local, "response_headers"):
		# v16 writes a challenge of its own over any other, but for what stands here
		frappe.local.response_headers[HEADER] = challenge


def _metadata_of(path: str) -> str:
	"""Empty where they cannot be told: the site is being updated."""
	try:
		readiness.require()
		with readiness.on_known_tables():
			return resource_metadata.address_for(path)
	except TemporarilyUnavailable:
		return ""

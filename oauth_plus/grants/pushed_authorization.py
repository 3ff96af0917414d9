"""The pushed authorization request endpoint (RFC 9126 §2): a client sends its request itself, and the user's browser
carries no more than the name of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from oauth_plus.exceptions import InvalidRequest, RequestTooLarge, TooManyRequests, Unredirectable
from oauth_plus.grants import authorization_request, client_documents, destination, dpop
from oauth_plus.grants.client import (
	AuthenticatedClient,
	authenticate,
	require_allowed_address,
	require_body,
)
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.rules import pushed_request
from oauth_plus.rules.form import Form
from oauth_plus.rules.pushed_request import PushedForm
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.sealed import pushed_requests


@dataclass(frozen=True)
class PushedResponse:
	"""Answer of the endpoint (RFC 9126 §2.2)."""

	reference: str = field(repr=False)

	def body(self) -> dict[str, str | int]:
		"""Return the members of the JSON object (RFC 9126 §2.2); the time in seconds."""
		uri = pushed_request.PREFIX + self.reference
		return {"request_uri": uri, "expires_in": pushed_request.EXPIRES_IN}


def push(request: ClientRequest, now: datetime) -> PushedResponse:
	"""Check a request as the authorization endpoint would, and store it (RFC 9126 §2.1). Raises a Refusal."""
	require_body(request)  # RFC 9126 §2.1: POST, in the body
	client_documents.ensure(request.credentials.client_id)
	sender = authenticate(request)  # as at the token endpoint: RFC 9126 §2
	client = sender.client
	require_allowed_address(client)
	form = pushed_request.form_to_push(request.form, request.resources, client.public_id)
	_require_no_reference(form)
	form = _bound(form, dpop.proven(request, sender, now).key) if request.proof else form  # RFC 9449 §10.1
	authorization_request.read(form, destination.find(form), None)  # RFC 9126 §2.1, item 3
	query = pushed_request.stored(form)
	_require_small(query)
	return _keep(query, sender, now)


def end(form: Form) -> bool:
	"""Use a pushed request up, because it is answered (RFC 9126 §4, §7.3). True for exactly one answer, and for every
	other request."""
	return not isinstance(form, PushedForm) or pushed_requests.spend(form.reference, form.browser)


def require_unanswered(form: Form) -> None:
	"""Use a pushed request up: it gives one code. Raises Unredirectable for one that was answered."""
	if not end(form):
		raise Unredirectable(
			"This sign-in was answered before. Go back to the app and start again.",
			cause="The pushed authorization request was answered by another page of this browser",
		)


def _require_no_reference(form: Form) -> None:
	"""Raises InvalidRequest for a request that names another pushed one (RFC 9126 §2.1)."""
	if form.get("request_uri"):
		raise InvalidRequest(
			"request_uri is not sent in a pushed request", fix="Send the parameters themselves"
		)


def _bound(form: PushedForm, key: str) -> PushedForm:
	"""Return the request whose code is bound to the key of the proof that came with the push, as by `dpop_jkt` (RFC 9449
	§10.1). Raises InvalidRequest where that names another key."""
	if form.get("dpop_jkt") not in (None, key):
		raise InvalidRequest("dpop_jkt differs from the key of the DPoP proof")
	return replace(form, values=form.values | {"dpop_jkt": key})


def _require_small(query: str) -> None:
	"""Raises RequestTooLarge (RFC 9126 §2.3: 413)."""
	if len(query) > pushed_request.LONGEST:
		raise RequestTooLarge(Sentence("The request has more than {0} characters", pushed_request.LONGEST))


def _keep(query: str, sender: AuthenticatedClient, now: datetime) -> PushedResponse:
	"""Store the request. Raises TooManyRequests (RFC 9126 §2.3: 429, §7.1) where an address without proof of being the client
	has filled its room; TemporarilyUnavailable."""
	if not (sender.is_proven or pushed_requests.has_room(query)):
		raise TooManyRequests(
			"Too many authorization requests wait for this address: try again later",
			pushed_request.EXPIRES_IN,
			cause="The requests that came from one address within an hour, without proof of a client, fill its room",
			fix="If the app is an honest one, let it prove itself with a secret or a key",
		)
	return PushedResponse(pushed_requests.keep(query, sender.client.public_id, now))

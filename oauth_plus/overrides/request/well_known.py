"""Metadata and keys at their well-known addresses (RFC 8615), and preflight requests (Fetch §3.2.2)."""

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.grants import metadata, signing
from oauth_plus.http.response import answer_now, key_set_response, open_response, refusal_response
from oauth_plus.overrides.request import address, cors
from oauth_plus.platform import readiness

WELL_KNOWN = {
	"/.well-known/openid-configuration": metadata.openid_provider,
	"/.well-known/oauth-authorization-server": metadata.authorization_server,
}

ADDRESSES = (metadata.KEY_SET, *WELL_KNOWN)
"""Common prefix of their paths."""


def answer_preflight(request: Request, asked: str | None) -> None:
	"""Answer a preflight request (Fetch §3.2.2). Any script may read public documents."""
	is_open = asked == address.CONFIGURATION or (
		request.path == metadata.KEY_SET or _document_at(request.path) is not None
	)
	if response := cors.preflight(request, is_open=is_open):
		answer_now(response)


def answer_well_known(path: str) -> None:
	"""Answer with a public document at a well-known address (RFC 8615, RFC 8414 §3). Answers 503 while the site is
	being updated."""
	document = signing.key_set if path == metadata.KEY_SET else _document_at(path)
	if document is None:
		return
	try:
		readiness.require()
		with readiness.on_known_tables():
			said = document()
	except TemporarilyUnavailable as refusal:
		answer_now(refusal_response(refusal))
	answer_now(key_set_response(said) if path == metadata.KEY_SET else open_response(said))


def _document_at(path: str) -> Callable[[], dict[str, Any]] | None:
	"""Return the document at a path. v16 also answers below these addresses, where RFC 8414 §3.1 puts the path of the
	issuer."""
	return next((WELL_KNOWN[known] for known in WELL_KNOWN if f"{path}/".startswith(f"{known}/")), None)

"""Metadata and keys at their well-known addresses (RFC 8615), and preflight requests (Fetch §3.2.2)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from werkzeug.wrappers import Request

from oauth_plus.exceptions import NotFound, TemporarilyUnavailable
from oauth_plus.grants import metadata, resource_metadata, signing
from oauth_plus.http.request import path_as_sent
from oauth_plus.http.response import answer_now, key_set_response, open_refusal_response, open_response
from oauth_plus.overrides.request import address, cors
from oauth_plus.platform import readiness
from oauth_plus.platform.prefetch import Prefetch, read_ahead
from oauth_plus.store.clients import client_rows
from oauth_plus.store.scopes import scope_cache
from oauth_plus.store.signing import signing_keys
from oauth_plus.store.site import resources, settings

WELL_KNOWN = {
	"/.well-known/openid-configuration": metadata.openid_provider,
	"/.well-known/oauth-authorization-server": metadata.authorization_server,
}

PREFETCH = Prefetch(
	(client_rows.capabilities_key, scope_cache.cache_key, resources.cache_key, signing_keys.cache_key),
	settings.DOCUMENTS,
)

ADDRESSES = (metadata.KEY_SET, *WELL_KNOWN, resource_metadata.WELL_KNOWN)
"""Common prefixes of their paths."""


def answer_preflight(request: Request, asked: str | None) -> None:
	"""Answer a preflight request (Fetch §3.2.2). Any script may read public documents."""
	is_open = asked in (address.CONFIGURATION, *address.OF_REGISTRATION) or (
		request.path == metadata.KEY_SET or _document_at(request) is not None
	)
	if response := cors.preflight(request, is_open=is_open):
		answer_now(response)


def answer_well_known(request: Request) -> None:
	"""Answer with a public document at a well-known address (RFC 8615, RFC 8414 §3). Answers 503 while the site is
	being updated."""
	is_key_set = request.path == metadata.KEY_SET
	document = signing.key_set if is_key_set else _document_at(request)
	if document is None:
		return
	try:
		readiness.require()
		read_ahead(PREFETCH)
		with readiness.on_known_tables():
			said = document()
	except (TemporarilyUnavailable, NotFound) as refusal:
		answer_now(open_refusal_response(refusal))
	answer_now(key_set_response(said) if is_key_set else open_response(said))


def _document_at(request: Request) -> Callable[[], dict[str, Any]] | None:
	"""Return the document at a path. v16 also answers below these addresses, where RFC 8414 §3.1 puts the path of the
	issuer."""
	if f"{request.path}/".startswith(f"{resource_metadata.WELL_KNOWN}/"):
		path = path_as_sent(request).removeprefix(resource_metadata.WELL_KNOWN)
		return partial(resource_metadata.document, path)
	return next(
		(WELL_KNOWN[known] for known in WELL_KNOWN if f"{request.path}/".startswith(f"{known}/")), None
	)

"""Dynamic client registration (RFC 7591), if the site's administrator allows it."""

import json
from typing import Any

from oauth_plus.exceptions import InvalidClientMetadata, InvalidRedirectURI, NotFound
from oauth_plus.grants import token_endpoint
from oauth_plus.platform import clock, features
from oauth_plus.rules import client_metadata
from oauth_plus.rules.client_faults import Fault
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.store import events
from oauth_plus.store.clients import client_creation
from oauth_plus.store.clients.client_creation import CreatedClient, UnfitClient

LONGEST_DESCRIPTION = 600
"""Longest `error_description`, in characters. The number of further faults may follow."""

REFUSALS = {refusal.error: refusal for refusal in (InvalidClientMetadata, InvalidRedirectURI)}
"""The error codes of RFC 7591 §3.2.2."""


def register(sent: Any) -> dict[str, Any]:
	"""Create the client and return its metadata (RFC 7591 §3.2.1), which may be less than it requested. `sent` is the
	JSON of the request. Raises NotFound, InvalidRedirectURI or InvalidClientMetadata; the last two name all faults."""
	if not features.registers_clients():
		raise NotFound("Dynamic client registration is disabled on this site")
	registration = client_metadata.read(sent, token_endpoint.open_to_registration())
	if registration.faults:
		raise refusal_of(registration.faults)
	asked = registration.metadata
	try:
		made = client_creation.create(asked)
	except UnfitClient as error:
		raise _refusal_of_creation(error) from error
	events.record(
		"client_registered", cause=f"An app registered itself as {asked.name}", client_id=made.client_id
	)
	return _response(asked, made)


def _refusal_of_creation(error: UnfitClient) -> InvalidClientMetadata:
	if error.faults:
		return refusal_of(error.faults)
	return InvalidClientMetadata(str(error)[:LONGEST_DESCRIPTION])


def refusal_of(faults: tuple[Fault, ...]) -> InvalidClientMetadata:
	"""Return the refusal with the error code of the first fault (RFC 7591 §3.2.2) and the sentences of all faults; in
	the event, their causes and fixes. The description has about LONGEST_DESCRIPTION characters at most."""
	return REFUSALS[faults[0].error](
		_description([fault.description for fault in faults]),
		cause="; ".join(fault.cause for fault in faults),
		fix="; ".join(dict.fromkeys(fault.fix for fault in faults)),
	)


def _description(sentences: list[str]) -> str:
	shown: list[str] = []
	for sentence in sentences:
		if shown and len("; ".join((*shown, sentence))) > LONGEST_DESCRIPTION:
			break
		shown.append(sentence[:LONGEST_DESCRIPTION])
	others = len(sentences) - len(shown)
	return "; ".join(shown) + (f"; and {others} more" if others else "")


def _response(asked: ClientMetadata, made: CreatedClient) -> dict[str, Any]:
	"""Return the members of a client information response (RFC 7591 §3.2.1); times in seconds since 1970."""
	proof: dict[str, Any] = {"client_secret": made.client_secret, "client_secret_expires_at": 0}
	if asked.is_public or asked.keys:
		proof = {"jwks": json.loads(asked.keys)} if asked.keys else {}
	return {
		"client_id": made.client_id,
		"client_id_issued_at": int(clock.now().timestamp()),
		**proof,
		"client_name": asked.name,
		"redirect_uris": list(asked.redirect_uris),
		"token_endpoint_auth_method": asked.method.value,
		"grant_types": list(asked.grant_types),
		"response_types": ["code"],
		"scope": " ".join(made.scopes),
		**({"dpop_bound_access_tokens": True} if asked.requires_dpop else {}),  # RFC 9449 §5.2
		**({"require_pushed_authorization_requests": True} if asked.requires_push else {}),
		**asked.lines,
		**({"contacts": list(asked.contacts)} if asked.contacts else {}),
	}

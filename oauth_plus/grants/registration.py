"""Dynamic client registration (RFC 7591), as far as the site's administrator allows it."""

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from oauth_plus.exceptions import (
	InvalidClientMetadata,
	InvalidRedirectURI,
	InvalidToken,
	MissingToken,
	NotFound,
)
from oauth_plus.grants import registration_limits, signing, token_endpoint
from oauth_plus.grants.registration_response import information
from oauth_plus.mail import registrations
from oauth_plus.platform import clock
from oauth_plus.rules import client_metadata, secret
from oauth_plus.rules.client_faults import Fault, told
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.registration_mode import RegistrationMode
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients import registered_clients, registration_tokens
from oauth_plus.store.clients.client_creation import UnfitClient
from oauth_plus.store.limits import requests
from oauth_plus.store.site import registration_settings

LONGEST_DESCRIPTION = 600
"""Longest `error_description`, in characters. The number of further faults may follow."""

REFUSALS = {refusal.error: refusal for refusal in (InvalidClientMetadata, InvalidRedirectURI)}
"""The error codes of RFC 7591 §3.2.2."""


def register(sent: Any, token: str) -> dict[str, Any]:
	"""Create the client and return its metadata (RFC 7591 §3.2.1), which may be less than it requested. `sent` is the
	JSON of the request, `token` its bearer token or empty. Raises NotFound, MissingToken, InvalidToken,
	TooManyRegistrations, InvalidRedirectURI or InvalidClientMetadata; the last two name all faults."""
	spend = _admitted(token)
	asked = read(sent)
	spend()
	managed_by = secret.new_token()
	try:
		made = registered_clients.create(asked, managed_by, allows_all=registration_settings.allows_all())
	except UnfitClient as error:
		raise refusal_of_creation(error) from error
	events.record(
		"client_registered",
		cause=Sentence("An app registered itself as {0}", asked.name),
		client_id=made.client_id,
	)
	registrations.tell(made.client_id, asked.name)
	return information(made, managed_by)


def require_on() -> RegistrationMode:
	"""Return who may register clients. Raises NotFound where nobody may."""
	mode = registration_settings.mode()
	if mode is RegistrationMode.OFF:
		raise NotFound(
			"Dynamic client registration is disabled on this site",
			fix="To allow it, choose Client Registration in OAuth Plus Settings",
		)
	return mode


def read(sent: Any) -> ClientMetadata:
	"""Return the metadata of a request. Raises InvalidRedirectURI or InvalidClientMetadata with all faults."""
	registration = client_metadata.read(sent, token_endpoint.open_to_registration(), signing.own_algorithms())
	if registration.faults:
		raise refusal_of(registration.faults)
	return registration.metadata


def _admitted(token: str) -> Callable[[], None]:
	"""Return what has to be spent before a client is created."""
	if require_on() is RegistrationMode.OPEN:
		requests.require_room()
		return registration_limits.require_room_today
	if not token:
		raise MissingToken("Registration needs an initial access token")
	if not registration_tokens.is_live(token, clock.now()):
		_refuse_token()
	return partial(_spend, token)


def _spend(token: str) -> None:
	if not registration_tokens.spend(token, clock.now()):
		_refuse_token()


def _refuse_token() -> NoReturn:
	raise InvalidToken(
		"The initial access token is not valid",
		cause="The initial access token is unknown, expired or used up",
		fix="Create another one in the list of OAuth Plus Initial Access Tokens",
	)


def refusal_of_creation(error: UnfitClient) -> InvalidClientMetadata:
	"""Return the refusal of a client that the rules for clients, or another app, did not let in."""
	if error.faults:
		return refusal_of(error.faults)
	return InvalidClientMetadata(str(error)[:LONGEST_DESCRIPTION])


def refusal_of(faults: tuple[Fault, ...]) -> InvalidClientMetadata:
	"""Return the refusal with the error code of the first fault (RFC 7591 §3.2.2) and the sentences of all faults; in
	the event, their causes and fixes. The description has about LONGEST_DESCRIPTION characters at most."""
	return REFUSALS[faults[0].error](
		_description([fault.description for fault in faults]),
		**told(faults),
	)


def _description(sentences: list[str]) -> str:
	shown: list[str] = []
	for sentence in sentences:
		if shown and len("; ".join((*shown, sentence))) > LONGEST_DESCRIPTION:
			break
		shown.append(sentence[:LONGEST_DESCRIPTION])
	others = len(sentences) - len(shown)
	return "; ".join(shown) + (f"; and {others} more" if others else "")

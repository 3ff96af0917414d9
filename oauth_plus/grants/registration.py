"""Clients that register themselves (RFC 7591), where the site's administrator lets them."""

from typing import Any

from oauth_plus.exceptions import InvalidClientMetadata, NotFound
from oauth_plus.platform import clock, features
from oauth_plus.rules import client_metadata
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.store import clients, events


def register(metadata: Any) -> dict[str, Any]:
	"""Make the client, and tell it all that was registered (§3.2.1), which may be less than it asked for."""
	if not features.registers_clients():
		raise NotFound("Clients do not register themselves on this site")
	asked = client_metadata.read(metadata)
	try:
		made = clients.create(asked)
	except clients.Unfit as error:
		raise InvalidClientMetadata(str(error)) from error
	events.record(
		"client_registered", cause=f"An app registered itself as {asked.name}", client_id=made.client_id
	)
	return _as_metadata(asked, made)


def _as_metadata(asked: ClientMetadata, made: clients.Made) -> dict[str, Any]:
	secret = {} if asked.is_public else {"client_secret": made.client_secret, "client_secret_expires_at": 0}
	return {
		"client_id": made.client_id,
		"client_id_issued_at": int(clock.now().timestamp()),
		**secret,
		"client_name": asked.name,
		"redirect_uris": list(asked.redirect_uris),
		"token_endpoint_auth_method": asked.method.value,
		"grant_types": list(asked.grant_types),
		"response_types": ["code"],
		"scope": " ".join(made.scopes),
		**asked.lines,
		**({"contacts": list(asked.contacts)} if asked.contacts else {}),
	}

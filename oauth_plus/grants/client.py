"""Client authentication at every endpoint (RFC 6749 §2.3 and §3.2.1)."""

from collections.abc import Callable
from dataclasses import dataclass

from oauth_plus.exceptions import InvalidClient, InvalidRequest, UnauthorizedClient, WrongMethod
from oauth_plus.grants.client_proof import prove
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.gate import gate
from oauth_plus.platform.request_state import state
from oauth_plus.rules import networks, secret
from oauth_plus.rules.credentials import Credentials
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup
from oauth_plus.store.clients.client import Client
from oauth_plus.store.limits import requests, secret_guesses
from oauth_plus.store.site import ip_address

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
"""Grant type of a device that polls (RFC 8628 §3.4)."""


@dataclass(frozen=True)
class AuthenticatedClient:
	"""Client that sent a request. `proven_by` names the secret that authenticated it; None for a public client, and
	for an old one that its gate accepts without a secret. `key` is the thumbprint of the key that a DPoP proof came with
	(RFC 9449); empty for none."""

	client: Client
	proven_by: str | None = None
	key: str = ""

	@property
	def is_proven(self) -> bool:
		"""Return whether the client sent a valid secret (RFC 6749 §2.3.1)."""
		return self.proven_by is not None


def authenticate(
	request: ClientRequest, owner: Callable[[], str | None] = lambda: None
) -> AuthenticatedClient:
	"""Return the client that sent the request (RFC 6749 §2.3, §3.2.1). `owner` returns the client of the presented
	token, because old clients send no client_id. Raises InvalidClient; InvalidRequest for two different credentials."""
	credentials = request.credentials
	requests.name_client(
		credentials.client_id,
		sends_proof=bool(credentials.client_secret or credentials.assertion),
		is_device=request.form.get("grant_type") == DEVICE,
	)
	secret_guesses.look_ahead(credentials)
	known = client_lookup.find_with_secrets(credentials.client_id or owner())
	if known is None:
		require_body(request)
		raise InvalidClient("The client is unknown", cause=_unknown(credentials), fix="Check client_id")
	client, proven_by = known.client, None
	state().client_id = client.client_id
	require_enabled(client)
	if request.came_by:
		with gate(client, Hardening.PARAMETERS_IN_ADDRESS):
			require_body(request)
	with gate(client, Hardening.CLIENT_AUTHENTICATION):
		proven_by = prove(known, credentials)
	requests.require_room(client.token_limit, is_proven=proven_by is not None)
	return AuthenticatedClient(client, proven_by)


def require_body(request: ClientRequest) -> None:
	"""Require the parameters in the body, because addresses are written into logs and histories, where codes, tokens
	and secrets do not belong (RFC 6749 §3.2, RFC 9700 §4.3.2). Raises WrongMethod or InvalidRequest."""
	if not request.came_by:
		return
	private = {
		"cause": "The parameters stood in the address, as Frappe's own documentation once taught",
		"fix": "Have the app send them by POST, in the body of the request",
	}
	if request.came_by != "POST":
		raise WrongMethod(("POST",), **private)
	raise InvalidRequest("Send the parameters in the body, not in the address", **private)


def gate_towards(sender: AuthenticatedClient, owner: Gate) -> Gate:
	"""Return the gate of a token's owner towards another client that sent the token: without authentication, anybody
	could be that client (RFC 7009 §2.1, RFC 7662 §2.1)."""
	return owner if sender.is_proven else Gate.ENFORCE


def require_enabled(client: Client, *, is_enabled: bool | None = None) -> None:
	"""Raises InvalidClient for a disabled client, at every gate. `is_enabled` is the value from the database, because
	the client may come from the cache."""
	if not (client.is_enabled if is_enabled is None else is_enabled):
		raise InvalidClient("The client is disabled", fix="Enable the OAuth Client in Desk")


def _unknown(credentials: Credentials) -> str:
	return Sentence(
		"No OAuth Client is named {0}", secret.hint(credentials.client_id or "") or Sentence("(none sent)")
	)


def require_allowed_address(client: Client) -> None:
	"""Raises UnauthorizedClient if the client calls from an IP address that is not allowed."""
	if client.networks and not networks.includes(client.networks, ip_address.of_request()):
		raise UnauthorizedClient(
			"The client may not call from this address",
			cause=Sentence("{0} is not in Allowed IP Addresses of the client", ip_address.of_request()),
			fix="Add the address to Allowed IP Addresses on the OAuth Client",
		)

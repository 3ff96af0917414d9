"""Who is asking: client authentication at every endpoint (RFC 6749 §2.3 and §3.2.1)."""

from collections.abc import Callable
from datetime import datetime

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import InvalidClient, InvalidRequest, UnauthorizedClient, WrongMethod
from oauth_plus.grants.gate import gate
from oauth_plus.platform import clock
from oauth_plus.rules import networks, secret
from oauth_plus.rules.client_metadata import GRANT_TYPES
from oauth_plus.rules.credentials import Credentials, presented
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store import clients, known_clients, secrets, tokens, users
from oauth_plus.store.clients import Client
from oauth_plus.store.known_clients import KnownClient
from oauth_plus.store.secrets import Secret


def credentials_of(request: Request) -> Credentials:
	"""What the request presents, unproven."""
	return presented(request.headers.get("Authorization"), request.client_id, request.client_secret)


def authenticate(request: Request, owner: Callable[[], str | None] = lambda: None) -> Client:
	"""The client that the request proves to come from.

	`owner` tells whose the presented token is: old clients send nothing else, and stock went by that.
	Raises InvalidClient, or InvalidRequest for two ways at once.
	"""
	credentials = credentials_of(request)
	known = known_clients.find(credentials.client_id or owner())
	if known is None:
		require_body(request)
		raise InvalidClient("The client is unknown", cause=_unknown(credentials), fix="Check client_id")
	client = request.client = known.client  # unproven still, but the event of a refusal names it
	require_enabled(client)
	with gate(client, Hardening.PARAMETERS_IN_ADDRESS):
		require_body(request)
	with gate(client, Hardening.CLIENT_AUTHENTICATION):
		request.proven_by = prove(known, credentials)
	return client


def require_body(request: Request) -> None:
	"""An address is written into logs and histories: codes, tokens and secrets do not belong there."""
	if not request.came_by:
		return
	private = {
		"cause": "The parameters stood in the address, as Frappe's own documentation once taught",
		"fix": "Have the app send them by POST, in the body of the request",
	}
	if request.came_by != "POST":
		raise WrongMethod(("POST",), **private)
	raise InvalidRequest("Send the parameters in the body, not in the address", **private)


def is_proven(request: Request) -> bool:
	"""The client has proven with a secret who it is. Where its gate only watches it, it may go on without."""
	return getattr(request, "proven_by", None) is not None


def gate_towards(request: Request, owner: Gate) -> Gate:
	"""The gate of the owner of a token, as it counts against another client that asks: without proof, anybody could
	be the one that asks (RFC 7009 §2.1, RFC 7662 §2.1)."""
	return owner if is_proven(request) else Gate.ENFORCE


def require_enabled(client: Client, *, is_enabled: bool | None = None) -> None:
	"""A disabled client is refused everywhere, whatever its gate. `is_enabled` is what the database has said of a
	client that may have been remembered."""
	if not (client.is_enabled if is_enabled is None else is_enabled):
		raise InvalidClient("The client is disabled", fix="Enable the OAuth Client in Desk")


def prove(known: KnownClient, credentials: Credentials) -> str | None:
	"""A confidential client owes its secret; a secret that is sent is always checked.

	Returns the name of the secret that was sent, of the several that may live at a time.
	"""
	if not credentials.client_id:
		raise InvalidClient("Client authentication is missing", fix="Send client_id, and the secret with it")
	if credentials.client_secret is None:
		if not known.client.is_public:
			raise InvalidClient(
				"Client authentication is missing",
				cause="A confidential client sent no client_secret",
				fix="Send client_secret (Basic or form), or make the client Public and use PKCE",
			)
		return None
	return _checked(known, credentials.client_secret, clock.now()).name


def _checked(known: KnownClient, client_secret: str, now: datetime) -> Secret:
	"""The secret that was sent, if it is one of this client's and has not ended; its use is noted."""
	found = secrets.matching(known.client, known.secrets, client_secret)
	if found is None:
		raise InvalidClient("Client authentication failed", **_why_not(known))
	if found.has_ended(now):
		raise InvalidClient(
			"Client authentication failed",
			cause=f"The secret {found.label!r} ended on {found.ends_at:%Y-%m-%d %H:%M} UTC",
			fix="Give the app the client's newest secret, or make a new one on the OAuth Client",
		)
	secrets.note_use(found, now)
	return found


def _why_not(known: KnownClient) -> dict[str, str]:
	if known.secrets or known.client.undigested_secret:
		return {"cause": "Wrong client_secret", "fix": "Check client_secret"}
	return {
		"cause": "The client has no secret",
		"fix": "Make one with the button New Secret on the OAuth Client",
	}


def _unknown(credentials: Credentials) -> str:
	return f"No OAuth Client is named {secret.hint(credentials.client_id or '') or '(none sent)'}"


def require_address(client: Client) -> None:
	"""The client calls from where it may."""
	if not networks.includes(client.networks, users.address()):
		raise UnauthorizedClient(
			"The client may not call from this address",
			cause=f"{users.address()} is none of the addresses that the client may call from",
			fix="Add the address to 'Allowed IP Addresses' on the OAuth Client",
		)


class ClientAuthentication(RequestValidator):
	"""oauthlib's questions about clients."""

	def client_authentication_required(self, request: Request, *args, **kwargs) -> bool:
		"""Always: a public client authenticates by its name, and owes PKCE for it."""
		return True

	def authenticate_client(self, request: Request, *args, **kwargs) -> bool:
		"""Set `request.client`, or raise."""
		request.client = authenticate(
			request, lambda: tokens.owner_of(request.refresh_token or request.token)
		)
		request.client_id = request.client.client_id
		require_address(request.client)
		return True

	def validate_client_id(self, client_id: str, request: Request, *args, **kwargs) -> bool:
		"""For the authorization endpoint, where nobody authenticates yet."""
		request.client = clients.find(client_id)
		return request.client is not None and request.client.is_enabled

	def validate_grant_type(self, client_id: str, grant_type: str, client: Client, *args, **kwargs) -> bool:
		"""Code and refresh; the password grant settles it by itself, before it looks at the password."""
		return grant_type in (*GRANT_TYPES, "password")

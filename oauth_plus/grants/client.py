"""Who is asking: client authentication at every endpoint (RFC 6749 §2.3 and §3.2.1)."""

from collections.abc import Callable

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import InvalidClient
from oauth_plus.grants.gate import gate
from oauth_plus.rules import secret
from oauth_plus.rules.credentials import Credentials, presented
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import clients, tokens
from oauth_plus.store.clients import Client

GRANT_TYPES = ("authorization_code", "refresh_token")


def credentials_of(request: Request) -> Credentials:
	"""What the request presents, unproven."""
	return presented(request.headers.get("Authorization"), request.client_id, request.client_secret)


def authenticate(request: Request, owner: Callable[[], str | None] = lambda: None) -> Client:
	"""The client that the request proves to come from.

	`owner` tells whose the presented token is: old clients send nothing else, and stock went by that.
	Raises InvalidClient, or InvalidRequest for two ways at once.
	"""
	credentials = credentials_of(request)
	client = clients.find(credentials.client_id or owner())
	if client is None:
		raise InvalidClient("The client is unknown", cause=_unknown(credentials), fix="Check client_id")
	request.client = client  # unproven still, but the event of a refusal names it
	require_enabled(client)
	with gate(client, Hardening.CLIENT_AUTHENTICATION):
		prove(client, credentials)
	return client


def require_enabled(client: Client) -> None:
	"""A disabled client is refused everywhere, whatever its gate."""
	if not client.is_enabled:
		raise InvalidClient("The client is disabled", fix="Enable the OAuth Client in Desk")


def prove(client: Client, credentials: Credentials) -> None:
	"""A confidential client owes its secret; a secret that is sent is always checked."""
	if not credentials.client_id:
		raise InvalidClient("Client authentication is missing", fix="Send client_id, and the secret with it")
	if credentials.client_secret is None:
		if not client.is_public:
			raise InvalidClient(
				"Client authentication is missing",
				cause="A confidential client sent no client_secret",
				fix="Send client_secret (Basic or form), or make the client Public and use PKCE",
			)
	elif not secret.same(credentials.client_secret, client.client_secret):
		raise InvalidClient(
			"Client authentication failed", cause="Wrong client_secret", fix="Check client_secret"
		)


def _unknown(credentials: Credentials) -> str:
	return f"No OAuth Client is named {secret.hint(credentials.client_id or '(none sent)')!r}"


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
		return True

	def validate_client_id(self, client_id: str, request: Request, *args, **kwargs) -> bool:
		"""For the authorization endpoint, where nobody authenticates yet."""
		request.client = clients.find(client_id)
		return request.client is not None and request.client.is_enabled

	def validate_grant_type(self, client_id: str, grant_type: str, client: Client, *args, **kwargs) -> bool:
		"""Code and refresh; the password grant settles it by itself, before it looks at the password."""
		return grant_type in (*GRANT_TYPES, "password")

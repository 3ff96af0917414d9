"""Callbacks of oauthlib. Other modules decide; these functions return the result.

Core and other apps find it as `frappe.local.oauth_server.request_validator`.
"""

from typing import Any

from oauthlib.common import Request
from oauthlib.openid import RequestValidator

from oauth_plus.exceptions import InvalidToken
from oauth_plus.grants import bearer, issuance, openid, revocation, signing, targets
from oauth_plus.grants.client import AuthenticatedClient, authenticate
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.code_issuance import Consented, issue_code
from oauth_plus.grants.grant import Grant
from oauth_plus.grants.scopes import still_allowed
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.store import client_lookup
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.tokens import token_rows

CONSENTED = "consented"
"""Attribute of oauthlib's request with what a user has consented to. It is the only one that we set."""


def _consented(request: Request) -> Consented:
	consented: Consented = getattr(request, CONSENTED)
	return consented


class Validator(RequestValidator):
	"""Validator without state. All values come from the request or from the store."""

	# The authorization endpoint. `authorization_request.read` has checked these requests.

	def validate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
		"""The client is known and enabled (RFC 6749 §4.1.2.1)."""
		consented = getattr(request, CONSENTED, None)
		request.client = consented.request.client if consented else client_lookup.find(client_id)
		return request.client is not None and request.client.is_enabled

	def checked_before(self, *args: Any, **kwargs: Any) -> bool:
		"""Return True: `authorization_request.read` and `authorization.begin` have checked it by now."""
		return True

	validate_response_type = checked_before  # RFC 6749 §3.1.1
	validate_redirect_uri = checked_before  # §3.1.2.3
	validate_scopes = checked_before  # §3.3
	validate_silent_login = checked_before  # OpenID Connect Core §3.1.2.6
	validate_silent_authorization = checked_before
	validate_user_match = checked_before  # §3.1.2.1, login_hint and id_token_hint

	def is_pkce_required(self, client_id: str, request: Request) -> bool:
		"""Checked by `authorization_request.read` (RFC 7636 §4.4.1)."""
		return False

	def get_default_redirect_uri(
		self, client_id: str, request: Request, *args: Any, **kwargs: Any
	) -> str | None:
		"""Return the redirect URI for a request that names none (RFC 6749 §3.1.2.3)."""
		uri: str | None = request.client.default_redirect_uri
		return uri

	def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
		"""Return the scopes that the user has consented to (RFC 6749 §3.3)."""
		return list(_consented(request).scopes)

	def save_authorization_code(
		self, client_id: str, code: dict[str, str], request: Request, *args: Any, **kwargs: Any
	) -> None:
		"""Store the code that oauthlib generated (RFC 6749 §4.1.2)."""
		issue_code(code["code"], _consented(request), clock.now())

	def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
		"""Store the access token of an implicit grant, only for old clients (RFC 6749 §4.2.2)."""
		consented, client = _consented(request), request.client
		resources = consented.request.resources
		grant = Grant(
			consented.user,
			consented.scopes,
			secret.new_identifier(),
			sign_in=consented.sign_in,
			resources=resources,
			targets=resources,
		)
		response = TokenResponse(token["access_token"], int(token["expires_in"]), consented.scopes)
		policy = client_policy.policy_for(client)
		issuance.record(response, grant, client, policy, clock.now(), reason=request.response_type)

	def finalize_id_token(
		self, id_token: dict[str, Any], token: dict[str, Any], token_handler: Any, request: Request
	) -> str:
		"""Complete and sign the ID token of an implicit or hybrid response (OpenID Connect Core §3.2.2.5)."""
		consented, client = _consented(request), request.client
		lifetime = int(token.get("expires_in") or 3600)
		claims = openid.completed(
			id_token, consented.user, consented.scopes, client, consented.sign_in, lifetime=lifetime
		)
		return signing.sign(claims, client, clock.now(), consented.user)

	# Other endpoints, for apps that use the shared validator.

	def client_authentication_required(self, request: Request, *args: Any, **kwargs: Any) -> bool:
		"""Return True: a public client authenticates with its client_id and PKCE (RFC 6749 §3.2.1)."""
		return True

	def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
		"""Set `request.client`, or raise a Refusal (RFC 6749 §2.3)."""
		sender = _sender(request)
		request.client, request.client_id = sender.client, sender.client.client_id
		return True

	def validate_bearer_token(self, token: str, scopes: list[str], request: Request) -> bool:
		"""The access token is valid and has these scopes (RFC 6750 §2); sets the user and the client."""
		try:
			pair = bearer.decide(token or "", clock.now())
		except InvalidToken:
			return False
		if pair is None or pair.dpop_jkt:  # a bound token is no plain bearer (RFC 9449 §7.2)
			return False
		client = client_lookup.find(pair.client_id)
		if not targets.is_let_in(pair, client, request.uri or ""):
			return False
		request.user, request.client = pair.user, client
		held = still_allowed(pair.scopes, client, pair.user) if client else pair.scopes
		return set(scopes or ()) <= set(held)

	def validate_jwt_bearer_token(self, token: str, scopes: list[str], request: Request) -> bool:
		"""oauthlib asks so where the header has another scheme than Bearer, such as DPoP."""
		return self.validate_bearer_token(token, scopes, request)

	def revoke_token(
		self, token: str, token_type_hint: str | None, request: Request, *args: Any, **kwargs: Any
	) -> None:
		"""End the grant of a token that the request's client got (RFC 7009 §2.1)."""
		client: Client = request.client
		revocation.end_by_client(token, AuthenticatedClient(client))


def _sender(request: Request) -> AuthenticatedClient:
	sent = ClientRequest(dict(request.decoded_body or []), request.headers.get("Authorization"))
	return authenticate(
		sent, lambda: token_rows.owner_of(sent.form.get("refresh_token") or sent.form.get("token"))
	)

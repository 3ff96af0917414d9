"""Authorization requests (RFC 6749 §4.1.1): every check that needs no user, in order, each with its error. They all
run before the login."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from oauth_plus.exceptions import InvalidRequest, UnauthorizedClient, UnsupportedResponseType
from oauth_plus.grants import dpop, fapi, scopes, targets
from oauth_plus.grants.destination import Destination
from oauth_plus.grants.gate import gate
from oauth_plus.rules import claims_request, pkce, prompt, response_mode, scope_list, secret, unsupported
from oauth_plus.rules.claims_request import ClaimsRequest
from oauth_plus.rules.form import Form
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.prompt import PromptParameters
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import settings

RESPONSE_TYPES = ("code", "token", "id_token", "none")
"""Words of response types (OAuth 2.0 Multiple Response Type Encoding Practices)."""

ID_TOKEN = "id_token"  # noqa: S105


@dataclass(frozen=True)
class AuthorizationRequest:
	"""Valid request. `scopes` are those that may be granted, `resources` what its tokens are for (RFC 8707 §2.1)."""

	form: Form
	destination: Destination
	prompts: PromptParameters
	response_type: str
	scopes: tuple[str, ...]
	claims: ClaimsRequest = field(default_factory=ClaimsRequest)
	resources: tuple[str, ...] = ()

	@property
	def client(self) -> Client:
		"""Return the client of the request."""
		return self.destination.client


def read(form: Form, destination: Destination, user: str | None) -> AuthorizationRequest:
	"""Check a request and return it. `user` is the signed-in user, for the events of the client's gate. Raises
	InvalidRequest, UnsupportedResponseType, UnauthorizedClient, InvalidScope, InvalidTarget, RequestNotSupported,
	RequestURINotSupported or RegistrationNotSupported."""
	client = destination.client
	form.require_sound()  # invalid_request: RFC 6749 §3.1
	require_push(form, client)  # invalid_request: RFC 9126 §4
	fapi.require_profile(form, client)  # invalid_request, unauthorized_client: FAPI 2.0 §5.3.2
	require_understood(form, destination, user)  # request_not_supported …: OpenID Connect Core §3.1.2.6
	prompts = prompt.read(form)  # invalid_request: OpenID Connect Core §3.1.2.1
	response_type = form.require("response_type")  # invalid_request: RFC 6749 §3.1.1
	require_response_type(response_type, client, user)  # unsupported_response_type: RFC 6749 §4.1.2.1
	require_pkce(form, response_type, client, user)  # invalid_request: RFC 7636 §4.4.1
	dpop.require_thumbprint(form)  # invalid_request: RFC 9449 §10
	asked = scope_list.requested(form.get("scope"))
	claims = require_claims(form, asked, client)  # invalid_request: OpenID Connect Core §5.5
	wanted = claims.scopes(client.sign_on.groups_claim)
	granted = scopes.requested(
		asked, client, user, destination.redirect_uri, wanted
	)  # invalid_scope: RFC 6749 §3.3
	require_nonce(form, response_type, granted)  # invalid_request: OpenID Connect Core §3.2.2.1
	resources = targets.requested(form.all("resource"), client, user)  # invalid_target: RFC 8707 §2
	return AuthorizationRequest(form, destination, prompts, response_type, granted, claims, resources)


def require_push(form: Form, client: Client) -> None:
	"""Require that the client has pushed its request, where it has to, at every gate (RFC 9126 §5, §6). Raises
	InvalidRequest."""
	if form.is_pushed or not (client.owes_push or settings.requires_pushed_requests()):
		return
	raise InvalidRequest(
		"The authorization request must be pushed (RFC 9126)",
		cause="The parameters of the request came by the browser, and the client or the site requires PAR",
		fix="Have the app post its request to the pushed_authorization_request_endpoint of the metadata",
	)


def require_understood(form: Form, destination: Destination, user: str | None) -> None:
	"""Refuse unsupported parameters that change the meaning of the request (OpenID Connect Core §3.1.2.6). Raises
	RequestNotSupported, RequestURINotSupported, RegistrationNotSupported or InvalidRequest."""
	with gate(destination.client, Hardening.UNSUPPORTED_PARAMETER, user):
		unsupported.require_understood(form)
		response_mode.require_supported(form, destination.redirect_uri)


def require_response_type(response_type: str, client: Client, user: str | None) -> None:
	"""Require `code`. Tokens in the address bar are allowed only for an old client at Warn (RFC 9700 §2.1.2). Raises
	UnsupportedResponseType or UnauthorizedClient."""
	if response_type == "code":
		return
	if client.requires_dpop:  # RFC 9449 §5: no proof comes with an authorization request
		raise UnsupportedResponseType("Use response_type=code: tokens of this client are bound to a key")
	with gate(client, Hardening.IMPLICIT_GRANT, user):
		raise UnsupportedResponseType(
			"Use response_type=code",
			cause=Sentence(
				"The client requested {0}, which puts tokens into the address bar", _named(response_type)
			),
			fix="Use the authorization code grant with PKCE",
		)
	if not set(response_type.split()) <= set(RESPONSE_TYPES):
		raise UnsupportedResponseType("Use response_type=code")
	# an old client may use its own response type, or those of OpenID Connect, as with stock
	if response_type != client.response_type.lower() and ID_TOKEN not in response_type:
		raise UnauthorizedClient("The client may not use this response_type")


def require_pkce(form: Form, response_type: str, client: Client, user: str | None) -> None:
	"""Require a challenge of public clients, and S256 of every challenge (RFC 7636 §4.3, RFC 9700 §2.1.1). Raises
	InvalidRequest."""
	challenge, method = form.get("code_challenge"), form.get("code_challenge_method")
	with gate(client, Hardening.PKCE_REQUIRED, user):
		if (client.is_public or client.is_fapi) and "code" in response_type:
			pkce.require_challenge(challenge)
	with gate(client, Hardening.PKCE_METHOD, user):
		pkce.require_s256(challenge, method)
	pkce.require_known_method(challenge, method)
	pkce.require_storable(challenge)


def require_claims(form: Form, asked: Iterable[str], client: Client) -> ClaimsRequest:
	"""Return what `claims` asks for; nothing without the scope `openid`, to which the parameter belongs.

	Raises InvalidRequest for one that is malformed.
	"""
	words = tuple(asked) or client.default_scopes or client.scopes
	return claims_request.read(form.get("claims")) if scope_list.OPENID in words else ClaimsRequest()


def require_nonce(form: Form, response_type: str, granted: tuple[str, ...]) -> None:
	"""Require a nonce for an ID token in the address bar (OpenID Connect Core §3.2.2.1, §3.3.2.11). Raises
	InvalidRequest."""
	if ID_TOKEN in response_type.split() and scope_list.OPENID in granted and not form.get("nonce"):
		raise InvalidRequest("nonce is missing")


def _named(response_type: str) -> str:
	return " ".join(secret.named(word, RESPONSE_TYPES) for word in response_type.split())

"""The authorization server: oauthlib's endpoints over our validator, refusals turned into answers."""

import json
import logging
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn
from urllib.parse import urlsplit

from oauthlib.common import Request
from oauthlib.oauth2 import AccessDeniedError, OAuth2Error
from oauthlib.openid import Server

from oauth_plus.exceptions import InvalidRequest, OtherRefusal, Refusal, UnsupportedGrantType, WrongMethod
from oauth_plus.grants import grant
from oauth_plus.grants.introspection import introspect
from oauth_plus.grants.revocation import possessor
from oauth_plus.grants.validator import Validator
from oauth_plus.rules import scope_list
from oauth_plus.store import events, plain_credentials
from oauth_plus.store.clients import Client
from oauth_plus.store.families import RotationConflict

Answer = tuple[dict[str, str], str, int]
"""Headers, body, status: what oauthlib's endpoints return, and so what other apps expect."""

logging.getLogger("oauthlib").setLevel(logging.INFO)  # its debug lines hold tokens (RFC 9700 §4.9.2)


class AuthorizationServer(Server):
	"""oauthlib's server, whose answers to refused requests are written down and in the RFCs' words."""

	def __init__(self) -> None:
		super().__init__(
			Validator(),
			token_expires_in=grant.access_lifetime,
			token_generator=grant.new_access_token,
			refresh_token_generator=grant.new_refresh_token,
		)

	def validate_authorization_request(
		self, uri: str, http_method="GET", body=None, headers=None, *, user: str | None = None
	) -> tuple[list[str], dict[str, Any]]:
		"""RFC 6749 §3.1. `user` is who is signed in: `prompt` and `id_token_hint` are judged by it."""
		request = Request(uri, http_method, body, headers)
		request.user, request.scopes = user, scope_list.requested(request.scope)
		kind = self.response_types.get(request.response_type, self.default_response_type_handler)
		return kind.validate_authorization_request(request)

	def create_authorization_response(
		self, uri: str, http_method="GET", body=None, headers=None, scopes=None, credentials=None
	) -> NoReturn:
		"""Refused: a code comes from our own consent page alone. Frappe's `approve` ends here wherever it is reached
		past our override, and no other page knows whether a person agreed (RFC 9700 §4.16)."""
		raise AccessDeniedError(description="Only the consent page of this site gives a code")

	def answer_authorization_request(
		self, uri: str, scopes: list[str], *, user: str, auth_time: float | None
	) -> Answer:
		"""RFC 6749 §4.1.2, for what this person has agreed to."""
		credentials = {"user": user, "auth_time": auth_time}
		return super().create_authorization_response(uri, scopes=scopes, credentials=credentials)

	def create_token_response(
		self, uri: str, http_method="POST", body=None, headers=None, *args, **kwargs
	) -> Answer:
		"""RFC 6749 §3.2."""
		request = _request(uri, http_method, body, headers)
		return _answered(request, "token_refused", lambda: self._token(request))

	def create_revocation_response(self, uri: str, http_method="POST", body=None, headers=None) -> Answer:
		"""RFC 7009 §2."""
		request = _request(uri, http_method, body, headers)
		return _answered(request, "revocation_refused", lambda: self._revoked(request))

	def create_introspect_response(self, uri: str, http_method="POST", body=None, headers=None) -> Answer:
		"""RFC 7662 §2."""
		request = _request(uri, http_method, body, headers)
		return _answered(request, "introspection_refused", lambda: ({}, json.dumps(introspect(request)), 200))

	def _token(self, request: Request) -> Answer:
		grant_type = self._grant(request)
		try:
			return grant_type.create_token_response(request, self.default_token_type)
		except RotationConflict:
			request.was_overtaken = True
			return grant_type.create_token_response(request, self.default_token_type)

	def _grant(self, request: Request) -> Any:
		if not request.grant_type:
			raise InvalidRequest("grant_type is missing")
		if request.grant_type not in ("authorization_code", "refresh_token", "password"):
			raise UnsupportedGrantType("This grant type is not supported")
		if request.grant_type == "authorization_code":
			return self.openid_connect_auth
		return self.grant_types[request.grant_type]

	def _revoked(self, request: Request) -> Answer:
		request.client_id = request.client_id or possessor(request)
		self.validate_revocation_request(request)
		self.request_validator.revoke_token(request.token, request.token_type_hint, request)
		return {}, "{}", 200


@cache
def provider() -> AuthorizationServer:
	"""The one server of this process; it holds no state."""
	return AuthorizationServer()


def _request(uri: str, http_method: str, body: Any, headers: Any) -> Request:
	"""As oauthlib reads it. `came_by` is the method by which the parameters came, if they stood in the address."""
	query = "" if body else urlsplit(uri).query
	request = Request("", "POST", query, headers) if query else Request(uri, http_method, body, headers)
	request.came_by = http_method if query else ""
	return request


def _answered(request: Request, event: str, ask: Callable[[], Answer]) -> Answer:
	"""The answer, or the refusal as an answer: returned, so that what it revoked is committed."""
	plain_credentials.convert_presented(request.refresh_token, request.code, request.token)
	try:
		headers, body, status = ask()
	except OAuth2Error as error:
		return _refused(request, event, OtherRefusal(error.error, error.description, error.status_code))
	except Refusal as refusal:
		return _refused(request, event, refusal)
	if status < 400:
		return headers, body, status
	error = json.loads(body)
	return _refused(request, event, OtherRefusal(error["error"], error.get("error_description", ""), status))


def _refused(request: Request, event: str, refusal: Refusal) -> Answer:
	client = request.client if isinstance(request.client, Client) else None
	events.record_refusal(event, refusal, client and client.client_id)
	headers = {"WWW-Authenticate": refusal.challenge} if refusal.challenge else {}
	if isinstance(refusal, WrongMethod):
		headers["Allow"] = ", ".join(refusal.allowed)
	return (
		headers,
		json.dumps({"error": refusal.error, "error_description": refusal.description}),
		refusal.status,
	)

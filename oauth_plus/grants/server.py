"""oauthlib's server with our rules, which core and other apps find as `frappe.local.oauth_server`."""

import json
import logging
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

from oauthlib.common import Request
from oauthlib.oauth2 import AccessDeniedError
from oauthlib.openid import Server

from oauth_plus.exceptions import OtherRefusal, Refusal
from oauth_plus.grants import (
	authorization_request,
	introspection,
	issuance,
	oauthlib_request,
	refusal_events,
	revocation,
	token_endpoint,
)
from oauth_plus.grants.code_issuance import Consented
from oauth_plus.grants.destination import identify
from oauth_plus.grants.validator import CONSENTED, Validator
from oauth_plus.platform import clock
from oauth_plus.platform.request_state import state
from oauth_plus.rules import secret
from oauth_plus.rules.form import parse_form
from oauth_plus.store.clients import client_policy

Answer = tuple[dict[str, str], str, int]
"""Headers, body and status, as oauthlib's endpoints return them."""

ISSUED = ("code", "access_token", "token_type", "expires_in", "scope", "id_token")
"""Members that oauthlib puts into an authorization response. We add `state` and `iss`."""

logging.getLogger("oauthlib").setLevel(logging.INFO)  # its debug log has tokens (RFC 9700 §4.9.2)


class AuthorizationServer(Server):
	"""oauthlib's server. Its token, revocation and introspection endpoints are ours."""

	def __init__(self) -> None:
		super().__init__(
			Validator(),
			token_expires_in=_access_lifetime,
			token_generator=lambda _request: secret.new_token(),
		)

	def validate_authorization_request(
		self, uri: str, http_method: str = "GET", body: Any = None, headers: Any = None
	) -> tuple[list[str], dict[str, Any]]:
		"""Check a request (RFC 6749 §4.1.1), for apps that share the server. Raises a Refusal."""
		form = parse_form(urlsplit(uri).query.encode())
		request = authorization_request.read(form, identify(form), None)
		return list(request.scopes), {**form.values, "request": request}

	def create_authorization_response(
		self,
		uri: str,
		http_method: str = "GET",
		body: Any = None,
		headers: Any = None,
		scopes: Any = None,
		credentials: Any = None,
	) -> NoReturn:
		"""Raises AccessDeniedError: only our consent page issues codes. Frappe's `approve` calls this if it is called
		without our override, and no other page knows whether the user consented (RFC 9700 §4.16)."""
		raise AccessDeniedError(description="Only the consent page of this site issues codes")

	def answer_authorization_request(self, consented: Consented) -> dict[str, str]:
		"""Return the members of the response (RFC 6749 §4.1.2) to a request that a user has consented to. Raises
		OtherRefusal."""
		headers, _body, _status = super().create_authorization_response(
			oauthlib_request.written(consented.request.form),
			scopes=list(consented.scopes),
			credentials={CONSENTED: consented},
		)
		answer = urlsplit(headers["Location"])
		members = dict(parse_qsl(answer.query) + parse_qsl(answer.fragment))
		if "error" in members:
			raise OtherRefusal(members["error"], members.get("error_description", ""))
		return {name: members[name] for name in ISSUED if name in members}

	def create_token_response(
		self,
		uri: str,
		http_method: str = "POST",
		body: Any = None,
		headers: Any = None,
		*args: Any,
		**kwargs: Any,
	) -> Answer:
		"""Answer a token request (RFC 6749 §3.2), for apps that share the server."""
		request = oauthlib_request.read(uri, http_method, body, headers)
		return _answered("token_refused", lambda: token_endpoint.exchange(request, clock.now()).body())

	def create_revocation_response(
		self, uri: str, http_method: str = "POST", body: Any = None, headers: Any = None
	) -> Answer:
		"""Answer a revocation request (RFC 7009 §2), for apps that share the server."""
		request = oauthlib_request.read(uri, http_method, body, headers)
		return _answered("revocation_refused", lambda: revocation.revoke(request))

	def create_introspect_response(
		self, uri: str, http_method: str = "POST", body: Any = None, headers: Any = None
	) -> Answer:
		"""Answer an introspection request (RFC 7662 §2), for apps that share the server."""
		request = oauthlib_request.read(uri, http_method, body, headers)
		return _answered("introspection_refused", lambda: introspection.introspect(request))


@cache
def provider() -> AuthorizationServer:
	"""Return the server of this process, which has no state. Core calls it `oauth_server`."""
	return AuthorizationServer()


def _access_lifetime(request: Request) -> int:
	policy = client_policy.policy_for(getattr(request, CONSENTED).request.client)
	return issuance.access_lifetime(policy, None, clock.now())


def _answered(event: str, ask: Callable[[], dict[str, Any]]) -> Answer:
	"""Return the response. A refusal is also returned, so that the revocation that it ordered is committed."""
	state().client_id = None
	try:
		return {}, json.dumps(ask()), 200
	except Refusal as refusal:
		told = refusal_events.record(event, refusal)
		return told.headers, json.dumps(told.members), told.status

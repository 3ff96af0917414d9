"""Client authentication as requests carry it: Basic, in the form, or a name alone (RFC 6749 §2.3)."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote_plus

from oauth_plus.exceptions import InvalidClient, InvalidRequest
from oauth_plus.rules import client_assertion
from oauth_plus.rules.secret import same
from oauth_plus.rules.sentence import Sentence

OPAQUE = re.compile(r"[\w-]{20,64}", re.ASCII)
"""Form of the tokens that are issued here, 43 characters, and of stock Frappe's, 30 characters."""

B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""Characters of a bearer token (RFC 6750 §2.1)."""


class AuthMethod(str, Enum):
	"""Values of `token_endpoint_auth_method` (RFC 7591 §2)."""

	BASIC = "client_secret_basic"
	POST = "client_secret_post"
	PRIVATE_KEY_JWT = "private_key_jwt"
	NONE = "none"


@dataclass(frozen=True)
class Credentials:
	"""Presented client name with a secret or an assertion, not yet verified; its `repr` leaves both out."""

	method: AuthMethod
	client_id: str | None
	client_secret: str | None = None
	assertion: str | None = None

	def __repr__(self) -> str:
		return f"Credentials({self.method.value}, {self.client_id!r})"


def may_be_bearer(value: str) -> bool:
	"""Return whether a value has the form of a bearer token (RFC 6750 §2.1), unlike a placeholder that nobody
	filled in."""
	return bool(B64TOKEN.fullmatch(value))


def may_be_ours(value: str) -> bool:
	"""Return whether a value has the form of tokens of this site: 20 to 64 characters, unlike a JWT that a
	proxy adds."""
	return bool(OPAQUE.fullmatch(value))


def presented(authorization: str | None, client_id: str | None, client_secret: str | None) -> Credentials:
	"""Read one way of client authentication (RFC 6749 §2.3).

	Two ways are accepted only when they agree: libraries and proxies copy the header into the form. An empty
	`client_secret` counts as none: libraries send it for public clients. Raises InvalidRequest on two ways
	that differ, InvalidClient on a malformed header.
	"""
	if not (authorization or "").lower().startswith("basic"):
		method = AuthMethod.POST if client_secret else AuthMethod.NONE
		return Credentials(method, client_id or None, client_secret or None)
	basic = _basic(authorization or "")
	if client_secret and not same(client_secret, basic.client_secret or ""):
		raise InvalidRequest(
			"Two ways of client authentication at once, with different secrets",
			fix="Send the client secret in the Authorization header or in the form, not in both",
		)
	if client_id and client_id != basic.client_id:
		raise InvalidRequest("client_id differs from the one in the Authorization header")
	return basic


def asserted(
	assertion: str, kind: str | None, form: Mapping[str, str], authorization: str | None
) -> Credentials:
	"""Read an assertion (RFC 7523 §2.2); `client_id` may be left out beside it (RFC 7521 §4.2). Raises InvalidRequest for
	another way of authentication beside it, InvalidClient for another kind of assertion."""
	if (authorization or "").lower().startswith("basic") or form.get("client_secret"):
		raise InvalidRequest(
			"Two ways of client authentication at once",
			fix="Have the app send either the assertion or a secret",
		)
	if kind != client_assertion.TYPE:
		raise InvalidClient(Sentence("client_assertion_type is not {0}", client_assertion.TYPE))
	client_id = form.get("client_id") or client_assertion.subject_of(assertion)
	return Credentials(AuthMethod.PRIVATE_KEY_JWT, client_id, assertion=assertion)


def _basic(header: str) -> Credentials:
	scheme, _, encoded = header.strip().partition(" ")
	try:
		name, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
		client_id, client_secret = (unquote_plus(part, errors="strict") for part in (name, secret))
	except ValueError as error:  # no ASCII, no base64, no UTF-8
		raise InvalidClient("The Authorization header is malformed") from error
	if scheme.lower() != "basic" or not colon or not client_id:
		raise InvalidClient("The Authorization header is malformed")
	return Credentials(AuthMethod.BASIC, client_id, client_secret or None)

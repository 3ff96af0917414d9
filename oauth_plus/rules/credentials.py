"""How a client says who it is: Basic, in the form, or by its name alone (RFC 6749 §2.3)."""

import base64
import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote_plus

from oauth_plus.exceptions import InvalidClient, InvalidRequest
from oauth_plus.rules.secret import same

OPAQUE = re.compile(r"[\w-]{20,64}", re.ASCII)

B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""RFC 6750 §2.1."""


class AuthMethod(str, Enum):
	"""`token_endpoint_auth_method` values (RFC 7591 §2)."""

	BASIC = "client_secret_basic"
	POST = "client_secret_post"
	NONE = "none"


@dataclass(frozen=True)
class Credentials:
	"""What was presented, unproven."""

	method: AuthMethod
	client_id: str | None
	client_secret: str | None = None

	def __repr__(self) -> str:
		return f"Credentials({self.method.value}, {self.client_id!r})"


def may_be_bearer(value: str) -> bool:
	"""Could it have been issued by anybody (RFC 6750 §2.1)? A placeholder that nobody filled could not."""
	return bool(B64TOKEN.fullmatch(value))


def may_be_ours(value: str) -> bool:
	"""Has it the form of the tokens that are issued here, or were by Frappe? The JWT that a proxy adds has not."""
	return bool(OPAQUE.fullmatch(value))


def presented(authorization: str | None, client_id: str | None, client_secret: str | None) -> Credentials:
	"""Read one way of authentication; two at once are refused (RFC 6749 §2.3), unless they say the same: libraries and
	apps in between copy the header into the form.

	An empty `client_secret` counts as none: libraries send it for public clients.
	"""
	if not (authorization or "").lower().startswith("basic"):
		method = AuthMethod.POST if client_secret else AuthMethod.NONE
		return Credentials(method, client_id or None, client_secret or None)
	basic = _basic(authorization or "")
	if client_secret and not same(client_secret, basic.client_secret or ""):
		raise InvalidRequest(
			"Two ways of client authentication at once, with different secrets",
			fix="Have the app send the client's secret either in the Authorization header or in the form",
		)
	if client_id and client_id != basic.client_id:
		raise InvalidRequest("client_id differs from the one in the Authorization header")
	return basic


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

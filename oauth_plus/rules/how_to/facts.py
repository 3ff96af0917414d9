"""What ready requests need to know of a client and of the site; no secret is among it."""

import json
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote, urlencode, urlsplit

from oauth_plus.rules.client_assertion import ALGORITHMS
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.redirect_uri_kinds import is_loopback

METHODS = "/api/method/"
AUTHORIZE = "frappe.integrations.oauth2.authorize"
TOKEN = "frappe.integrations.oauth2.get_token"  # noqa: S105 the name of a method
INTROSPECT = "frappe.integrations.oauth2.introspect_token"
DEVICE = "oauth_plus.api.device.device_authorization"
PUSH = "oauth_plus.api.par.pushed_authorization_request"

LOGGED_USER = f"{METHODS}frappe.auth.get_logged_user"


class Flow(str, Enum):
	"""Ways to a token, and what a gateway does."""

	CODE = "code"
	CREDENTIALS = "credentials"
	DEVICE = "device"
	INTROSPECTION = "introspection"
	EXCHANGE = "exchange"


@dataclass(frozen=True)
class Facts:
	"""One client. `doctype` is one that its scopes allow to read, empty for none. `key_set` is its JWK Set in JSON.
	`tools` is the address of an MCP server of this site, empty for none."""

	issuer: str
	client_id: str
	title: str
	method: AuthMethod
	flows: tuple[Flow, ...]
	redirect_uris: tuple[str, ...]
	scopes: tuple[str, ...]
	doctype: str = ""
	key_set: str = ""
	tools: str = ""
	requires_push: bool = False
	requires_dpop: bool = False
	is_fapi: bool = False

	@property
	def algorithm(self) -> str:
		"""Algorithm for the client's first key (RFC 7518 §3.1); empty without a key."""
		kinds = {
			kind: name
			for name, kind in reversed(ALGORITHMS.items())
			if not (self.is_fapi and name == "RS256")
		}
		return kinds.get(str(self._key.get("kty")), "")

	@property
	def key_id(self) -> str:
		"""`kid` of the client's first key; empty for none."""
		return str(self._key.get("kid", ""))

	@property
	def redirect_uri(self) -> str:
		"""The first redirect URI; empty for none."""
		return next(iter(self.redirect_uris), "")

	@property
	def call(self) -> str:
		"""Path of a first call that the scopes allow."""
		return f"/api/resource/{quote(self.doctype)}" if self.doctype else LOGGED_USER

	@property
	def values(self) -> dict[str, str]:
		"""The values that texts name."""
		base = f"{self.issuer}{METHODS}"
		asked = {
			"client_id": self.client_id,
			"response_type": "code",
			"redirect_uri": self.redirect_uri,
			"scope": " ".join(self.scopes),
		}
		return asked | {
			"issuer": self.issuer,
			"title": self.title,
			"authorization_endpoint": base + AUTHORIZE,
			"authorization_address": f"{base}{AUTHORIZE}?{urlencode(asked)}",
			"token_endpoint": base + TOKEN,
			"introspection_endpoint": base + INTROSPECT,
			"device_endpoint": base + DEVICE,
			"push_endpoint": base + PUSH,
			"metadata": f"{self.issuer}/.well-known/openid-configuration",
			"called": f"{self.issuer}{self.call}" + ("?limit_page_length=5" if self.doctype else ""),
			"call_path": self.call.strip("/"),
			"token_path": f"{METHODS}{TOKEN}".strip("/"),
			"algorithm": self.algorithm,
			"key_id": self.key_id,
			"tools": self.tools or f"{base}YOUR_MCP_SERVER",
			"port": self._port,
			"client_information": json.dumps({"client_id": self.client_id}),
		}

	@property
	def _port(self) -> str:
		"""Port at which a program on the user's device waits for the answer (RFC 8252 §7.3)."""
		ports = (urlsplit(uri).port for uri in self.redirect_uris if is_loopback(uri))
		return str(next(filter(None, ports), 3334))

	@property
	def _key(self) -> dict[str, object]:
		keys = json.loads(self.key_set or "{}").get("keys") or [{}]
		return dict(keys[0])

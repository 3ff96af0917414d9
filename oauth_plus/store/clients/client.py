"""OAuth Client as a frozen value."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules.policy import Gate, RefreshTokenMode
from oauth_plus.rules.rotation import Rotation
from oauth_plus.store.clients.client_access_tokens import AccessTokens
from oauth_plus.store.clients.client_sign_on import SignOn


@dataclass(frozen=True)
class Branding:
	"""Columns of a client that pages show (OF_BRANDING): those of the administrator, and those of the app (RFC 7591
	§2)."""

	maker: str = ""
	logo: str = ""
	client_uri: str = ""
	logo_uri: str = ""
	owner: str = ""
	registration: str = ""


@dataclass(frozen=True)
class Client:
	"""OAuth Client as the protocol sees it. `lifetimes` are its own, in seconds.

	`keys` is the JWK Set of its public keys, in JSON; empty for a client with a secret or none.
	`exceptions` is a stored text of rules/gates.py. `token_limit` is the number of its requests to an endpoint in a minute, and 0 where the site's applies.
	`undigested_secret` is a plain one that was written into Frappe's field without the form, until it is digested.
	"""

	client_id: str
	title: str
	is_enabled: bool
	is_public: bool
	enforcement: Gate
	redirect_uris: tuple[str, ...]
	default_redirect_uri: str | None
	scopes: tuple[str, ...]
	response_type: str
	skips_consent: bool
	introspects_all: bool
	verifies_with_secret: bool
	lifetimes: dict[str, int] = field(default_factory=dict)
	rotation: Rotation = field(default_factory=Rotation)
	refresh_tokens: RefreshTokenMode = RefreshTokenMode.ALWAYS
	undigested_secret: str = field(repr=False, default="")
	default_scopes: tuple[str, ...] = ()
	networks: tuple[str, ...] = ()
	requires_all_scopes: bool = False
	allowed_roles: tuple[str, ...] = ()
	service_user: str = ""
	has_device_flow: bool = False
	requires_dpop: bool = False
	requires_dpop_nonce: bool = False
	requires_push: bool = False
	is_fapi: bool = False
	branding: Branding = field(default_factory=Branding)
	keys: str = ""
	sign_on: SignOn = field(default_factory=SignOn)
	access_tokens: AccessTokens = field(default_factory=AccessTokens)
	document_url: str = ""
	exceptions: str = ""
	token_limit: int = 0

	@property
	def public_id(self) -> str:
		"""The client_id as the client itself knows it: the address of its document, or the name of its row."""
		return self.document_url or self.client_id

	@property
	def owes_assertion(self) -> bool:
		"""The client has public keys: it proves itself with an assertion, and with nothing else (RFC 7523 §2.2)."""
		return bool(self.keys.strip()) or self.is_fapi

	@property
	def owes_push(self) -> bool:
		"""The client pushes each authorization request (RFC 9126 §6, FAPI 2.0 Security Profile §5.3.2.2, item 3)."""
		return self.requires_push or self.is_fapi

	@property
	def exchanges_tokens(self) -> bool:
		"""The client may exchange tokens (RFC 8693): it is marked, keeps a secret, and is held to scopes."""
		return self.access_tokens.may_exchange and not self.is_public and self.enforcement is Gate.ENFORCE

	def may_be_used_by(self, roles: Iterable[str]) -> bool:
		"""Return whether one of a user's roles is in `allowed_roles`; False if that is empty."""
		return not set(self.allowed_roles).isdisjoint(roles)

	def __getitem__(self, key: str) -> Any:
		"""Return a field by its name: apps that share the validator read `client["name"]`, as from Frappe's dict."""
		return self.client_id if key == "name" else getattr(self, key)

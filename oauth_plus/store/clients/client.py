"""OAuth Client row as a frozen value."""

from dataclasses import dataclass, field
from html import unescape
from typing import Any

from oauth_plus.rules import redirect_uri, scope_list, secret
from oauth_plus.rules.policy import Gate, RefreshTokenMode, gate_named, refresh_tokens_named
from oauth_plus.rules.rotation import LONGEST_GRACE, Mode, Rotation, mode_named
from oauth_plus.store.clients import client_access_tokens, client_sign_on
from oauth_plus.store.clients.client_access_tokens import AccessTokens
from oauth_plus.store.clients.client_fields import (
	DOCUMENT_URL,
	DPOP_NONCE,
	DPOP_REQUIRED,
	FAPI,
	LIFETIMES,
	PUBLIC,
	REGISTRATION,
	SYMMETRIC,
)
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

	def __getitem__(self, key: str) -> Any:
		"""Return a field by its name: apps that share the validator read `client["name"]`, as from Frappe's dict."""
		return self.client_id if key == "name" else getattr(self, key)


def from_row(row: Any) -> Client:
	"""Return the value of a row of COLUMNS, with or without its roles. An invalid choice counts as the strictest."""
	uris, is_fapi = redirect_uri.split(row.redirect_uris), row.oauth_plus_profile == FAPI
	return Client(
		client_id=row.name,
		title=unescape(row.app_name or row.name),  # Frappe stores markup as entities; we escape it at display
		is_enabled=bool(row.oauth_plus_enabled),
		is_public=row.oauth_plus_client_type == PUBLIC,
		enforcement=Gate.ENFORCE if is_fapi else gate_named(row.oauth_plus_enforcement),
		redirect_uris=tuple(dict.fromkeys((*uris, *redirect_uri.split(row.default_redirect_uri)))),
		default_redirect_uri=row.default_redirect_uri or (uris[0] if uris else None),
		scopes=scope_list.split(row.scopes),
		response_type=row.response_type or "Code",
		skips_consent=bool(row.skip_authorization),
		introspects_all=bool(row.oauth_plus_introspects_all),
		lifetimes=own_lifetimes(row),
		rotation=_rotation(row),
		refresh_tokens=refresh_tokens_named(row.oauth_plus_refresh_tokens),
		verifies_with_secret=row.oauth_plus_id_token_signing == SYMMETRIC,
		undigested_secret=undigested(row.client_secret),
		default_scopes=scope_list.split(row.oauth_plus_default_scopes),
		networks=scope_list.split(row.oauth_plus_networks),
		requires_all_scopes=bool(row.oauth_plus_requires_all_scopes),
		allowed_roles=tuple(row.allowed_roles or ()),
		service_user=row.oauth_plus_service_user or "",
		has_device_flow=bool(row.oauth_plus_device_flow),
		requires_dpop=is_fapi or bool(row.get(DPOP_REQUIRED)),
		requires_dpop_nonce=bool(row.get(DPOP_NONCE)),
		requires_push=bool(row.oauth_plus_requires_push),
		is_fapi=is_fapi,
		branding=_branding(row),
		keys=row.oauth_plus_jwks or "",
		sign_on=client_sign_on.from_row(row),
		document_url=row.get(DOCUMENT_URL) or "",
		access_tokens=client_access_tokens.from_row(row),
	)


def _branding(row: Any) -> Branding:
	columns = ("oauth_plus_maker", "oauth_plus_logo", "client_uri", "logo_uri", "owner", REGISTRATION)
	return Branding(*(row.get(column) or "" for column in columns))


def own_lifetimes(row: Any) -> dict[str, int]:
	"""Return the lifetimes, in seconds, that are set on the client itself; 0 leaves one to the site."""
	given = {name: int(row.get(field) or 0) for name, field in LIFETIMES.items()}
	return {name: seconds for name, seconds in given.items() if seconds > 0}


def _rotation(row: Any) -> Rotation:
	"""Return the rotation of a row; a public client always rotates, whatever its row holds (RFC 9700 §4.14.2), and one of
	the FAPI 2.0 Security Profile never does (§5.3.2.1, item 9)."""
	is_public = row.oauth_plus_client_type == PUBLIC
	mode = Mode.STATIC if row.oauth_plus_profile == FAPI else mode_named(row.oauth_plus_rotation)
	grace = min(max(int(row.oauth_plus_grace or 0), 0), LONGEST_GRACE)
	mode = Mode.ROTATE if is_public and mode is Mode.STATIC else mode
	return Rotation(mode, grace, bool(row.oauth_plus_keeps_access_tokens))


def undigested(value: str | None) -> str:
	"""Return a plain secret as it stands in Frappe's field; empty where the field holds the mask."""
	return "" if secret.is_mask(value) else value or ""

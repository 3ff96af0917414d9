"""Policy of a site for one client: each hardening at Off, Warn or Enforce, lifetimes and rotation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from oauth_plus.rules.lifetime import Lifetimes
from oauth_plus.rules.rotation import Rotation


class Gate(str, Enum):
	"""Effect of a hardening: none, an event for what it would refuse, or a refusal."""

	OFF = "Off"
	WARN = "Warn"
	ENFORCE = "Enforce"


def stricter(*gates: Gate) -> Gate:
	"""Return the strictest of several gates. Raises ValueError for none."""
	return max(gates, key=list(Gate).index)


class Hardening(str, Enum):
	"""Rules that an old client may break while its gate is at Warn or Off, each with its source."""

	CLIENT_AUTHENTICATION = "client_authentication"  # RFC 6749 §2.3, §3.2.1
	PASSWORD_GRANT = "password_grant"  # noqa: S105 RFC 9700 §2.4
	IMPLICIT_GRANT = "implicit_grant"  # RFC 9700 §2.1.2
	PKCE_REQUIRED = "pkce_required"  # RFC 9700 §2.1.1
	PKCE_METHOD = "pkce_method"  # RFC 7636 §4.2, RFC 9700 §2.1.1
	PKCE_FORM = "pkce_form"  # RFC 7636 §4.1
	PKCE_DOWNGRADE = "pkce_downgrade"  # RFC 9700 §4.8.2
	CODE_LIFETIME = "code_lifetime"  # RFC 6749 §4.1.2
	CODE_REDIRECT_URI = "code_redirect_uri"  # RFC 6749 §4.1.3
	CODE_REUSE = "code_reuse"  # RFC 6749 §4.1.2, RFC 9700 §4.2.4
	PARAMETERS_IN_ADDRESS = "parameters_in_address"  # RFC 6749 §3.2, RFC 9700 §4.3.2
	REFRESH_ROTATION = "refresh_rotation"  # RFC 9700 §4.14.2
	REFRESH_LIFETIME = "refresh_lifetime"  # RFC 9700 §4.14.2
	REVOCATION_BINDING = "revocation_binding"  # RFC 7009 §2.1
	INTROSPECTION_BINDING = "introspection_binding"  # RFC 7662 §4
	ID_TOKEN_KEY = "id_token_key"  # noqa: S105 OpenID Connect Core §10.1
	CLIENT_ROLES = "client_roles"  # no RFC: stock's Allowed Roles, held against refreshing too
	SCOPE = "scope"  # RFC 6749 §3.3, RFC 6750 §3.1
	UNSUPPORTED_PARAMETER = "unsupported_parameter"  # OpenID Connect Core §3.1.2.6
	USERINFO_SCOPE = "userinfo_scope"  # OpenID Connect Core §5.3.1
	REDIRECT_URI_FORM = "redirect_uri_form"  # RFC 9700 §2.6, RFC 8252 §7
	RESOURCE = "resource"  # RFC 8707 §2
	ADMINISTRATOR = "administrator_token"  # no RFC: the house's own rule


class RefreshTokenMode(str, Enum):
	"""Modes of issuing refresh tokens: always, for `offline_access`, or never (RFC 9700 §4.14.2)."""

	ALWAYS = "Always"
	OFFLINE_ACCESS = "With offline_access"  # OpenID Connect Core §11
	NEVER = "Never"


OFFLINE_ACCESS = "offline_access"
"""Scope that asks for a refresh token (OpenID Connect Core §11)."""


@dataclass(frozen=True)
class Policy:
	"""All settings that decisions about one client depend on; built once a request."""

	enforcement: Gate
	lifetimes: Lifetimes
	rotation: Rotation = field(default_factory=Rotation)
	refresh_tokens: RefreshTokenMode = RefreshTokenMode.ALWAYS
	allows_administrator: bool = False
	exceptions: Mapping[Hardening, Gate] = field(default_factory=dict)

	def gate(self, hardening: Hardening) -> Gate:
		"""Return the effect of a hardening on this client: that of an exception, or of its Enforcement."""
		if hardening is Hardening.ADMINISTRATOR and self.allows_administrator:
			return Gate.OFF
		return self.exceptions.get(hardening, self.enforcement)

	def gives_refresh_token(self, scopes: tuple[str, ...]) -> bool:
		"""Return whether a grant of these scopes gets a refresh token (RFC 6749 §1.5, OpenID Connect Core
		§11)."""
		if self.refresh_tokens is RefreshTokenMode.OFFLINE_ACCESS:
			return OFFLINE_ACCESS in scopes
		return self.refresh_tokens is RefreshTokenMode.ALWAYS


def refresh_tokens_named(word: str | None) -> RefreshTokenMode:
	"""Return the mode of that name; `Always`, as in stock Frappe, for None and for an unknown one."""
	return next((choice for choice in RefreshTokenMode if choice.value == word), RefreshTokenMode.ALWAYS)


def gate_named(word: str | None) -> Gate:
	"""Return the gate of that name; Enforce for an unknown one, so that a damaged row opens nothing."""
	return next((gate for gate in Gate if gate.value == word), Gate.ENFORCE)

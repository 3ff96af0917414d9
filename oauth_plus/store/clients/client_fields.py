"""Names of the fields of OAuth Client, and their choices."""

import frappe

from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.lifetime import NAMES
from oauth_plus.store.clients import client_access_tokens, client_sign_on

DOCTYPE = "OAuth Client"

GUEST = "Guest"

PUBLIC, CONFIDENTIAL = "Public", "Confidential"
"""Client types (RFC 6749 §2.1)."""

ENFORCEMENT = "oauth_plus_enforcement"

EXCEPTIONS = "oauth_plus_exceptions"
"""Gates of single hardenings, apart from Enforcement (rules/gates.py)."""

WATCHED_SINCE = "oauth_plus_watched_since"
"""Time since which events record what Enforce would refuse this client; empty for one that is not at Warn."""

LIFETIMES = {name: f"oauth_plus_{name}_lifetime" for name in NAMES}
"""Fields of the client's own lifetimes, in seconds."""

SIGNING = "oauth_plus_id_token_signing"

SYMMETRIC = "Client Secret (HS256)"
"""Choice for ID tokens that are signed with the client's own secret (OpenID Connect Core §10.1)."""

SITE_KEY = "Site Key"

JWKS = "oauth_plus_jwks"
"""Public keys of a client that proves itself with a signature (RFC 7523 §2.2)."""

JWKS_URI = "oauth_plus_jwks_uri"
"""Address from which these keys are read (RFC 7591 §2)."""

OPEN_TO = "oauth_plus_open_to"

REGISTRATION = "oauth_plus_registration"

BY_ITSELF, BY_DOCUMENT = "The App Itself", "Client ID Metadata Document"
"""Choices: who has registered a client that no administrator made."""

DOCUMENT_URL = "oauth_plus_document_url"

FRESH_UNTIL = "oauth_plus_document_fresh_until"

REGISTRATION_TOKEN = "oauth_plus_registration_token"  # noqa: S105 the name of a field

REGISTERED_METADATA = "oauth_plus_registered_metadata"

OF_METADATA = (
	"client_uri",
	"logo_uri",
	"tos_uri",
	"policy_uri",
	"software_id",
	"software_version",
	"contacts",
)
"""Fields that Frappe has for registered metadata (v16)."""

SERVICE_USER = "oauth_plus_service_user"

DEVICE_FLOW = "oauth_plus_device_flow"

DPOP_REQUIRED, DPOP_NONCE = "oauth_plus_dpop_required", "oauth_plus_dpop_nonce"
"""Whether the client's tokens must be bound to a key, and whether its proofs need a nonce (RFC 9449 §5.2, §8)."""

TOKEN_LIMIT = "oauth_plus_token_limit"  # noqa: S105 the name of a field

CALL_LIMITS = ("oauth_plus_call_limit", "oauth_plus_user_call_limit")
"""Limits of the client's calls in a minute, in all and of each user; 0 where the site's apply."""

PUSH = "oauth_plus_requires_push"
"""The client pushes each authorization request (RFC 9126 §6)."""

PROFILE = "oauth_plus_profile"

FAPI = "FAPI 2.0"
"""Choice for the FAPI 2.0 Security Profile."""

COLUMNS = [
	"name",
	"app_name",
	"client_secret",
	"redirect_uris",
	"default_redirect_uri",
	"scopes",
	"response_type",
	"skip_authorization",
	ENFORCEMENT,
	EXCEPTIONS,
	SIGNING,
	"oauth_plus_enabled",
	"oauth_plus_client_type",
	"oauth_plus_introspects_all",
	"oauth_plus_rotation",
	"oauth_plus_grace",
	"oauth_plus_keeps_access_tokens",
	"oauth_plus_requires_all_scopes",
	"oauth_plus_refresh_tokens",
	"oauth_plus_default_scopes",
	"oauth_plus_networks",
	JWKS,
	SERVICE_USER,
	DEVICE_FLOW,
	DOCUMENT_URL,
	DPOP_REQUIRED,
	DPOP_NONCE,
	PUSH,
	PROFILE,
	TOKEN_LIMIT,
	*LIFETIMES.values(),
	*client_sign_on.COLUMNS,
	*client_access_tokens.COLUMNS,
]

OF_BRANDING = ["owner", "oauth_plus_maker", "oauth_plus_logo", "client_uri", "logo_uri", REGISTRATION]
"""Columns that pages show, and nothing else needs. Only a Frappe with registration (v16) has the last two."""

AUTH_METHOD = "token_endpoint_auth_method"

AUTH_METHODS = {
	AuthMethod.BASIC: "Client Secret Basic",
	AuthMethod.POST: "Client Secret Post",
	AuthMethod.PRIVATE_KEY_JWT: "Private Key JWT",
	AuthMethod.NONE: "None",
}
"""Choices, by the methods of RFC 7591 §2; v16 has all but Private Key JWT."""


def has_own_auth_method() -> bool:
	"""Whether Frappe has a field for the authentication method (RFC 7591 §2), as v16 does; False on v15."""
	return bool(frappe.get_meta(DOCTYPE).has_field(AUTH_METHOD))


def auth_method_field() -> str:
	"""Return the name of the field for the authentication method (RFC 7591 §2): Frappe's own where that
	exists, else ours."""
	return AUTH_METHOD if has_own_auth_method() else f"oauth_plus_{AUTH_METHOD}"

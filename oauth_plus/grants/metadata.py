"""Metadata of the server, derived from the rules of its endpoints (RFC 8414, OpenID Connect Discovery)."""

from typing import Any

from oauth_plus.grants import signing, token_endpoint
from oauth_plus.grants.resource_metadata import ADVERTISED
from oauth_plus.platform import features
from oauth_plus.rules import claims, client_assertion, pkce, response_mode, sign_in
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.issuer import endpoint_here
from oauth_plus.rules.prompt import Prompt
from oauth_plus.store.clients import capabilities
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import registration_settings, resources, settings, site_issuer

AUTHENTICATED = [AuthMethod.BASIC.value, AuthMethod.POST.value, AuthMethod.PRIVATE_KEY_JWT.value]

ASSERTED = list(client_assertion.ALGORITHMS)
"""Algorithms of client assertions (RFC 8414 §2) and of DPoP proofs."""

ENDPOINTS = {
	"authorization_endpoint": "frappe.integrations.oauth2.authorize",
	"token_endpoint": "frappe.integrations.oauth2.get_token",
	"userinfo_endpoint": "frappe.integrations.oauth2.openid_profile",
	"revocation_endpoint": "frappe.integrations.oauth2.revoke_token",
	"introspection_endpoint": "frappe.integrations.oauth2.introspect_token",
}
"""Endpoints by Frappe's own names, which clients know."""

END_SESSION = "oauth_plus.api.logout.end_session"
"""RP-Initiated Logout §2: Frappe has no method for it."""

KEY_SET = "/.well-known/jwks.json"

OPENID_CONNECT = frozenset(
	(
		"acr_values_supported",
		"claims_parameter_supported",
		"claims_supported",
		"id_token_encryption_alg_values_supported",
		"id_token_signing_alg_values_supported",
		"backchannel_logout_session_supported",
		"backchannel_logout_supported",
		"end_session_endpoint",
		"prompt_values_supported",
		"subject_types_supported",
		"userinfo_signing_alg_values_supported",
	)
)
"""Members of OpenID Connect Discovery §3, only in its own document, and only from this app."""

PUSHED = "oauth_plus.api.par.pushed_authorization_request"
"""Frappe has none of its own (RFC 9126 §5)."""

REQUIRES_PUSH = "require_pushed_authorization_requests"

DEVICES = "oauth_plus.api.device.device_authorization"
"""Frappe has none of its own (RFC 8628 §4)."""

REGISTRATION = "frappe.integrations.oauth2.register_client"

OWN, CONFIGURATION = "oauth_plus.api", "frappe.integrations.oauth2.openid_configuration"


def authorization_server() -> dict[str, Any]:
	"""Return the document of RFC 8414 §2. Every member is true for clients at Enforce."""
	return _added() | _own()


def _added() -> dict[str, Any]:
	"""Return the members that other apps add, such as a registration endpoint or an MCP server."""
	told: dict[str, Any] = {}
	for method in features.overriding(CONFIGURATION, OWN):
		told |= features.answer_of(method)
	issuer = site_issuer.issuer()
	return {
		name: endpoint_here(issuer, value) if name.endswith("_endpoint") else value
		for name, value in told.items()
		if name not in OPENID_CONNECT and value is not None
	}


def _own() -> dict[str, Any]:
	issuer = site_issuer.issuer()
	return {
		"issuer": issuer,
		**{name: f"{issuer}/api/method/{method}" for name, method in _endpoints().items()},
		"jwks_uri": f"{issuer}{KEY_SET}",
		"response_types_supported": ["code"],
		"response_modes_supported": list(response_mode.ADVERTISED),
		"grant_types_supported": list(token_endpoint.advertised()),
		"token_endpoint_auth_methods_supported": [*AUTHENTICATED, AuthMethod.NONE.value],
		"revocation_endpoint_auth_methods_supported": [*AUTHENTICATED, AuthMethod.NONE.value],
		"introspection_endpoint_auth_methods_supported": AUTHENTICATED,
		**{
			f"{name}_endpoint_auth_signing_alg_values_supported": ASSERTED
			for name in ("token", "revocation", "introspection")
		},
		"scopes_supported": [scope.name for scope in scope_lookup.known(ADVERTISED)],
		"code_challenge_methods_supported": [pkce.S256],
		"dpop_signing_alg_values_supported": ASSERTED,  # RFC 9449 §5.1
		"request_parameter_supported": False,
		"request_uri_parameter_supported": False,  # absent means true (OpenID Connect Discovery §3)
		"authorization_response_iss_parameter_supported": True,
		**_as_settings_say(),
	}


def _endpoints() -> dict[str, str]:
	"""Return the methods of the endpoints that work on this site now, by the members that name them."""
	endpoints = ENDPOINTS | {"pushed_authorization_request_endpoint": PUSHED}
	if registration_settings.is_on():
		endpoints["registration_endpoint"] = REGISTRATION
	if capabilities.includes(capabilities.DEVICES):
		endpoints["device_authorization_endpoint"] = DEVICES
	return endpoints


def _as_settings_say() -> dict[str, Any]:
	"""Return the members that are there only while a setting is on."""
	members: dict[str, Any] = {}
	if settings.requires_pushed_requests():
		members[REQUIRES_PUSH] = True  # RFC 9126 §5
	if registration_settings.reads_documents():
		members["client_id_metadata_document_supported"] = True
	if features.describes_resource():
		members["protected_resources"] = resources.uris()  # RFC 9728 §4
	return members


def openid_provider() -> dict[str, Any]:
	"""Return the document of OpenID Connect Discovery §3: that of RFC 8414 with its own members."""
	return authorization_server() | {
		"claims_parameter_supported": True,
		"subject_types_supported": ["public", "pairwise"],
		"id_token_signing_alg_values_supported": signing.algorithms(),
		"claims_supported": ["sub", "iss", "auth_time", "acr", "amr", *claims.KNOWN],
		"acr_values_supported": list(sign_in.CLASSES),
		"end_session_endpoint": f"{site_issuer.issuer()}/api/method/{END_SESSION}",
		"backchannel_logout_supported": True,
		"backchannel_logout_session_supported": True,
		"prompt_values_supported": [prompt.value for prompt in Prompt],
	}

"""Metadata of the server, derived from what its endpoints obey (RFC 8414, OpenID Connect Discovery)."""

from typing import Any

from oauth_plus.grants import signing, token_endpoint
from oauth_plus.grants.resource_metadata import ADVERTISED
from oauth_plus.platform import features
from oauth_plus.rules import pkce
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.issuer import endpoint_here
from oauth_plus.rules.prompt import Prompt
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import resources, site_issuer

AUTHENTICATED = [AuthMethod.BASIC.value, AuthMethod.POST.value]

ENDPOINTS = {
	"authorization_endpoint": "frappe.integrations.oauth2.authorize",
	"token_endpoint": "frappe.integrations.oauth2.get_token",
	"userinfo_endpoint": "frappe.integrations.oauth2.openid_profile",
	"revocation_endpoint": "frappe.integrations.oauth2.revoke_token",
	"introspection_endpoint": "frappe.integrations.oauth2.introspect_token",
}
"""Frappe's own names, which clients have known for years."""

KEY_SET = "/.well-known/jwks.json"

OPENID_CONNECT = frozenset(
	(
		"acr_values_supported",
		"claims_parameter_supported",
		"claims_supported",
		"id_token_encryption_alg_values_supported",
		"id_token_signing_alg_values_supported",
		"prompt_values_supported",
		"subject_types_supported",
		"userinfo_signing_alg_values_supported",
	)
)
"""What OpenID Connect Discovery §3 adds: told in its own document alone, and by nobody but us."""

REGISTRATION = "frappe.integrations.oauth2.register_client"


OWN, CONFIGURATION = "oauth_plus.api", "frappe.integrations.oauth2.openid_configuration"


def authorization_server() -> dict[str, Any]:
	"""Return the document of RFC 8414 §2; every member is true for clients whose gates enforce."""
	return _added() | _own()


def _added() -> dict[str, Any]:
	"""What other apps have to say beside it, such as where clients register or where an MCP server is."""
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
	endpoints = ENDPOINTS | ({"registration_endpoint": REGISTRATION} if features.registers_clients() else {})
	return {
		"issuer": issuer,
		**{name: f"{issuer}/api/method/{method}" for name, method in endpoints.items()},
		"jwks_uri": f"{issuer}{KEY_SET}",
		"response_types_supported": ["code"],
		"response_modes_supported": ["query"],
		"grant_types_supported": list(token_endpoint.advertised()),
		"token_endpoint_auth_methods_supported": [*AUTHENTICATED, AuthMethod.NONE.value],
		"revocation_endpoint_auth_methods_supported": [*AUTHENTICATED, AuthMethod.NONE.value],
		"introspection_endpoint_auth_methods_supported": AUTHENTICATED,
		"scopes_supported": [scope.name for scope in scope_lookup.known(ADVERTISED)],
		"code_challenge_methods_supported": [pkce.S256],
		"request_parameter_supported": False,
		"request_uri_parameter_supported": False,  # left out, it would mean true (OpenID Connect Discovery §3)
		"authorization_response_iss_parameter_supported": True,
		**({"protected_resources": resources.uris()} if features.describes_resource() else {}),  # RFC 9728 §4
	}


def openid_provider() -> dict[str, Any]:
	"""Return the document of OpenID Connect Discovery §3: the same, with its own members."""
	return authorization_server() | {
		"claims_parameter_supported": False,
		"subject_types_supported": ["public"],
		"id_token_signing_alg_values_supported": signing.algorithms(),
		"claims_supported": [
			"sub",
			"iss",
			"auth_time",
			"name",
			"given_name",
			"family_name",
			"preferred_username",
			"email",
			"email_verified",
			"picture",
			"roles",
		],
		"prompt_values_supported": [prompt.value for prompt in Prompt],
	}

"""Fields of OAuth Bearer Token and OAuth Authorization Code. Only the authorization server writes them."""

from typing import Any

EXPIRES_AT: dict[str, Any] = {
	"fieldname": "oauth_plus_expires_at",
	"fieldtype": "Float",
	"label": "Expires (Unix Time)",
	"default": "0",
	"hidden": 1,
	"read_only": 1,
	"no_copy": 1,
	"insert_after": "expiration_time",
}

PURGE_AT: dict[str, Any] = {
	"fieldname": "oauth_plus_purge_at",
	"fieldtype": "Float",
	"label": "Delete After (Unix Time)",
	"default": "0",
	"hidden": 1,
	"read_only": 1,
	"no_copy": 1,
	"insert_after": "oauth_plus_end_reason",
}

DPOP_JKT: dict[str, Any] = {
	"fieldname": "oauth_plus_dpop_jkt",
	"fieldtype": "Data",
	"label": "DPoP Key (Thumbprint)",
	"read_only": 1,
	"no_copy": 1,
}
"""Key that the token, or the code, is bound to (RFC 9449 §6, §10)."""

OAUTH_BEARER_TOKEN: list[dict[str, Any]] = [
	EXPIRES_AT,
	{
		"fieldname": "oauth_plus_granted_scopes",
		"fieldtype": "Small Text",
		"label": "Granted Scopes",
		"read_only": 1,
		"insert_after": "scopes",
	},
	{
		"fieldname": "oauth_plus_family",
		"fieldtype": "Data",
		"label": "Grant",
		"read_only": 1,
		"search_index": 1,
		"insert_after": "status",
	},
	{
		"fieldname": "oauth_plus_generation",
		"fieldtype": "Int",
		"label": "Generation",
		"read_only": 1,
		"insert_after": "oauth_plus_family",
	},
	{
		"fieldname": "oauth_plus_resource",
		"fieldtype": "Small Text",
		"label": "Resource",
		"read_only": 1,
		"insert_after": "oauth_plus_granted_scopes",
	},
	DPOP_JKT | {"insert_after": "oauth_plus_resource"},
	{
		"fieldname": "oauth_plus_delegation",
		"fieldtype": "Small Text",
		"label": "Exchanged By",
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_resource",
		"description": "Clients that act one through the other, and last the client that the user has allowed.",
	},
	{
		"fieldname": "oauth_plus_refresh_expires_at",
		"fieldtype": "Datetime",
		"label": "Refresh Token Idle Expiry",
		"read_only": 1,
		"insert_after": "oauth_plus_generation",
	},
	{
		"fieldname": "oauth_plus_grant_expires_at",
		"fieldtype": "Datetime",
		"label": "Grant Absolute Expiry",
		"read_only": 1,
		"insert_after": "oauth_plus_refresh_expires_at",
	},
	{
		"fieldname": "oauth_plus_last_used",
		"fieldtype": "Datetime",
		"label": "Last Used",
		"read_only": 1,
		"insert_after": "oauth_plus_grant_expires_at",
	},
	{
		"fieldname": "oauth_plus_ended_by",
		"fieldtype": "Data",
		"label": "Ended By",
		"read_only": 1,
		"insert_after": "oauth_plus_last_used",
	},
	{
		"fieldname": "oauth_plus_end_reason",
		"fieldtype": "Data",
		"label": "Revocation Reason",
		"read_only": 1,
		"insert_after": "oauth_plus_ended_by",
	},
	PURGE_AT,
]

OAUTH_AUTHORIZATION_CODE: list[dict[str, Any]] = [
	EXPIRES_AT,
	{
		"fieldname": "oauth_plus_family",
		"fieldtype": "Data",
		"label": "Grant",
		"read_only": 1,
		"insert_after": "validity",
	},
	{
		"fieldname": "oauth_plus_redirect_uri",
		"fieldtype": "Small Text",
		"label": "Redirect URI",
		"read_only": 1,
		"insert_after": "oauth_plus_family",
	},
	{
		"fieldname": "oauth_plus_nonce",
		"fieldtype": "Small Text",
		"label": "Nonce",
		"read_only": 1,
		"insert_after": "oauth_plus_redirect_uri",
	},
	{
		"fieldname": "oauth_plus_resource",
		"fieldtype": "Small Text",
		"label": "Resource",
		"read_only": 1,
		"insert_after": "scopes",
	},
	DPOP_JKT | {"insert_after": "oauth_plus_resource"},
	{
		"fieldname": "oauth_plus_auth_time",
		"fieldtype": "Float",
		"label": "User Signed In (Unix Time)",
		"default": "0",
		"hidden": 1,
		"read_only": 1,
		"insert_after": "oauth_plus_nonce",
	},
	{
		"fieldname": "oauth_plus_amr",
		"fieldtype": "Data",
		"label": "Authentication Methods",
		"hidden": 1,
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_auth_time",
	},
	{
		"fieldname": "oauth_plus_session",
		"fieldtype": "Data",
		"label": "Session (Digest)",
		"hidden": 1,
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_amr",
	},
]

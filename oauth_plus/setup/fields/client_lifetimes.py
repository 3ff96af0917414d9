"""Fields of OAuth Client: lifetimes in seconds, and rotation."""

from typing import Any

from oauth_plus.setup.fields.client import IS_FAPI

LIFETIMES: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_lifetimes_section",
		"fieldtype": "Section Break",
		"label": "Lifetimes and Rotation",
		"insert_after": "oauth_plus_introspects_all",
		"description": "In seconds. 0 means the value of the site: oauth_token_expiry, then OAuth Plus Settings.",
	},
	{
		"fieldname": "oauth_plus_access_lifetime",
		"fieldtype": "Int",
		"label": "Access Token Lifetime",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_lifetimes_section",
	},
	{
		"fieldname": "oauth_plus_code_lifetime",
		"fieldtype": "Int",
		"label": "Authorization Code Lifetime",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_access_lifetime",
	},
	{
		"fieldname": "oauth_plus_refresh_idle_lifetime",
		"fieldtype": "Int",
		"label": "Refresh Token Idle Lifetime",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_code_lifetime",
	},
	{
		"fieldname": "oauth_plus_refresh_absolute_lifetime",
		"fieldtype": "Int",
		"label": "Refresh Token Absolute Lifetime",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_refresh_idle_lifetime",
	},
	{
		"fieldname": "oauth_plus_above_a_year",
		"fieldtype": "Check",
		"label": "Allow Lifetimes over One Year",
		"default": "0",
		"insert_after": "oauth_plus_refresh_absolute_lifetime",
	},
	{
		"fieldname": "oauth_plus_rotation_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_above_a_year",
	},
	{
		"fieldname": "oauth_plus_refresh_tokens",
		"fieldtype": "Select",
		"label": "Issue Refresh Tokens",
		"options": "Always\nWith offline_access\nNever",
		"default": "Always",
		"insert_after": "oauth_plus_rotation_column",
		"description": "Default: Always. Without a refresh token, users sign in again when the access token expires.",
	},
	{
		"fieldname": "oauth_plus_rotation",
		"fieldtype": "Select",
		"label": "Refresh Token Rotation",
		"options": "Rotate\nRotate Near End\nStatic",
		"default": "Rotate",
		"insert_after": "oauth_plus_refresh_tokens",
		"read_only_depends_on": IS_FAPI,
		"description": "Rotate: each refresh token works once, and its replay ends the grant. Rotate Near End: a "
		"refresh token is replaced after 70 % of its lifetime. Static: no rotation, for confidential clients only.",
	},
	{
		"fieldname": "oauth_plus_grace",
		"fieldtype": "Int",
		"label": "Grace Period (Seconds)",
		"default": "30",
		"non_negative": 1,
		"insert_after": "oauth_plus_rotation",
		"description": "For this time after a refresh, the previous refresh token gets the same pair again, in case "
		"the response was lost. Default: 30. Maximum: 300.",
	},
	{
		"fieldname": "oauth_plus_keeps_access_tokens",
		"fieldtype": "Check",
		"label": "Keep Access Tokens Valid After a Refresh",
		"default": "0",
		"insert_after": "oauth_plus_grace",
		"description": "For apps whose workers share an access token. Off: the old access token expires when the "
		"grace period after a refresh is over.",
	},
	{
		"fieldname": "oauth_plus_effective",
		"fieldtype": "HTML",
		"label": "Effective Lifetimes",
		"insert_after": "oauth_plus_keeps_access_tokens",
	},
]

"""Fields of OAuth Client: lifetimes in seconds, and rotation."""

from typing import Any

LIFETIMES: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_private_http",
		"fieldtype": "Check",
		"label": "Allow http redirect URIs on a private network",
		"default": "0",
		"insert_after": "oauth_plus_origins",
		"description": "For an app that runs on your own network without a certificate, such as "
		"http://192.168.1.50:3000/callback. Anyone who can read the traffic of that network can "
		"read the codes.",
	},
	{
		"fieldname": "oauth_plus_lifetimes_section",
		"fieldtype": "Section Break",
		"label": "Lifetimes and Rotation",
		"insert_after": "oauth_plus_introspects_all",
		"description": "In seconds. 0 means the setting of the site.",
	},
	{
		"fieldname": "oauth_plus_access_lifetime",
		"fieldtype": "Int",
		"label": "Access Token",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_lifetimes_section",
	},
	{
		"fieldname": "oauth_plus_code_lifetime",
		"fieldtype": "Int",
		"label": "Authorization Code",
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
		"label": "Refresh Tokens",
		"options": "Always\nWith offline_access\nNever",
		"default": "Always",
		"insert_after": "oauth_plus_rotation_column",
		"description": "Without a refresh token, users sign in again when the access token expires.",
	},
	{
		"fieldname": "oauth_plus_rotation",
		"fieldtype": "Select",
		"label": "Rotation",
		"options": "Rotate\nRotate Near End\nStatic",
		"default": "Rotate",
		"insert_after": "oauth_plus_refresh_tokens",
		"description": "Rotate: each refresh token works once, and its reuse ends the grant. Rotate Near End: "
		"the same after 70 % of its lifetime. Static: no rotation, for confidential clients only.",
	},
	{
		"fieldname": "oauth_plus_grace",
		"fieldtype": "Int",
		"label": "Grace",
		"default": "30",
		"non_negative": 1,
		"insert_after": "oauth_plus_rotation",
		"description": "Seconds, 300 at most, in which a refresh token may be used once more, because the "
		"response was lost: the client gets the same pair again.",
	},
	{
		"fieldname": "oauth_plus_keeps_access_tokens",
		"fieldtype": "Check",
		"label": "Access tokens live until they expire, also after a refresh",
		"default": "0",
		"insert_after": "oauth_plus_grace",
		"description": "For apps whose workers share an access token. Otherwise the old one expires when the "
		"grace after a refresh is over.",
	},
	{
		"fieldname": "oauth_plus_effective",
		"fieldtype": "HTML",
		"label": "In Effect",
		"insert_after": "oauth_plus_keeps_access_tokens",
	},
]

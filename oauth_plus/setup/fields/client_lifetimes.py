"""Fields of OAuth Client: lifetimes, which are stored in seconds, and rotation."""

from typing import Any

from oauth_plus.setup.fields.client import IS_FAPI

LIFETIMES: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_lifetimes_section",
		"fieldtype": "Section Break",
		"label": "How Long?",
		"insert_after": "oauth_plus_introspects_all",
		"description": "Where nothing is set, the value of the site applies, as it is shown below the field.",
	},
	{
		"fieldname": "oauth_plus_access_lifetime",
		"fieldtype": "Duration",
		"non_negative": 0,  # Frappe asks this of numbers alone; it was one
		"label": "Access Token Lifetime",
		"default": "0",
		"insert_after": "oauth_plus_lifetimes_section",
		"description": "How long an access token works.",
	},
	{
		"fieldname": "oauth_plus_code_lifetime",
		"fieldtype": "Duration",
		"non_negative": 0,  # Frappe asks this of numbers alone; it was one
		"label": "Authorization Code Lifetime",
		"default": "0",
		"insert_after": "oauth_plus_access_lifetime",
		"description": "How long the app may take to exchange a code. Maximum: 10 minutes (RFC 6749, section 4.1.2).",
	},
	{
		"fieldname": "oauth_plus_refresh_idle_lifetime",
		"fieldtype": "Duration",
		"non_negative": 0,  # Frappe asks this of numbers alone; it was one
		"label": "Refresh Token Idle Lifetime",
		"default": "0",
		"insert_after": "oauth_plus_code_lifetime",
		"description": "Users who do not use the app for this time must allow it again.",
	},
	{
		"fieldname": "oauth_plus_refresh_absolute_lifetime",
		"fieldtype": "Duration",
		"non_negative": 0,  # Frappe asks this of numbers alone; it was one
		"label": "Refresh Token Absolute Lifetime",
		"default": "0",
		"insert_after": "oauth_plus_refresh_idle_lifetime",
		"description": "Users must allow the app again after this time, however often they use it.",
	},
	{
		"fieldname": "oauth_plus_above_a_year",
		"fieldtype": "Check",
		"label": "Allow Lifetimes over One Year",
		"default": "0",
		"description": "Off: a lifetime above 365 days is refused, because it may be a typing error.",
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
		"label": "Lifetimes in Words",
		"insert_after": "oauth_plus_keeps_access_tokens",
	},
]

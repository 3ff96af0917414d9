"""What is added to Frappe's own DocTypes: data used twice, to install and to remove."""

from typing import Any

MODULE = "OAuth Plus"


def custom_fields(*, has_own_auth_method: bool) -> dict[str, list[dict[str, Any]]]:
	"""Fields by DocType. v16 has its own field for the authentication method: then ours stays away."""
	fields = {
		"OAuth Client": OAUTH_CLIENT,
		"OAuth Bearer Token": OAUTH_BEARER_TOKEN,
		"OAuth Authorization Code": OAUTH_AUTHORIZATION_CODE,
	}
	left_out = "oauth_plus_token_endpoint_auth_method" if has_own_auth_method else ""
	return {
		doctype: [field | {"module": MODULE} for field in _without(left_out, rows)]
		for doctype, rows in fields.items()
	}


def _without(left_out: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""The rows but one; what followed it follows what it followed, or Frappe would put it at the form's end."""
	before = {row["fieldname"]: row["insert_after"] for row in rows if row["fieldname"] == left_out}
	return [
		row | {"insert_after": before.get(row["insert_after"], row["insert_after"])}
		for row in rows
		if row["fieldname"] != left_out
	]


OAUTH_CLIENT = [
	{
		"fieldname": "oauth_plus_section",
		"fieldtype": "Section Break",
		"label": "Protection",
		"insert_after": "default_redirect_uri",
	},
	{
		"fieldname": "oauth_plus_enabled",
		"fieldtype": "Check",
		"label": "Enabled",
		"default": "1",
		"insert_after": "oauth_plus_section",
		"description": "A disabled client is refused everywhere, and its tokens stop at once.",
	},
	{
		"fieldname": "oauth_plus_client_type",
		"fieldtype": "Select",
		"label": "Client Type",
		"options": "Confidential\nPublic",
		"default": "Confidential",
		"reqd": 1,
		"insert_after": "oauth_plus_enabled",
		"description": "Confidential: runs on a server and keeps its secret. Public: runs in a browser or on "
		"a phone, keeps no secret, and must use PKCE.",
	},
	{
		"fieldname": "oauth_plus_token_endpoint_auth_method",
		"fieldtype": "Select",
		"label": "Token Endpoint Auth Method",
		"options": "Client Secret Basic\nClient Secret Post\nNone",
		"default": "Client Secret Basic",
		"insert_after": "oauth_plus_client_type",
		"description": "None belongs to public clients. With a secret, Basic and Post are both understood.",
	},
	{
		"fieldname": "oauth_plus_column_break",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_token_endpoint_auth_method",
	},
	{
		"fieldname": "oauth_plus_enforcement",
		"fieldtype": "Select",
		"label": "Enforcement",
		"options": "Enforce\nWarn\nOff",
		"default": "Enforce",
		"reqd": 1,
		"insert_after": "oauth_plus_column_break",
		"description": "Warn lets an old client go on as before and writes down, as OAuth Plus Events, what "
		"Enforce would refuse.",
	},
	{
		"fieldname": "oauth_plus_introspects_all",
		"fieldtype": "Check",
		"label": "May introspect the tokens of all clients",
		"default": "0",
		"insert_after": "oauth_plus_enforcement",
		"description": "For gateways and resource servers. Others learn about their own tokens only.",
	},
]

EXPIRES_AT = {
	"fieldname": "oauth_plus_expires_at",
	"fieldtype": "Float",
	"label": "Ends (Unix Time)",
	"hidden": 1,
	"read_only": 1,
	"no_copy": 1,
	"insert_after": "expiration_time",
}

OAUTH_BEARER_TOKEN = [
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
		"label": "Family",
		"read_only": 1,
		"search_index": 1,
		"insert_after": "status",
	},
	{
		"fieldname": "oauth_plus_refresh_expires_at",
		"fieldtype": "Datetime",
		"label": "Refresh Token Ends Unused",
		"read_only": 1,
		"insert_after": "oauth_plus_family",
	},
	{
		"fieldname": "oauth_plus_grant_expires_at",
		"fieldtype": "Datetime",
		"label": "Grant Ends",
		"read_only": 1,
		"insert_after": "oauth_plus_refresh_expires_at",
	},
]

OAUTH_AUTHORIZATION_CODE = [
	EXPIRES_AT,
	{
		"fieldname": "oauth_plus_family",
		"fieldtype": "Data",
		"label": "Family",
		"read_only": 1,
		"insert_after": "validity",
	},
	{
		"fieldname": "oauth_plus_redirect_uri",
		"fieldtype": "Small Text",
		"label": "Redirect URI as Sent",
		"read_only": 1,
		"insert_after": "oauth_plus_family",
	},
	{
		"fieldname": "oauth_plus_nonce",
		"fieldtype": "Small Text",
		"label": "Nonce as Sent",
		"read_only": 1,
		"insert_after": "oauth_plus_redirect_uri",
	},
]

PROPERTIES = [
	("OAuth Client", "default_redirect_uri", "reqd", "Check", "0"),
	(
		"OAuth Client",
		"default_redirect_uri",
		"description",
		"Text",
		"For requests that name none. It may stay empty.",
	),
	(
		"OAuth Client",
		"redirect_uris",
		"description",
		"Text",
		"One a line, compared letter by letter: https, or http on this machine (127.0.0.1, localhost, [::1]). "
		"Public clients may use a scheme of their own, such as com.example.app:/callback.",
	),
]
"""DocType, field, property, its type, its value. Stock wants every client to name a default, of 140 characters
at most; the list of redirect URIs is enough, and has no such limit."""

INDEXES = [("OAuth Bearer Token", ["refresh_token"])]
"""Stock looks refresh tokens up without one: eleven seconds at a million rows."""

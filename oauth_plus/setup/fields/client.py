"""Fields of OAuth Client: who may use it, and how it is protected."""

from typing import Any

PROTECTION: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_open_to",
		"fieldtype": "Select",
		"label": "Who May Use It",
		"options": "\nDesk Users\nDesk, Portal and Website Users\nChosen Roles",
		"mandatory_depends_on": "eval: doc.__islocal",
		"insert_after": "user",
		"description": "Customers, suppliers and other website users are not Desk Users. A user who may not use "
		"the app sees a page that says so.",
	},
	{
		"fieldname": "oauth_plus_credentials_section",
		"fieldtype": "Section Break",
		"label": "Credentials",
		"insert_after": "default_redirect_uri",
	},
	{
		"fieldname": "oauth_plus_credentials_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_credentials_section",
	},
	{
		"fieldname": "oauth_plus_section",
		"fieldtype": "Section Break",
		"label": "Protection",
		"insert_after": "oauth_plus_credentials_column",
	},
	{
		"fieldname": "oauth_plus_enabled",
		"fieldtype": "Check",
		"label": "Enabled",
		"default": "1",
		"insert_after": "oauth_plus_section",
		"description": "A disabled client is refused everywhere, and its grants end at once.",
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
		"description": "None is for public clients. A client with a secret may use Basic and Post.",
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
		"description": "Warn accepts what an old client does, and records as OAuth Plus Events what Enforce "
		"would refuse. Off records nothing.",
	},
	{
		"fieldname": "oauth_plus_introspects_all",
		"fieldtype": "Check",
		"label": "May introspect the tokens of all clients",
		"default": "0",
		"insert_after": "oauth_plus_enforcement",
		"description": "For gateways and resource servers. Other clients can introspect their own tokens only.",
	},
	{
		"fieldname": "oauth_plus_id_token_signing",
		"fieldtype": "Select",
		"label": "ID Token Signing",
		"options": "Site Key\nClient Secret (HS256)",
		"default": "Site Key",
		"insert_after": "oauth_plus_introspects_all",
		"description": "Site Key: the app verifies ID tokens with the keys at /.well-known/jwks.json, as "
		"libraries do by default. Client Secret: as before installation, for apps that cannot use "
		"the keys.",
	},
	{
		"fieldname": "oauth_plus_default_scopes",
		"fieldtype": "Small Text",
		"label": "Default Scopes",
		"insert_after": "oauth_plus_id_token_signing",
		"description": "For requests without a scope. If empty: all scopes of the client.",
	},
	{
		"fieldname": "oauth_plus_networks",
		"fieldtype": "Small Text",
		"label": "Allowed IP Addresses",
		"insert_after": "oauth_plus_default_scopes",
		"description": "IP addresses or networks such as 192.0.2.0/24, one a line. If empty: any address.",
	},
	{
		"fieldname": "oauth_plus_origins",
		"fieldtype": "Small Text",
		"label": "Allowed Origins",
		"insert_after": "oauth_plus_networks",
		"description": "Origins such as https://app.example.com, one a line, whose scripts may send this site requests "
		"for tokens and calls with a token, without cookies (CORS). Those of a public client's redirect URIs may do so "
		"without being listed.",
	},
]

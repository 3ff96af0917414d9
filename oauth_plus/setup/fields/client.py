"""Fields of OAuth Client: who may use it, and how it is protected."""

from typing import Any

IS_FAPI = "eval: doc.oauth_plus_profile === 'FAPI 2.0'"
"""What the profile settles, nobody chooses."""

PROTECTION: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_open_to",
		"fieldtype": "Select",
		"label": "Who May Use It",
		"options": "\nDesk Users\nDesk, Portal and Website Users\nChosen Roles",
		"mandatory_depends_on": "eval: doc.__islocal && !doc.oauth_plus_service_user",
		"insert_after": "user",
		"description": "Users who may allow this app. Customers, suppliers and other website users are not Desk "
		"Users. Other users see a page that gives the reason.",
	},
	{
		"fieldname": "oauth_plus_enabled",
		"fieldtype": "Check",
		"label": "Enabled",
		"default": "1",
		"insert_after": "oauth_plus_open_to",
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
		"description": "Confidential: runs on a server and keeps a secret. Public: runs in a browser or on a phone, "
		"has no secret, and must use PKCE.",
	},
	{
		"fieldname": "oauth_plus_token_endpoint_auth_method",
		"fieldtype": "Select",
		"label": "Token Endpoint Auth Method",
		"options": "Client Secret Basic\nClient Secret Post\nPrivate Key JWT\nNone",
		"default": "Client Secret Basic",
		"insert_after": "oauth_plus_client_type",
		"description": "Default: Client Secret Basic. None is for public clients. A client with a secret may use "
		"Basic and Post.",
	},
	{
		"fieldname": "oauth_plus_jwks",
		"fieldtype": "Code",
		"options": "JSON",
		"label": "Public Keys (JWK Set)",
		"insert_after": "oauth_plus_token_endpoint_auth_method",
		"description": "The client then proves itself with a signature (private_key_jwt), and no secret of it is "
		"accepted. Its developer keeps the private key and sends you the public ones.",
	},
	{
		"fieldname": "oauth_plus_jwks_uri",
		"fieldtype": "Small Text",
		"label": "Address of the Public Keys (jwks_uri)",
		"insert_after": "oauth_plus_jwks",
		"description": "An https address of the app. The site reads the public keys there: when you save it, daily, and when "
		"the app signs with a key that is not among them. If empty: the keys above change only here.",
	},
	{
		"fieldname": "oauth_plus_enforcement",
		"fieldtype": "Select",
		"label": "Enforcement",
		"options": "Enforce\nWarn\nOff",
		"default": "Enforce",
		"reqd": 1,
		"insert_after": "oauth_plus_jwks_uri",
		"read_only_depends_on": IS_FAPI,
		"description": "Enforce: requests that break a rule are refused. Warn: they are accepted, and recorded as "
		"OAuth Plus Events. Off: they are accepted, and not recorded.",
	},
	{
		"fieldname": "oauth_plus_profile",
		"fieldtype": "Select",
		"label": "Profile",
		"options": "Standard\nFAPI 2.0",
		"default": "Standard",
		"insert_after": "oauth_plus_enforcement",
		"description": "FAPI 2.0: for banks and others with the highest demands. The app must push its requests (PAR), "
		"prove itself by a key, use PKCE (S256), and bind its tokens to a key (DPoP). Its form then says what is missing.",
	},
	{
		"fieldname": "oauth_plus_requires_push",
		"fieldtype": "Check",
		"label": "Require Pushed Authorization Requests (PAR)",
		"default": "0",
		"insert_after": "oauth_plus_profile",
		"read_only_depends_on": IS_FAPI,
		"description": "The app must send its requests from its server (RFC 9126). Off: it may, and a request whose "
		"parameters stand in the browser's address is accepted too.",
	},
	{
		"fieldname": "oauth_plus_dpop_required",
		"fieldtype": "Check",
		"label": "Require DPoP",
		"default": "0",
		"insert_after": "oauth_plus_requires_push",
		"read_only_depends_on": IS_FAPI,
		"description": "Tokens of this client are bound to a key of the app (RFC 9449): a stolen token is worth nothing "
		"without it. Requests for a token without a proof are refused. Off: the app may use DPoP, and need not.",
	},
	{
		"fieldname": "oauth_plus_dpop_nonce",
		"fieldtype": "Check",
		"label": "Require DPoP Nonces",
		"default": "0",
		"insert_after": "oauth_plus_dpop_required",
		"description": "Each proof also needs a nonce that this site has given out within the last minutes. The library "
		"of the app must support it. Off: as OAuth Plus Settings say.",
	},
	{
		"fieldname": "oauth_plus_introspects_all",
		"fieldtype": "Check",
		"label": "Allow Introspection of Tokens of All Clients",
		"default": "0",
		"insert_after": "oauth_plus_dpop_nonce",
		"description": "For gateways and resource servers. Off: the client can introspect its own tokens only.",
	},
	{
		"fieldname": "oauth_plus_id_token_signing",
		"fieldtype": "Select",
		"label": "ID Token Signing",
		"options": "Site Key\nClient Secret (HS256)",
		"default": "Site Key",
		"insert_after": "oauth_plus_introspects_all",
		"read_only_depends_on": IS_FAPI,
		"description": "Site Key: the app verifies ID tokens with the keys at /.well-known/jwks.json, as libraries "
		"do by default. Client Secret: the app verifies them with its secret, as before installation.",
	},
	{
		"fieldname": "oauth_plus_default_scopes",
		"fieldtype": "Small Text",
		"label": "Default Scopes",
		"insert_after": "oauth_plus_id_token_signing",
		"description": "Scopes for requests that name no scope. Empty: all scopes of the client.",
	},
	{
		"fieldname": "oauth_plus_networks",
		"fieldtype": "Small Text",
		"label": "Allowed IP Addresses",
		"insert_after": "oauth_plus_default_scopes",
		"description": "IP addresses or networks such as 192.0.2.0/24, one a line. Empty: any address.",
	},
	{
		"fieldname": "oauth_plus_private_http",
		"fieldtype": "Check",
		"label": "Allow http Redirect URIs on a Private Network",
		"default": "0",
		"insert_after": "oauth_plus_networks",
		"description": "For an app on your own network without a certificate, such as "
		"http://192.168.1.50:3000/callback. Anyone who can read the traffic of that network can read the codes.",
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

"""Fields of OAuth Client: access tokens that gateways verify, and gateways that exchange them."""

from typing import Any

GATEWAYS: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_gateways_section",
		"fieldtype": "Section Break",
		"label": "Gateways",
		"collapsible": 1,
		"collapsible_depends_on": "eval: doc.oauth_plus_access_token_format === 'JWT' || doc.oauth_plus_introspects_all "
		"|| doc.oauth_plus_exchanges_tokens",
		"insert_after": "oauth_plus_device_flow",
	},
	{
		"fieldname": "oauth_plus_access_token_format",
		"fieldtype": "Select",
		"label": "Access Token Format",
		"options": "Opaque\nJWT",
		"default": "Opaque",
		"insert_after": "oauth_plus_gateways_section",
		"description": "Opaque: a gateway asks this site what a token is worth. JWT: a gateway verifies it with the keys at "
		"/.well-known/jwks.json, without asking. This site refuses a JWT as soon as its grant ends, but such a gateway goes "
		"on believing it for up to the Access Token Lifetime: keep that short.",
	},
	{
		"fieldname": "oauth_plus_gateways_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_access_token_format",
	},
	{
		"fieldname": "oauth_plus_exchanges_tokens",
		"fieldtype": "Check",
		"label": "May Exchange Tokens",
		"default": "0",
		"insert_after": "oauth_plus_gateways_column",
		"description": "For gateways: this client exchanges the token of a user for a narrower one, which ends with it "
		"(RFC 8693). It needs Enforce. Untick it to end the tokens that it got so.",
	},
	{
		"fieldname": "oauth_plus_exchanges_of",
		"fieldtype": "Small Text",
		"label": "Exchanges Tokens Of",
		"insert_after": "oauth_plus_exchanges_tokens",
		"depends_on": "oauth_plus_exchanges_tokens",
		"mandatory_depends_on": "oauth_plus_exchanges_tokens",
		"description": "Client IDs of the apps that call this gateway, one a line. * means all clients of this site, also "
		"those that register themselves.",
	},
]

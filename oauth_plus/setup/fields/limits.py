"""Fields of OAuth Client: how many requests of the client are answered in a minute."""

from typing import Any

LIMITS: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_limits_section",
		"fieldtype": "Section Break",
		"label": "Limits",
		"collapsible": 1,
		"collapsible_depends_on": "eval: doc.oauth_plus_call_limit || doc.oauth_plus_user_call_limit "
		"|| doc.oauth_plus_token_limit",
		"insert_after": "oauth_plus_effective",
		"description": "",  # Desk shows that of a folded section too
	},
	{
		"fieldname": "oauth_plus_call_limit",
		"fieldtype": "Int",
		"label": "API Calls per Minute",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_limits_section",
		"description": "All calls with tokens of this client, of all users together. A call above the limit is answered with "
		"429, and the app tries again later. 0: the limit in OAuth Plus Settings applies.",
	},
	{
		"fieldname": "oauth_plus_user_call_limit",
		"fieldtype": "Int",
		"label": "API Calls per Minute of One User",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_call_limit",
		"description": "Calls of one user, with tokens of all clients. This client's tokens are refused above it. "
		"0: as in OAuth Plus Settings.",
	},
	{
		"fieldname": "oauth_plus_limits_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_user_call_limit",
	},
	{
		"fieldname": "oauth_plus_token_limit",
		"fieldtype": "Int",
		"label": "Token Requests per Minute",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_limits_column",
		"description": "Requests for tokens, and as many introspections and revocations. Of a confidential client, only "
		"those with its secret or key count. 0: as in OAuth Plus Settings.",
	},
]

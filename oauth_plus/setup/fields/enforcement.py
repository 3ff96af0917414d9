"""Fields of OAuth Client: what Enforce would refuse, and hardenings that are set apart."""

from typing import Any

ENFORCEMENT: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_foresight_section",
		"fieldtype": "Section Break",
		"label": "From Warn to Enforce",
		"depends_on": "eval: !doc.__islocal && doc.oauth_plus_profile !== 'FAPI 2.0'",
		"insert_after": "oauth_plus_private_http",
	},
	{
		"fieldname": "oauth_plus_foresight",
		"fieldtype": "HTML",
		"label": "What Enforce Would Refuse",
		"insert_after": "oauth_plus_foresight_section",
	},
	{
		"fieldname": "oauth_plus_exceptions",
		"fieldtype": "Small Text",
		"label": "Exceptions from Enforcement",
		"hidden": 1,
		"insert_after": "oauth_plus_foresight",
		"description": "Hardenings that have a level of their own on this client, as a JSON object. The form shows them as a "
		"table.",
	},
	{
		"fieldname": "oauth_plus_watched_since",
		"fieldtype": "Datetime",
		"label": "Watched Since",
		"hidden": 1,
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_exceptions",
		"description": "Since then, events record what Enforce would refuse.",
	},
]

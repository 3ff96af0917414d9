"""Fields of OAuth Client: what the consent page shows."""

from typing import Any

CONSENT_PAGE: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_consent_section",
		"fieldtype": "Section Break",
		"label": "Consent Page",
		"collapsible": 1,
		"collapsible_depends_on": "eval: doc.skip_authorization || doc.oauth_plus_requires_all_scopes "
		"|| doc.oauth_plus_logo",
		"insert_after": "oauth_plus_token_limit",
	},
	{
		"fieldname": "oauth_plus_maker",
		"fieldtype": "Data",
		"label": "Made By",
		"insert_after": "oauth_plus_consent_section",
		"description": "Organization that makes and runs the app, for the consent page. An app that registered "
		"itself is shown as unverified while this is empty.",
	},
	{
		"fieldname": "oauth_plus_consent_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_maker",
	},
	{
		"fieldname": "oauth_plus_logo",
		"fieldtype": "Attach Image",
		"label": "Logo",
		"insert_after": "oauth_plus_consent_column",
		"description": "Must be a public file of this site. An image from another site is not shown.",
	},
	{
		"fieldname": "oauth_plus_requires_all_scopes",
		"fieldtype": "Check",
		"label": "Require All Scopes",
		"default": "0",
		"insert_after": "oauth_plus_logo",
		"description": "For apps that fail with fewer scopes than they request. Users can allow all scopes or none. "
		"Off: users can untick optional scopes.",
	},
]

"""Fields of OAuth Client: its look on the consent page."""

from typing import Any

CONSENT_PAGE: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_consent_section",
		"fieldtype": "Section Break",
		"label": "On the Consent Page",
		"insert_after": "oauth_plus_effective",
	},
	{
		"fieldname": "oauth_plus_maker",
		"fieldtype": "Data",
		"label": "Made By",
		"insert_after": "oauth_plus_consent_section",
		"description": "Organization that makes and runs the app. An app that registered itself is shown as "
		"unverified until this is filled in.",
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
		"description": "A public file of this site; a picture from elsewhere is not shown.",
	},
	{
		"fieldname": "oauth_plus_requires_all_scopes",
		"fieldtype": "Check",
		"label": "All scopes are required",
		"default": "0",
		"insert_after": "oauth_plus_logo",
		"description": "For apps that fail with fewer scopes than they request. Users allow all of them, or "
		"none.",
	},
]

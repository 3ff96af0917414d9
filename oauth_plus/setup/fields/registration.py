"""Fields of OAuth Client: how a client came here that no administrator has made."""

from typing import Any

REGISTRATION: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_registration_section",
		"fieldtype": "Section Break",
		"label": "What the App Says of Itself",
		"collapsible": 1,
		"insert_after": "oauth_plus_backchannel_private",
	},
	{
		"fieldname": "oauth_plus_registration",
		"fieldtype": "Select",
		"label": "Registered By",
		"options": "\nThe App Itself\nClient ID Metadata Document",
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_registration_section",
		"depends_on": "oauth_plus_registration",
		"description": "Empty: by an administrator. Otherwise nobody has vouched for what the app says of itself, until "
		"you fill in Made By.",
	},
	{
		"fieldname": "oauth_plus_document_url",
		"fieldtype": "Small Text",
		"label": "Client ID Metadata Document",
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_registration",
		"depends_on": "oauth_plus_document_url",
		"description": "The app's client_id is this address. What stands there is read again when users allow the app.",
	},
	{
		"fieldname": "oauth_plus_registration_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_document_url",
	},
	{
		"fieldname": "oauth_plus_registered_metadata",
		"fieldtype": "Code",
		"options": "JSON",
		"label": "Other Registered Metadata",
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_registration_column",
		"depends_on": "oauth_plus_registration",
		"description": "What the app says of itself, and what has no field here.",
	},
	{
		"fieldname": "oauth_plus_registration_token",
		"fieldtype": "Data",
		"label": "Registration Access Token (Digest)",
		"hidden": 1,
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_registered_metadata",
	},
	{
		"fieldname": "oauth_plus_document_fresh_until",
		"fieldtype": "Float",
		"label": "Document Is Read Again After (Unix Time)",
		"default": "0",
		"hidden": 1,
		"read_only": 1,
		"no_copy": 1,
		"insert_after": "oauth_plus_registration_token",
	},
]

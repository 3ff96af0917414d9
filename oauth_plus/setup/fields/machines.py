"""Fields of OAuth Client: tokens without a user at a browser."""

from typing import Any

MACHINES: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_machines_section",
		"fieldtype": "Section Break",
		"label": "Without a User at a Browser",
		"collapsible": 1,
		"collapsible_depends_on": "eval: doc.oauth_plus_service_user || doc.oauth_plus_device_flow",
		"insert_after": "oauth_plus_watched_since",
	},
	{
		"fieldname": "oauth_plus_service_user",
		"fieldtype": "Link",
		"label": "Service User",
		"options": "User",
		"ignore_user_permissions": 1,
		"insert_after": "oauth_plus_machines_section",
		"description": "The app acts as this user by itself, with its secret alone and without anybody's consent "
		"(client_credentials). If empty: it cannot. Choose a user with the roles that the app needs, and no others. "
		"Another user here ends the tokens of the one before.",
	},
	{
		"fieldname": "oauth_plus_machines_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_service_user",
	},
	{
		"fieldname": "oauth_plus_service_roles",
		"fieldtype": "HTML",
		"label": "Roles of the Service User",
		"insert_after": "oauth_plus_machines_column",
		"depends_on": "oauth_plus_service_user",
	},
	{
		"fieldname": "oauth_plus_device_flow",
		"fieldtype": "Check",
		"label": "Device Flow",
		"default": "0",
		"insert_after": "oauth_plus_service_roles",
		"description": "For televisions, terminals and command lines: the device shows a code, and its user types it "
		"on a page of this site. Off: the app cannot ask so.",
	},
]

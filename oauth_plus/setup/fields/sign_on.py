"""Fields of OAuth Client: single sign-on and sign-out."""

from typing import Any

SIGN_ON: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_sign_on_section",
		"fieldtype": "Section Break",
		"label": "Single Sign-On",
		"insert_after": "oauth_plus_requires_all_scopes",
	},
	{
		"fieldname": "oauth_plus_groups_claim",
		"fieldtype": "Data",
		"label": "Groups Claim",
		"insert_after": "oauth_plus_sign_on_section",
		"description": "Second name of the claim with the user's roles, such as groups. The scope roles gives it. "
		"If empty: the roles are in the claim roles alone.",
	},
	{
		"fieldname": "oauth_plus_subject_type",
		"fieldtype": "Select",
		"label": "Subject Type",
		"options": "Public\nPairwise",
		"default": "Public",
		"insert_after": "oauth_plus_groups_claim",
		"description": "Public: all apps know a user by the same ID. Pairwise: apps on different hosts know them by "
		"different IDs, so that they cannot compare users. If you change this or the host of the redirect URIs, the app "
		"takes its users for new ones.",
	},
]

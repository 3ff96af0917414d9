"""Fields of OAuth Client: single sign-on and sign-out."""

from typing import Any

SIGN_ON: list[dict[str, Any]] = [
	{
		"fieldname": "oauth_plus_sign_on_section",
		"fieldtype": "Section Break",
		"label": "Single Sign-On",
		"collapsible": 1,
		"collapsible_depends_on": "eval: doc.oauth_plus_groups_claim || doc.oauth_plus_subject_type === 'Pairwise' "
		"|| doc.oauth_plus_ends_with_session || doc.oauth_plus_id_token_signing !== 'Site Key'",
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
	{
		"fieldname": "oauth_plus_sign_on_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_subject_type",
	},
	{
		"fieldname": "oauth_plus_post_logout_redirect_uris",
		"fieldtype": "Small Text",
		"label": "Post-Logout Redirect URIs",
		"insert_after": "oauth_plus_sign_on_column",
		"description": "One a line, compared letter by letter. The app may send users there after it has signed them "
		"out of this site. If empty: they stay on a page of this site.",
	},
	{
		"fieldname": "oauth_plus_ends_with_session",
		"fieldtype": "Check",
		"label": "End With Session",
		"default": "0",
		"insert_after": "oauth_plus_post_logout_redirect_uris",
		"description": "When users sign out of this site, the app's access ends too, unless they allowed it the scope "
		"offline_access.",
	},
	{
		"fieldname": "oauth_plus_backchannel_logout_uri",
		"fieldtype": "Small Text",
		"label": "Back-Channel Logout URI",
		"insert_after": "oauth_plus_ends_with_session",
		"description": "An https address of the app. When a user's session on this site ends, the site sends a logout "
		"token there, so that the app signs them out too. If empty: the app is not told.",
	},
	{
		"fieldname": "oauth_plus_backchannel_private",
		"fieldtype": "Check",
		"label": "Back-Channel Logout may go to a private network",
		"default": "0",
		"insert_after": "oauth_plus_backchannel_logout_uri",
		"description": "For an app on your own network, also over http. Otherwise this site sends nothing to private "
		"addresses.",
	},
]

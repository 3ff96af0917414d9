"""What is added to Frappe's own DocTypes: data used twice, to install and to remove."""

from typing import Any

MODULE = "OAuth Plus"


def custom_fields(*, has_own_auth_method: bool) -> dict[str, list[dict[str, Any]]]:
	"""Fields by DocType. v16 has its own field for the authentication method: then ours stays away."""
	fields = {
		"OAuth Client": OAUTH_CLIENT,
		"OAuth Bearer Token": OAUTH_BEARER_TOKEN,
		"OAuth Authorization Code": OAUTH_AUTHORIZATION_CODE,
	}
	left_out = "oauth_plus_token_endpoint_auth_method" if has_own_auth_method else ""
	return {
		doctype: [field | {"module": MODULE} for field in _without(left_out, rows)]
		for doctype, rows in fields.items()
	}


def _without(left_out: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""The rows but one; what followed it follows what it followed, or Frappe would put it at the form's end."""
	before = {row["fieldname"]: row["insert_after"] for row in rows if row["fieldname"] == left_out}
	return [
		row | {"insert_after": before.get(row["insert_after"], row["insert_after"])}
		for row in rows
		if row["fieldname"] != left_out
	]


OAUTH_CLIENT = [
	{
		"fieldname": "oauth_plus_open_to",
		"fieldtype": "Select",
		"label": "Who May Use It",
		"options": "\nDesk Users\nDesk, Portal and Website Users\nChosen Roles",
		"mandatory_depends_on": "eval: doc.__islocal",
		"insert_after": "user",
		"description": "Customers, suppliers and other people of the website are no Desk Users. A person who may not "
		"use the app is told so.",
	},
	{
		"fieldname": "oauth_plus_credentials_section",
		"fieldtype": "Section Break",
		"label": "Credentials",
		"insert_after": "default_redirect_uri",
	},
	{
		"fieldname": "oauth_plus_credentials_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_credentials_section",
	},
	{
		"fieldname": "oauth_plus_section",
		"fieldtype": "Section Break",
		"label": "Protection",
		"insert_after": "oauth_plus_credentials_column",
	},
	{
		"fieldname": "oauth_plus_enabled",
		"fieldtype": "Check",
		"label": "Enabled",
		"default": "1",
		"insert_after": "oauth_plus_section",
		"description": "A disabled client is refused everywhere, and its tokens stop at once.",
	},
	{
		"fieldname": "oauth_plus_client_type",
		"fieldtype": "Select",
		"label": "Client Type",
		"options": "Confidential\nPublic",
		"default": "Confidential",
		"reqd": 1,
		"insert_after": "oauth_plus_enabled",
		"description": "Confidential: runs on a server and keeps its secret. Public: runs in a browser or on "
		"a phone, keeps no secret, and must use PKCE.",
	},
	{
		"fieldname": "oauth_plus_token_endpoint_auth_method",
		"fieldtype": "Select",
		"label": "Token Endpoint Auth Method",
		"options": "Client Secret Basic\nClient Secret Post\nNone",
		"default": "Client Secret Basic",
		"insert_after": "oauth_plus_client_type",
		"description": "None belongs to public clients. With a secret, Basic and Post are both understood.",
	},
	{
		"fieldname": "oauth_plus_column_break",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_token_endpoint_auth_method",
	},
	{
		"fieldname": "oauth_plus_enforcement",
		"fieldtype": "Select",
		"label": "Enforcement",
		"options": "Enforce\nWarn\nOff",
		"default": "Enforce",
		"reqd": 1,
		"insert_after": "oauth_plus_column_break",
		"description": "Warn lets an old client go on as before and writes down, as OAuth Plus Events, what "
		"Enforce would refuse.",
	},
	{
		"fieldname": "oauth_plus_introspects_all",
		"fieldtype": "Check",
		"label": "May introspect the tokens of all clients",
		"default": "0",
		"insert_after": "oauth_plus_enforcement",
		"description": "For gateways and resource servers. Others learn about their own tokens only.",
	},
	{
		"fieldname": "oauth_plus_id_token_signing",
		"fieldtype": "Select",
		"label": "ID Token Signing",
		"options": "Site Key\nClient Secret (HS256)",
		"default": "Site Key",
		"insert_after": "oauth_plus_introspects_all",
		"description": "Site Key: the app verifies ID tokens with the keys at /.well-known/jwks.json, as libraries "
		"do by themselves. Client Secret: as Frappe did before; for apps that know no other way.",
	},
	{
		"fieldname": "oauth_plus_default_scopes",
		"fieldtype": "Small Text",
		"label": "Default Scopes",
		"insert_after": "oauth_plus_id_token_signing",
		"description": "For requests that name none. Left empty: all of the client's scopes.",
	},
	{
		"fieldname": "oauth_plus_networks",
		"fieldtype": "Small Text",
		"label": "Allowed IP Addresses",
		"insert_after": "oauth_plus_default_scopes",
		"description": "IP addresses or networks such as 192.0.2.0/24, one a line. Left empty: from anywhere.",
	},
]

LIFETIME_FIELDS = [
	{
		"fieldname": "oauth_plus_private_http",
		"fieldtype": "Check",
		"label": "Allow http redirect URIs on a private network",
		"default": "0",
		"insert_after": "oauth_plus_networks",
		"description": "For an app that runs on your own network without a certificate, such as "
		"http://192.168.1.50:3000/callback. Whoever can read along on that network sees the codes.",
	},
	{
		"fieldname": "oauth_plus_lifetimes_section",
		"fieldtype": "Section Break",
		"label": "Lifetimes and Rotation",
		"insert_after": "oauth_plus_introspects_all",
		"description": "In seconds; 0 leaves it to the site.",
	},
	{
		"fieldname": "oauth_plus_access_lifetime",
		"fieldtype": "Int",
		"label": "Access Token",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_lifetimes_section",
	},
	{
		"fieldname": "oauth_plus_code_lifetime",
		"fieldtype": "Int",
		"label": "Authorization Code",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_access_lifetime",
	},
	{
		"fieldname": "oauth_plus_refresh_idle_lifetime",
		"fieldtype": "Int",
		"label": "Refresh Token Idle Lifetime",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_code_lifetime",
	},
	{
		"fieldname": "oauth_plus_refresh_absolute_lifetime",
		"fieldtype": "Int",
		"label": "Refresh Token Absolute Lifetime",
		"default": "0",
		"non_negative": 1,
		"insert_after": "oauth_plus_refresh_idle_lifetime",
	},
	{
		"fieldname": "oauth_plus_above_a_year",
		"fieldtype": "Check",
		"label": "Allow Lifetimes over One Year",
		"default": "0",
		"insert_after": "oauth_plus_refresh_absolute_lifetime",
	},
	{
		"fieldname": "oauth_plus_rotation_column",
		"fieldtype": "Column Break",
		"insert_after": "oauth_plus_above_a_year",
	},
	{
		"fieldname": "oauth_plus_refresh_tokens",
		"fieldtype": "Select",
		"label": "Refresh Tokens",
		"options": "Always\nWith offline_access\nNever",
		"default": "Always",
		"insert_after": "oauth_plus_rotation_column",
		"description": "Without one, the person signs in again when the access token ends.",
	},
	{
		"fieldname": "oauth_plus_rotation",
		"fieldtype": "Select",
		"label": "Rotation",
		"options": "Rotate\nRotate Near End\nStatic",
		"default": "Rotate",
		"insert_after": "oauth_plus_refresh_tokens",
		"description": "Rotate: each refresh token works once, and one that comes again ends the grant. Rotate Near "
		"End: the same after 70 % of its life. Static: for confidential clients only.",
	},
	{
		"fieldname": "oauth_plus_grace",
		"fieldtype": "Int",
		"label": "Grace",
		"default": "30",
		"non_negative": 1,
		"insert_after": "oauth_plus_rotation",
		"description": "Seconds, 300 at most, in which a refresh token may come once more, because its answer was "
		"lost on the way: it gets the same pair again.",
	},
	{
		"fieldname": "oauth_plus_keeps_access_tokens",
		"fieldtype": "Check",
		"label": "Access tokens live until they expire, also after a refresh",
		"default": "0",
		"insert_after": "oauth_plus_grace",
		"description": "For apps whose workers share an access token. Otherwise it ends when the grace after a "
		"refresh is over.",
	},
	{
		"fieldname": "oauth_plus_effective",
		"fieldtype": "HTML",
		"label": "In Effect",
		"insert_after": "oauth_plus_keeps_access_tokens",
	},
]

CONSENT_PAGE_FIELDS = [
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
		"description": "Who makes and runs the app, as people know it. An app that registered itself is shown as "
		"unverified until this is filled.",
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
		"description": "For apps that fail with fewer scopes than they asked for. People allow all of them, or none.",
	},
]

OAUTH_CLIENT += LIFETIME_FIELDS + CONSENT_PAGE_FIELDS

EXPIRES_AT = {
	"fieldname": "oauth_plus_expires_at",
	"fieldtype": "Float",
	"label": "Ends (Unix Time)",
	"default": "0",
	"hidden": 1,
	"read_only": 1,
	"no_copy": 1,
	"insert_after": "expiration_time",
}

PURGE_AT = {
	"fieldname": "oauth_plus_purge_at",
	"fieldtype": "Float",
	"label": "May Be Deleted From (Unix Time)",
	"default": "0",
	"hidden": 1,
	"read_only": 1,
	"no_copy": 1,
	"insert_after": "oauth_plus_end_reason",
}

OAUTH_BEARER_TOKEN = [
	EXPIRES_AT,
	{
		"fieldname": "oauth_plus_granted_scopes",
		"fieldtype": "Small Text",
		"label": "Granted Scopes",
		"read_only": 1,
		"insert_after": "scopes",
	},
	{
		"fieldname": "oauth_plus_family",
		"fieldtype": "Data",
		"label": "Family",
		"read_only": 1,
		"search_index": 1,
		"insert_after": "status",
	},
	{
		"fieldname": "oauth_plus_generation",
		"fieldtype": "Int",
		"label": "Generation",
		"read_only": 1,
		"insert_after": "oauth_plus_family",
	},
	{
		"fieldname": "oauth_plus_refresh_expires_at",
		"fieldtype": "Datetime",
		"label": "Refresh Token Ends Unused",
		"read_only": 1,
		"insert_after": "oauth_plus_generation",
	},
	{
		"fieldname": "oauth_plus_grant_expires_at",
		"fieldtype": "Datetime",
		"label": "Grant Ends",
		"read_only": 1,
		"insert_after": "oauth_plus_refresh_expires_at",
	},
	{
		"fieldname": "oauth_plus_last_used",
		"fieldtype": "Datetime",
		"label": "Last Used",
		"read_only": 1,
		"insert_after": "oauth_plus_grant_expires_at",
	},
	{
		"fieldname": "oauth_plus_ended_by",
		"fieldtype": "Data",
		"label": "Ended By",
		"read_only": 1,
		"insert_after": "oauth_plus_last_used",
	},
	{
		"fieldname": "oauth_plus_end_reason",
		"fieldtype": "Data",
		"label": "Revocation Reason",
		"read_only": 1,
		"insert_after": "oauth_plus_ended_by",
	},
	PURGE_AT,
]

OAUTH_AUTHORIZATION_CODE = [
	EXPIRES_AT,
	{
		"fieldname": "oauth_plus_family",
		"fieldtype": "Data",
		"label": "Family",
		"read_only": 1,
		"insert_after": "validity",
	},
	{
		"fieldname": "oauth_plus_redirect_uri",
		"fieldtype": "Small Text",
		"label": "Redirect URI as Sent",
		"read_only": 1,
		"insert_after": "oauth_plus_family",
	},
	{
		"fieldname": "oauth_plus_nonce",
		"fieldtype": "Small Text",
		"label": "Nonce as Sent",
		"read_only": 1,
		"insert_after": "oauth_plus_redirect_uri",
	},
	{
		"fieldname": "oauth_plus_auth_time",
		"fieldtype": "Float",
		"label": "Signed In (Unix Time)",
		"default": "0",
		"hidden": 1,
		"read_only": 1,
		"insert_after": "oauth_plus_nonce",
	},
]

CHOOSES_ROLES = "eval: doc.oauth_plus_open_to === 'Chosen Roles'"

PROPERTIES = [
	("OAuth Client", "default_redirect_uri", "reqd", "Check", "0"),
	(
		"OAuth Client",
		"default_redirect_uri",
		"description",
		"Text",
		"For requests that name none. It may stay empty.",
	),
	(
		"OAuth Client",
		"redirect_uris",
		"description",
		"Text",
		"One a line, compared letter by letter: https, or http on this machine (127.0.0.1, localhost, [::1]). "
		"Public clients may use a scheme of their own, such as com.example.app:/callback.",
	),
	("OAuth Client", "redirect_uris", "max_height", "Data", "8rem"),
	("OAuth Client", "scopes", "max_height", "Data", "8rem"),
	("OAuth Client", "allowed_roles", "depends_on", "Data", CHOOSES_ROLES),
	("OAuth Client", "allowed_roles", "mandatory_depends_on", "Data", CHOOSES_ROLES),
]
"""DocType, field, property, its type, its value. Stock wants every client to name a default, of 140 characters
at most; the list of redirect URIs is enough, and has no such limit."""

FIRST_ON_THE_FORM = [
	"app_name",
	"redirect_uris",
	"default_redirect_uri",
	"cb_1",
	"scopes",
	"oauth_plus_open_to",
	"allowed_roles",
	"oauth_plus_credentials_section",
	"client_id",
	"oauth_plus_credentials_column",
	"client_secret",
]
"""What a person fills in to make a client, and what they take along to the app."""

BESIDE_OURS = {
	"token_endpoint_auth_method": "oauth_plus_token_endpoint_auth_method",
	"skip_authorization": "oauth_plus_consent_column",
}
"""Fields of Frappe's that belong to a section of ours, and what they stand before."""

LAST_ON_THE_FORM = [
	"client_metadata_section",
	"client_uri",
	"software_id",
	"tos_uri",
	"contacts",
	"column_break_htfq",
	"logo_uri",
	"software_version",
	"policy_uri",
	"sb_advanced",
	"grant_type",
	"cb_2",
	"response_type",
	"user",
	"sb_1",
	"cb_3",
	"section_break_ggiv",
	"column_break_ziii",
]
"""What clients of a registration say of themselves (v16), what hardly anybody changes, and the breaks of Frappe that
have nothing to part any more: a section without fields is not shown."""


def field_order() -> dict[str, list[str]]:
	"""The order of the form by DocType, the same on every version: Frappe passes over names that it does not have, and
	puts fields that are missing here after what stands before them in its own order."""
	ours = [field["fieldname"] for field in OAUTH_CLIENT if field["fieldname"] not in FIRST_ON_THE_FORM]
	for field, place in BESIDE_OURS.items():
		ours.insert(ours.index(place), field)
	return {"OAuth Client": [*FIRST_ON_THE_FORM, *ours, *LAST_ON_THE_FORM]}


INDEXES = [
	("OAuth Bearer Token", ["refresh_token"]),
	("OAuth Bearer Token", ["oauth_plus_purge_at"]),
	("OAuth Authorization Code", ["oauth_plus_expires_at"]),
]
"""Stock looks refresh tokens up without one: eleven seconds at a million rows."""

OWN_INDEXES = [
	("OAuth Plus Grant", ["user", "client", "state", "creation"]),
	("OAuth Plus Grant", ["client", "state"]),
	("OAuth Plus Grant", ["state", "idle_ends"]),
	("OAuth Plus Grant", ["state", "absolute_ends"]),
	("OAuth Plus Grant", ["state", "ended_at"]),
	("OAuth Plus Grant", ["sealed_until"]),
	("OAuth Plus Consent", ["user", "client"]),
	("OAuth Plus Consent", ["client"]),
	("OAuth Plus Consent", ["withdrawn"]),
	("OAuth Plus Event", ["creation"]),
	("OAuth Plus Event", ["user"]),
]
"""Those of our own DocTypes, which go with their tables."""

"""Form of an OAuth Client: properties of Frappe's own fields, and the order of all fields."""

from oauth_plus.setup.custom_fields import OAUTH_CLIENT
from oauth_plus.store.clients import client_fields

CHOOSES_ROLES = "eval: doc.oauth_plus_open_to === 'Chosen Roles'"

HEIGHTS = {
	"redirect_uris": "8rem",
	"scopes": "8rem",
	"oauth_plus_post_logout_redirect_uris": "8rem",
	"oauth_plus_backchannel_logout_uri": "3rem",
	"oauth_plus_document_url": "3rem",
	"oauth_plus_jwks_uri": "3rem",
	"oauth_plus_exchanges_of": "8rem",
}
"""Heights of fields of several lines. A Custom Field has no column for its own."""

PROPERTIES = [
	("OAuth Client", "default_redirect_uri", "reqd", "Check", "0"),
	(
		"OAuth Client",
		"default_redirect_uri",
		"description",
		"Text",
		"For requests without a redirect URI. May be empty.",
	),
	(
		"OAuth Client",
		"redirect_uris",
		"description",
		"Text",
		"One a line, compared as exact strings. Use https, or http to a loopback address (127.0.0.1, localhost, "
		"[::1]). Public clients may use a private-use scheme, such as com.example.app:/callback.",
	),
	("OAuth Client", "allowed_roles", "depends_on", "Data", CHOOSES_ROLES),
	("OAuth Client", "allowed_roles", "mandatory_depends_on", "Data", CHOOSES_ROLES),
	*(("OAuth Client", field, "max_height", "Data", height) for field, height in HEIGHTS.items()),
]
"""Property setters: DocType, field, property, type and value. Frappe requires a default redirect URI of at most 140
characters. The list of redirect URIs is enough, and has no such limit."""

OF_OWN_AUTH_METHOD = (
	"OAuth Client",
	"token_endpoint_auth_method",
	"options",
	"Text",
	"Client Secret Basic\nClient Secret Post\nPrivate Key JWT\nNone",
)
"""The same, for a field that only later versions of Frappe have (v16)."""


def properties() -> list[tuple[str, str, str, str, str]]:
	"""Return the properties of the fields that this Frappe has."""
	return [*PROPERTIES, OF_OWN_AUTH_METHOD] if client_fields.has_own_auth_method() else PROPERTIES


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
"""Fields that an administrator fills in to create a client, and those that they copy into the app."""

AMONG_OURS = {
	"token_endpoint_auth_method": "oauth_plus_token_endpoint_auth_method",
	"skip_authorization": "oauth_plus_consent_column",
}
"""Fields of Frappe that belong to a section of ours, each with the field that follows it."""

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
"""Metadata of registered clients (v16), fields that are rarely changed, and the remaining breaks of Frappe. Desk does
not show a section without fields."""


def field_order() -> dict[str, list[str]]:
	"""Return the names of all fields in their order, by DocType. Frappe ignores names that a version does not have."""
	ours = [field["fieldname"] for field in OAUTH_CLIENT if field["fieldname"] not in FIRST_ON_THE_FORM]
	for field, place in AMONG_OURS.items():
		ours.insert(ours.index(place), field)
	return {"OAuth Client": [*FIRST_ON_THE_FORM, *ours, *LAST_ON_THE_FORM]}

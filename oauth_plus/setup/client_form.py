"""Form of an OAuth Client: properties of Frappe's own fields, and the order of all fields."""

from oauth_plus.setup import form_order
from oauth_plus.setup.custom_fields import OAUTH_CLIENT
from oauth_plus.setup.fields.shown import OF_OWN_AUTH_METHOD, OWN_SHOWN
from oauth_plus.store.clients import client_fields

CHOOSES_ROLES = "eval: doc.oauth_plus_open_to === 'Chosen Roles'"

HEIGHTS = {
	"redirect_uris": "6rem",
	"scopes": "6rem",
	"oauth_plus_networks": "3rem",
	"oauth_plus_origins": "3rem",
	"oauth_plus_default_scopes": "3rem",
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
	("OAuth Client", "sb_advanced", "label", "Data", "Grant and Response Type"),
	(
		"OAuth Client",
		"sb_advanced",
		"collapsible_depends_on",
		"Data",
		"eval: doc.grant_type === 'Implicit' || doc.response_type === 'Token'",
	),
	*(("OAuth Client", field, "depends_on", "Data", shown) for field, shown in OWN_SHOWN.items()),
	*(("OAuth Client", field, "max_height", "Data", height) for field, height in HEIGHTS.items()),
]
"""Property setters: DocType, field, property, type and value. Frappe requires a default redirect URI of at most 140
characters. The list of redirect URIs is enough, and has no such limit."""

FOR_OWN_AUTH_METHOD = [
	(
		"OAuth Client",
		"token_endpoint_auth_method",
		"options",
		"Text",
		"Client Secret Basic\nClient Secret Post\nPrivate Key JWT\nNone",
	),
	(
		"OAuth Client",
		"token_endpoint_auth_method",
		"description",
		"Text",
		"Default: Client Secret Basic. None is for public clients. A client with a secret may use Basic and Post.",
	),
	("OAuth Client", OF_OWN_AUTH_METHOD[0], "depends_on", "Data", OF_OWN_AUTH_METHOD[1]),
]
"""The same, for a field that only later versions of Frappe have (v16)."""


def properties() -> list[tuple[str, str, str, str, str]]:
	"""Return the properties of the fields that this Frappe has."""
	return [*PROPERTIES, *FOR_OWN_AUTH_METHOD] if client_fields.has_own_auth_method() else PROPERTIES


def field_order() -> dict[str, list[str]]:
	"""Return the names of all fields in their order, by DocType. Fields of ours that no question names come before
	Frappe's own breaks, so that none is lost."""
	named = {*form_order.ORDER, *form_order.LAST}
	others = [field["fieldname"] for field in OAUTH_CLIENT if field["fieldname"] not in named]
	return {"OAuth Client": [*form_order.ORDER, *others, *form_order.LAST]}

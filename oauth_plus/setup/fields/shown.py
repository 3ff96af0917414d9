"""Which fields of an OAuth Client are shown: those that fit its type, and the ways in which it gets tokens.

A field that is set is always shown, so that nothing applies that nobody sees.
"""

from oauth_plus.setup.fields.questions import (
	CONFIDENTIAL,
	HAS_PLAIN_HTTP,
	HAS_SEVERAL_URIS,
	PEOPLE,
	REFRESHES,
	SIGNS_IN,
	when,
)

SHOWN = {
	"oauth_plus_enabled": when("!doc.__islocal", "!doc.oauth_plus_enabled"),
	"oauth_plus_token_endpoint_auth_method": when(CONFIDENTIAL),
	"oauth_plus_jwks": when(CONFIDENTIAL, "doc.oauth_plus_jwks"),
	"oauth_plus_jwks_uri": when(CONFIDENTIAL, "doc.oauth_plus_jwks_uri"),
	"oauth_plus_requires_push": when(PEOPLE, "doc.oauth_plus_requires_push"),
	"oauth_plus_dpop_nonce": when("doc.oauth_plus_dpop_required", "doc.oauth_plus_dpop_nonce"),
	"oauth_plus_private_http": when(HAS_PLAIN_HTTP, "doc.oauth_plus_private_http"),
	"oauth_plus_open_to": when(PEOPLE, "doc.oauth_plus_exchanges_tokens"),
	"oauth_plus_service_user": when(CONFIDENTIAL, "doc.oauth_plus_service_user"),
	"oauth_plus_introspects_all": when(CONFIDENTIAL, "doc.oauth_plus_introspects_all"),
	"oauth_plus_exchanges_tokens": when(CONFIDENTIAL, "doc.oauth_plus_exchanges_tokens"),
	"oauth_plus_refresh_tokens": when(PEOPLE),
	"oauth_plus_refresh_idle_lifetime": when(REFRESHES, "doc.oauth_plus_refresh_idle_lifetime"),
	"oauth_plus_refresh_absolute_lifetime": when(PEOPLE, "doc.oauth_plus_refresh_absolute_lifetime"),
	"oauth_plus_rotation": when(REFRESHES),
	"oauth_plus_grace": when(f"{REFRESHES} && doc.oauth_plus_rotation !== 'Static'"),
	"oauth_plus_keeps_access_tokens": when(REFRESHES, "doc.oauth_plus_keeps_access_tokens"),
	"oauth_plus_consent_section": when(PEOPLE, "doc.skip_authorization"),
	"oauth_plus_sign_on_section": when(
		f"{PEOPLE} && {SIGNS_IN}", "doc.oauth_plus_subject_type === 'Pairwise'"
	),
	"oauth_plus_registration_section": when(
		*(
			f"doc.{field}"
			for field in (
				"oauth_plus_registration",
				"client_uri",
				"logo_uri",
				"software_id",
				"software_version",
				"tos_uri",
				"policy_uri",
				"contacts",
			)
		)
	),
}
"""Values of `depends_on` of our fields."""

OWN_SHOWN = {
	"client_secret": f"eval: {CONFIDENTIAL} && !doc.oauth_plus_jwks",
	"default_redirect_uri": when("doc.default_redirect_uri", HAS_SEVERAL_URIS),
	"sb_advanced": when(PEOPLE),
}
"""The same for Frappe's own fields."""

OF_OWN_AUTH_METHOD = ("token_endpoint_auth_method", when(CONFIDENTIAL))
"""The same for a field that only later versions of Frappe have (v16)."""

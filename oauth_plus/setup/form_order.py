"""Order of the form of an OAuth Client: six questions, each with its fields, and what is folded away below it.

Frappe ignores names that a version does not have. The two versions order and name their own sections differently, so
their own breaks come last, and Desk does not show a section without fields.
"""

WHO = [
	"oauth_plus_who_section",
	"app_name",
	"oauth_plus_client_type",
	"oauth_plus_enabled",
	"oauth_plus_who_column",
	"client_id",
	"oauth_plus_maker",
	"oauth_plus_registration_section",
	"oauth_plus_registration",
	"oauth_plus_document_url",
	"client_uri",
	"logo_uri",
	"tos_uri",
	"policy_uri",
	"oauth_plus_registration_column",
	"software_id",
	"software_version",
	"contacts",
	"oauth_plus_registered_metadata",
	"oauth_plus_registration_token",
	"oauth_plus_document_fresh_until",
]

HOW_PROVEN = [
	"oauth_plus_credentials_section",
	"token_endpoint_auth_method",
	"oauth_plus_token_endpoint_auth_method",
	"client_secret",
	"oauth_plus_credentials_column",
	"oauth_plus_networks",
	"oauth_plus_secrets_section",
	"oauth_plus_secrets",
	"oauth_plus_proof_section",
	"oauth_plus_jwks",
	"oauth_plus_jwks_uri",
	"oauth_plus_proof_column",
	"oauth_plus_profile",
	"oauth_plus_requires_push",
	"oauth_plus_dpop_required",
	"oauth_plus_dpop_nonce",
]

WHERE = [
	"oauth_plus_where_section",
	"redirect_uris",
	"oauth_plus_where_column",
	"default_redirect_uri",
	"oauth_plus_private_http",
	"oauth_plus_origins",
	"oauth_plus_sign_out_section",
	"oauth_plus_post_logout_redirect_uris",
	"oauth_plus_sign_out_column",
	"oauth_plus_backchannel_logout_uri",
	"oauth_plus_backchannel_private",
]

WHAT = [
	"oauth_plus_section",
	"scopes",
	"oauth_plus_column_break",
	"oauth_plus_open_to",
	"allowed_roles",
	"oauth_plus_default_scopes",
	"oauth_plus_consent_section",
	"skip_authorization",
	"oauth_plus_requires_all_scopes",
	"oauth_plus_consent_column",
	"oauth_plus_logo",
	"oauth_plus_machines_section",
	"oauth_plus_service_user",
	"oauth_plus_device_flow",
	"oauth_plus_machines_column",
	"oauth_plus_service_roles",
	"oauth_plus_gateways_section",
	"oauth_plus_access_token_format",
	"oauth_plus_introspects_all",
	"oauth_plus_gateways_column",
	"oauth_plus_exchanges_tokens",
	"oauth_plus_exchanges_of",
	"oauth_plus_sign_on_section",
	"oauth_plus_id_token_signing",
	"oauth_plus_groups_claim",
	"oauth_plus_sign_on_column",
	"oauth_plus_subject_type",
	"oauth_plus_ends_with_session",
	"sb_advanced",
	"grant_type",
	"cb_2",
	"response_type",
]

HOW_LONG = [
	"oauth_plus_lifetimes_section",
	"oauth_plus_access_lifetime",
	"oauth_plus_refresh_idle_lifetime",
	"oauth_plus_refresh_absolute_lifetime",
	"oauth_plus_rotation_column",
	"oauth_plus_refresh_tokens",
	"oauth_plus_rotation",
	"oauth_plus_effective",
	"oauth_plus_more_lifetimes_section",
	"oauth_plus_code_lifetime",
	"oauth_plus_above_a_year",
	"oauth_plus_more_lifetimes_column",
	"oauth_plus_grace",
	"oauth_plus_keeps_access_tokens",
	"oauth_plus_limits_section",
	"oauth_plus_call_limit",
	"oauth_plus_user_call_limit",
	"oauth_plus_limits_column",
	"oauth_plus_token_limit",
]

HOW_BEHAVED = [
	"oauth_plus_behaviour_section",
	"oauth_plus_enforcement",
	"oauth_plus_events_section",
	"oauth_plus_events",
	"oauth_plus_foresight_section",
	"oauth_plus_foresight",
	"oauth_plus_exceptions",
	"oauth_plus_watched_since",
]

LAST = [
	"user",
	"client_metadata_section",
	"column_break_htfq",
	"section_break_ggiv",
	"column_break_ziii",
	"sb_1",
	"cb_1",
	"cb_3",
]
"""Frappe's own breaks that nothing of ours follows, and a hidden field."""

ORDER = [*WHO, *HOW_PROVEN, *WHERE, *WHAT, *HOW_LONG, *HOW_BEHAVED]

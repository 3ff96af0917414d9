"""Sections of the form of an OAuth Client: the questions of an administrator, and what is folded away below each."""

from typing import Any

CONFIDENTIAL = "doc.oauth_plus_client_type !== 'Public'"

PEOPLE = "(doc.redirect_uris || doc.oauth_plus_device_flow || !doc.oauth_plus_service_user)"
"""Whether users allow the app, in JavaScript. Without it, the app only acts by itself."""

REFRESHES = f"{PEOPLE} && doc.oauth_plus_refresh_tokens !== 'Never'"

SIGNS_IN = r"/(^|\s)openid(\s|$)/.test(doc.scopes || '')"

HAS_PLAIN_HTTP = r"/(^|\s)http:\/\//.test(doc.redirect_uris || '')"

HAS_SEVERAL_URIS = r"/\S\s+\S/.test((doc.redirect_uris || '').trim())"


def when(*conditions: str) -> str:
	"""Return the value of `depends_on` for one of several conditions in JavaScript."""
	return "eval: " + " || ".join(conditions)


def _section(name: str, label: str, after: str, **more: Any) -> dict[str, Any]:
	section = {"fieldname": name, "fieldtype": "Section Break", "label": label, "insert_after": after}
	return section | more


def _column(name: str, after: str) -> dict[str, Any]:
	return {"fieldname": name, "fieldtype": "Column Break", "insert_after": after}


QUESTIONS: list[dict[str, Any]] = [
	_section("oauth_plus_who_section", "Who Is It?", "user"),
	_column("oauth_plus_who_column", "oauth_plus_who_section"),
	_section("oauth_plus_credentials_section", "How Does It Prove Itself?", "default_redirect_uri"),
	_column("oauth_plus_credentials_column", "oauth_plus_credentials_section"),
	_section(
		"oauth_plus_secrets_section",
		"Secrets",
		"oauth_plus_credentials_column",
		depends_on=f"eval: !doc.__islocal && {CONFIDENTIAL} && !doc.oauth_plus_jwks",
	),
	{
		"fieldname": "oauth_plus_secrets",
		"fieldtype": "HTML",
		"label": "Secrets",
		"insert_after": "oauth_plus_secrets_section",
	},
	_section(
		"oauth_plus_proof_section",
		"Stronger Proof: Keys, Pushed Requests, DPoP",
		"oauth_plus_secrets",
		collapsible=1,
		collapsible_depends_on="eval: doc.oauth_plus_jwks || doc.oauth_plus_jwks_uri || doc.oauth_plus_requires_push "
		"|| doc.oauth_plus_dpop_required || doc.oauth_plus_profile === 'FAPI 2.0'",
	),
	_column("oauth_plus_proof_column", "oauth_plus_proof_section"),
	_section(
		"oauth_plus_where_section",
		"Where May It Send People?",
		"oauth_plus_proof_column",
	),
	_column("oauth_plus_where_column", "oauth_plus_where_section"),
	_section(
		"oauth_plus_sign_out_section",
		"After Signing Out",
		"oauth_plus_where_column",
		collapsible=1,
		collapsible_depends_on="eval: doc.oauth_plus_post_logout_redirect_uris || doc.oauth_plus_backchannel_logout_uri",
		depends_on=when(PEOPLE),
	),
	_column("oauth_plus_sign_out_column", "oauth_plus_sign_out_section"),
	_section("oauth_plus_section", "What May It Do, and for Whom?", "oauth_plus_sign_out_column"),
	_column("oauth_plus_column_break", "oauth_plus_section"),
	_section(
		"oauth_plus_more_lifetimes_section",
		"Codes, Grace Period and Long Lifetimes",
		"oauth_plus_column_break",
		collapsible=1,
		depends_on=when(PEOPLE, "doc.oauth_plus_above_a_year"),
		collapsible_depends_on="eval: doc.oauth_plus_code_lifetime || doc.oauth_plus_above_a_year "
		"|| doc.oauth_plus_keeps_access_tokens",
	),
	_column("oauth_plus_more_lifetimes_column", "oauth_plus_more_lifetimes_section"),
	_section("oauth_plus_behaviour_section", "How Has It Behaved?", "oauth_plus_more_lifetimes_column"),
	_section(
		"oauth_plus_events_section",
		"OAuth Events",
		"oauth_plus_behaviour_section",
		depends_on="eval: !doc.__islocal",
	),
	{
		"fieldname": "oauth_plus_events",
		"fieldtype": "HTML",
		"label": "OAuth Events",
		"insert_after": "oauth_plus_events_section",
	},
]

"""Hardenings in words: what Enforce refuses, and the clause. English; whoever shows them translates them."""

from dataclasses import dataclass

from oauth_plus.rules.policy import Hardening


@dataclass(frozen=True)
class Words:
	"""Title of a hardening, what it refuses as a sentence, and its source."""

	title: str
	refuses: str
	source: str


WORDS: dict[Hardening, Words] = {
	Hardening.CLIENT_AUTHENTICATION: Words(
		"Client secret",
		"A confidential app that does not prove itself with its secret or key.",
		"RFC 6749 §2.3, §3.2.1",
	),
	Hardening.PASSWORD_GRANT: Words(
		"Password grant",
		"An app that sends the password of a user to get tokens.",
		"RFC 9700 §2.4",
	),
	Hardening.IMPLICIT_GRANT: Words(
		"Implicit grant",
		"An app that asks for a token in the address of the browser (response_type=token).",
		"RFC 9700 §2.1.2",
	),
	Hardening.PKCE_REQUIRED: Words(
		"PKCE", "A public app that sends no code_challenge, or no code_verifier.", "RFC 9700 §2.1.1"
	),
	Hardening.PKCE_METHOD: Words(
		"PKCE method", "The challenge method plain: only S256 is accepted.", "RFC 7636 §4.2, RFC 9700 §2.1.1"
	),
	Hardening.PKCE_FORM: Words(
		"PKCE verifier", "A code_verifier that is shorter than 43 characters, or malformed.", "RFC 7636 §4.1"
	),
	Hardening.PKCE_DOWNGRADE: Words(
		"PKCE downgrade",
		"A code_verifier for a code that was requested without a challenge.",
		"RFC 9700 §4.8.2",
	),
	Hardening.CODE_LIFETIME: Words(
		"Lifetime of codes", "A code that is redeemed after its lifetime.", "RFC 6749 §4.1.2"
	),
	Hardening.CODE_REDIRECT_URI: Words(
		"Redirect URI of codes",
		"A token request with another redirect URI than the authorization request, or with none.",
		"RFC 6749 §4.1.3",
	),
	Hardening.CODE_REUSE: Words(
		"Code used twice",
		"The grant of a code that comes again. The second use is refused at every level.",
		"RFC 6749 §4.1.2, RFC 9700 §4.2.4",
	),
	Hardening.PARAMETERS_IN_ADDRESS: Words(
		"Parameters in the address",
		"Codes, tokens and secrets in the address of a request, also by GET.",
		"RFC 6749 §3.2, RFC 9700 §4.3.2",
	),
	Hardening.REFRESH_ROTATION: Words(
		"Refresh token used twice",
		"A refresh token that was exchanged before. Its grant ends.",
		"RFC 9700 §4.14.2",
	),
	Hardening.REFRESH_LIFETIME: Words(
		"Lifetime of refresh tokens", "A refresh token after its lifetime.", "RFC 9700 §4.14.2"
	),
	Hardening.REVOCATION_BINDING: Words(
		"Revocation of another client's tokens",
		"An app that revokes a token of another client.",
		"RFC 7009 §2.1",
	),
	Hardening.INTROSPECTION_BINDING: Words(
		"Introspection of another client's tokens",
		"An app that introspects a token of another client, without being marked for it.",
		"RFC 7662 §4",
	),
	Hardening.ID_TOKEN_KEY: Words(
		"Key of ID tokens",
		"ID tokens of a public app that are signed with its secret, which everybody can read.",
		"OpenID Connect Core §10.1",
	),
	Hardening.CLIENT_ROLES: Words(
		"Who may use it", "A refresh for a user whom the client leaves out since.", "Allowed Roles of Frappe"
	),
	Hardening.SCOPE: Words(
		"Scopes", "A call, or a request for a token, beyond the scopes.", "RFC 6749 §3.3, RFC 6750 §3.1"
	),
	Hardening.UNSUPPORTED_PARAMETER: Words(
		"Unsupported parameters",
		"An authorization request with request, registration, an unknown response_mode, or a request_uri that this site did not issue.",
		"OpenID Connect Core §3.1.2.6",
	),
	Hardening.USERINFO_SCOPE: Words(
		"Scope of userinfo",
		"A call of userinfo with a token without the scope openid.",
		"OpenID Connect Core §5.3.1",
	),
	Hardening.REDIRECT_URI_FORM: Words(
		"Form of redirect URIs",
		"A redirect URI on the client that others can read or claim, such as http to another host.",
		"RFC 9700 §2.6, RFC 8252 §7",
	),
	Hardening.RESOURCE: Words(
		"Resources",
		"A resource of another site, and a call with a token for another resource.",
		"RFC 8707 §2",
	),
	Hardening.ADMINISTRATOR: Words(
		"Tokens of Administrator",
		"A token of Administrator, unless Settings allow them.",
		"Rule of this app",
	),
}

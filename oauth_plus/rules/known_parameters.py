"""Names of the parameters that endpoints read, and those that are read in a way of their own (RFC 6749 §3.1)."""

FRAMEWORKS_OWN = frozenset(("cmd", "csrf_token", "sid", "_"))
"""Parameters that Frappe itself reads from any request."""

OPAQUE = frozenset(("state",))
"""Parameters that are returned and never read: any bytes will do (RFC 6749 §4.1.1)."""

REPEATABLE = frozenset(("resource", "audience"))
"""Parameters that may be sent several times, each with another value (RFC 8707 §2, RFC 8693 §2.1)."""

NESTED = frozenset(("authorization_request",))
"""Parameters that hold a whole request, as the consent page sends it back: as long as a form may be."""

READ_HERE = frozenset(
	(
		"account",
		"actor_token",
		"actor_token_type",
		"audience",
		"authorization_request",
		"claims",
		"client_assertion",
		"client_assertion_type",
		"client_id",
		"client_secret",
		"code",
		"code_challenge",
		"code_challenge_method",
		"code_verifier",
		"consent",
		"decision",
		"device_code",
		"dpop_jkt",
		"grant_type",
		"id_token_hint",
		"login_hint",
		"logout",
		"logout_hint",
		"max_age",
		"nonce",
		"password",
		"post_logout_redirect_uri",
		"prompt",
		"redirect_uri",
		"refresh_token",
		"registration",
		"request",
		"request_uri",
		"requested_token_type",
		"resource",
		"response_mode",
		"response_type",
		"scope",
		"state",
		"subject_token",
		"subject_token_type",
		"token",
		"token_type_hint",
		"ui_locales",
		"username",
	)
)
"""Parameters that some endpoint reads. Any other is ignored, even when it is repeated (RFC 6749 §3.1)."""

"""Refusals of the token endpoint (RFC 6749 §5.2)."""

from oauth_plus.exceptions.refusal import Refusal


class InvalidGrant(Refusal):
	"""Code or refresh token that is spent, expired, revoked or another client's (RFC 6749 §5.2)."""

	error = "invalid_grant"


class UnsupportedGrantType(Refusal):
	"""Grant type that this server does not have (RFC 6749 §5.2)."""

	error = "unsupported_grant_type"


class InvalidTarget(Refusal):
	"""Resource that is unknown, malformed or not among those granted (RFC 8707 §2)."""

	error = "invalid_target"


class InvalidScope(Refusal):
	"""Scope that is unknown, malformed or more than was granted (RFC 6749 §5.2)."""

	error = "invalid_scope"

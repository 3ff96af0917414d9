"""Refusals of a bearer token at the resource server (RFC 6750 §3.1)."""

from oauth_plus.exceptions.refusal import Refusal


class MissingToken(Refusal):
	"""Request without a bearer token: its challenge carries no error (RFC 6750 §3.1)."""

	error = "invalid_token"
	status = 401

	@property
	def challenge(self) -> str:
		"""Return the challenge without an error (RFC 6750 §3.1)."""
		return "Bearer"


class InvalidToken(Refusal):
	"""Bearer token that is expired, revoked, malformed or unknown (RFC 6750 §3.1)."""

	error = "invalid_token"
	status = 401

	@property
	def challenge(self) -> str:
		"""Return the challenge with error and description (RFC 6750 §3)."""
		return f'Bearer error="{self.error}", error_description="{self.description}"'


class InsufficientScope(Refusal):
	"""Token without a scope that the call needs (RFC 6750 §3.1); `scope` names all of them, `kept` what else the token
	has and a wider one should not lose."""

	error = "insufficient_scope"
	status = 403

	def __init__(self, scope: str, *, unread: str = "", kept: tuple[str, ...] = (), **private: str) -> None:
		"""`unread` names the parameters that only `all` opens."""
		lacks = "The access token lacks a scope that this call needs"
		super().__init__(f"{lacks}: {scope}, because of {unread}" if unread else lacks, **private)
		self.scope, self.kept = scope, kept

	@property
	def challenge(self) -> str:
		"""Return the challenge with error and scopes (RFC 6750 §3): what a client asks for next, to make this call and
		those that it could make before."""
		scope = " ".join((self.scope, *self.kept))
		return f'Bearer error="{self.error}", scope="{scope}"'

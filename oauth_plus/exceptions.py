"""The refusals: every way in which a request can be turned down, in the words of the RFCs."""


class Refusal(Exception):
	"""A request is turned down (RFC 6749 §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1).

	`description` is public: short ASCII without quotes or backslashes, never translated, never a secret.
	`cause` and `fix` are for the event log: what was seen, and what an administrator can do about it.
	"""

	error: str = "invalid_request"
	status: int = 400

	def __init__(self, description: str, *, cause: str = "", fix: str = "") -> None:
		super().__init__(description)
		self.description = description
		self.cause = cause or description
		self.fix = fix

	@property
	def challenge(self) -> str | None:
		"""The value of `WWW-Authenticate`, where the status owes one (RFC 9110 §11.6.1)."""
		return None


class InvalidRequest(Refusal):
	"""A parameter is missing, repeated, too long or malformed (RFC 6749 §5.2)."""


class Unredirectable(Refusal):
	"""The client or its redirect URI is wrong: explain it to the person, never redirect (RFC 9700 §4.11.2)."""


class Impersonated(Unredirectable):
	"""Somebody else plays the person, who alone can give a consent."""

	status = 403


class ForeignSession(Unredirectable):
	"""The request brings a session in a parameter, which a link could do in somebody else's browser."""

	def __init__(self) -> None:
		super().__init__("A session is not taken from a parameter: leave out sid")


class WrongMethod(Refusal):
	"""The endpoint exists, the HTTP method does not (RFC 9110 §15.5.6)."""

	status = 405

	def __init__(self, allowed: tuple[str, ...], **private: str) -> None:
		super().__init__(f"Use {' or '.join(allowed)}", **private)
		self.allowed = allowed


class WrongAddress(Refusal):
	"""The endpoint exists, under Frappe's name alone (RFC 9110 §15.5.5)."""

	status = 404

	def __init__(self) -> None:
		super().__init__("Call this method by its own address, not through another one")


class WrongMediaType(Refusal):
	"""The body is no form (RFC 6749 §3.2, RFC 9110 §15.5.16)."""

	status = 415


class InvalidClient(Refusal):
	"""Client authentication failed (RFC 6749 §5.2)."""

	error = "invalid_client"
	status = 401

	@property
	def challenge(self) -> str:
		return 'Basic realm="oauth"'


class InvalidClientMetadata(Refusal):
	"""What a client says of itself cannot be registered (RFC 7591 §3.2.2)."""

	error = "invalid_client_metadata"

	def __init__(self, description: str, **private: str) -> None:
		super().__init__(_printable(description), **private)


class InvalidRedirectURI(InvalidClientMetadata):
	"""One of its redirect URIs cannot (RFC 7591 §3.2.2)."""

	error = "invalid_redirect_uri"


class NotFound(Refusal):
	"""There is no such endpoint on this site, or it is switched off (RFC 9110 §15.5.5)."""

	status = 404


class InvalidGrant(Refusal):
	"""The code or refresh token is spent, expired, revoked or another client's (RFC 6749 §5.2)."""

	error = "invalid_grant"


class UnauthorizedClient(Refusal):
	"""This client may not do that (RFC 6749 §5.2)."""

	error = "unauthorized_client"


class UnsupportedGrantType(Refusal):
	"""No such grant here (RFC 6749 §5.2)."""

	error = "unsupported_grant_type"


class UnsupportedResponseType(Refusal):
	"""Only the code comes through the front channel (RFC 9700 §2.1.2)."""

	error = "unsupported_response_type"


class InvalidScope(Refusal):
	"""The scope is unknown, malformed or more than was granted (RFC 6749 §5.2)."""

	error = "invalid_scope"


class AccessDenied(Refusal):
	"""The person, or the site's policy, said no (RFC 6749 §4.1.2.1)."""

	error = "access_denied"


class WrongAccount(AccessDenied):
	"""The account that is signed in may not use the app: explain it to the person, who may have another one."""


class LoginRequired(Refusal):
	"""`prompt=none`, and nobody is signed in (OpenID Connect Core §3.1.2.6)."""

	error = "login_required"


class ConsentRequired(Refusal):
	"""`prompt=none`, and the person has not agreed yet (OpenID Connect Core §3.1.2.6)."""

	error = "consent_required"


class AccountSelectionRequired(Refusal):
	"""`prompt=none`, and the person has to say as whom he goes on (OpenID Connect Core §3.1.2.6)."""

	error = "account_selection_required"


class RequestNotSupported(Refusal):
	"""The parameters came as a JWT in `request` (OpenID Connect Core §6.1)."""

	error = "request_not_supported"


class RequestURINotSupported(Refusal):
	"""The parameters are to be fetched from `request_uri` (OpenID Connect Core §6.2)."""

	error = "request_uri_not_supported"


class RegistrationNotSupported(Refusal):
	"""A client describes itself in `registration` (OpenID Connect Core §7.2.1)."""

	error = "registration_not_supported"


class InvalidToken(Refusal):
	"""The bearer token is expired, revoked, malformed or unknown (RFC 6750 §3.1)."""

	error = "invalid_token"
	status = 401

	@property
	def challenge(self) -> str:
		return f'Bearer error="{self.error}", error_description="{self.description}"'


class InsufficientScope(Refusal):
	"""The token does not carry what the call needs (RFC 6750 §3.1); `scope` names all of it."""

	error = "insufficient_scope"
	status = 403

	def __init__(self, scope: str, *, unread: str = "", **private: str) -> None:
		"""`unread` names the parameters that are open to no scope but `all`."""
		lacks = "The access token lacks a scope that this call needs"
		super().__init__(f"{lacks}: {scope}, because of {unread}" if unread else lacks, **private)
		self.scope = scope

	@property
	def challenge(self) -> str:
		return f'Bearer error="{self.error}", scope="{self.scope}"'


class MissingToken(Refusal):
	"""No bearer token was sent: the challenge carries no error (RFC 6750 §3.1)."""

	error = "invalid_token"
	status = 401

	@property
	def challenge(self) -> str:
		return "Bearer"


class OtherRefusal(Refusal):
	"""A refusal by oauthlib, in its own words."""

	def __init__(self, error: str, description: str, status: int = 400) -> None:
		super().__init__(_printable(description or error))
		self.error, self.status = error, status


class ServerError(Refusal):
	"""Something failed that the request is not to blame for (RFC 6749 §4.1.2.1)."""

	error = "server_error"
	status = 500


class TemporarilyUnavailable(Refusal):
	"""The site is busy or being updated: the same request will do a little later (RFC 6749 §4.1.2.1)."""

	error = "temporarily_unavailable"
	status = 503
	retry_after = 2
	"""Seconds (RFC 9110 §10.2.3)."""


def _printable(text: str) -> str:
	"""Within the characters that error_description may hold (RFC 6749 §5.2)."""
	return "".join(sign for sign in text if " " <= sign <= "~" and sign not in '"\\')

"""Refusals of the authorization endpoint (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6)."""

from oauth_plus.exceptions.refusal import Refusal


class Unredirectable(Refusal):
	"""Wrong client or redirect URI: it is explained to the user, and never redirected (RFC 9700 §4.11.2)."""


class Impersonated(Unredirectable):
	"""Session of somebody who impersonates the user: only the user can give consent."""

	status = 403


class LogoutRefused(Unredirectable):
	"""Logout request that cannot be understood: it is explained to the user, who stays signed in."""


class ForeignSession(Unredirectable):
	"""Request with a session ID in a parameter: a link could have brought somebody else's session."""

	def __init__(self) -> None:
		super().__init__("A session is not taken from a parameter: leave out sid")


class UnsupportedResponseType(Refusal):
	"""Response type other than `code` (RFC 9700 §2.1.2)."""

	error = "unsupported_response_type"


class AccessDenied(Refusal):
	"""Refusal by the user or by the site's policy (RFC 6749 §4.1.2.1)."""

	error = "access_denied"


class WrongAccount(AccessDenied):
	"""Account that may not use the app: it is explained to the user, who may have another one."""


class LoginRequired(Refusal):
	"""Request with `prompt=none` while nobody is signed in (OpenID Connect Core §3.1.2.6)."""

	error = "login_required"


class ConsentRequired(Refusal):
	"""Request with `prompt=none` before the user has consented (OpenID Connect Core §3.1.2.6)."""

	error = "consent_required"


class AccountSelectionRequired(Refusal):
	"""Request with `prompt=none` while the user has to choose an account (OpenID Connect Core §3.1.2.6)."""

	error = "account_selection_required"


class UnmetAuthenticationRequirements(Refusal):
	"""Request for a way of signing in that this server cannot give (OpenID Connect Core Error Code
	unmet_authentication_requirements 1.0)."""

	error = "unmet_authentication_requirements"


class RequestNotSupported(Refusal):
	"""Parameters in a JWT in `request` (OpenID Connect Core §6.1)."""

	error = "request_not_supported"


class RequestURINotSupported(Refusal):
	"""Parameters at a `request_uri` (OpenID Connect Core §6.2)."""

	error = "request_uri_not_supported"


class RegistrationNotSupported(Refusal):
	"""Client metadata in `registration` (OpenID Connect Core §7.2.1)."""

	error = "registration_not_supported"

"""Refusals of a client: authentication (RFC 6749 §5.2) and registration (RFC 7591 §3.2.2)."""

from oauth_plus.exceptions.refusal import Refusal, printable


class InvalidClient(Refusal):
	"""Failed client authentication (RFC 6749 §5.2)."""

	error = "invalid_client"
	status = 401

	@property
	def challenge(self) -> str:
		"""Return the challenge for Basic authentication (RFC 6749 §5.2, RFC 7617 §2)."""
		return 'Basic realm="oauth"'


class UnauthorizedClient(Refusal):
	"""Client that may not use a grant or a response type (RFC 6749 §5.2)."""

	error = "unauthorized_client"


class InvalidClientMetadata(Refusal):
	"""Client metadata that cannot be registered (RFC 7591 §3.2.2)."""

	error = "invalid_client_metadata"

	def __init__(self, description: str, **private: str) -> None:
		super().__init__(printable(description), **{"cause": description, **private})


class InvalidRedirectURI(InvalidClientMetadata):
	"""Redirect URI that cannot be registered (RFC 7591 §3.2.2)."""

	error = "invalid_redirect_uri"

"""Refusals of a request by its address, HTTP method, media type or parameters, before anything else is checked."""

from oauth_plus.exceptions.refusal import Refusal


class InvalidRequest(Refusal):
	"""Parameter that is missing, repeated, too long or malformed (RFC 6749 §5.2)."""


class WrongMethod(Refusal):
	"""HTTP method that the endpoint does not answer (RFC 9110 §15.5.6)."""

	status = 405

	def __init__(self, allowed: tuple[str, ...], **private: str) -> None:
		super().__init__(f"Use {' or '.join(allowed)}", **private)
		self.allowed = allowed

	@property
	def headers(self) -> dict[str, str]:
		"""Return the headers, with the methods that the endpoint answers (RFC 9110 §10.2.1)."""
		return {**super().headers, "Allow": ", ".join(self.allowed)}


class WrongAddress(Refusal):
	"""Address of an endpoint that only answers at Frappe's name of it (RFC 9110 §15.5.5)."""

	status = 404

	def __init__(self) -> None:
		super().__init__("Call this method by its own address, not through another one")


class WrongMediaType(Refusal):
	"""Body that is no form (RFC 6749 §3.2, RFC 9110 §15.5.16)."""

	status = 415


class RequestTooLarge(InvalidRequest):
	"""Request that is larger than the endpoint stores (RFC 9126 §2.3, RFC 9110 §15.5.14)."""

	status = 413


class TooManyRequests(Refusal):
	"""More than the endpoint keeps for one caller (RFC 9126 §2.3, RFC 6585 §4)."""

	error = "temporarily_unavailable"
	status = 429

	def __init__(self, description: str, retry_after: int, *, cause: str = "", fix: str = "") -> None:
		"""`retry_after` is in seconds."""
		super().__init__(description, cause=cause, fix=fix)
		self.retry_after = retry_after


class MissingPackage(Refusal):
	"""Python package that this endpoint needs, and the bench lacks (RFC 9110 §15.6.4)."""

	error = "temporarily_unavailable"
	status = 503

	def __init__(self, package: str) -> None:
		super().__init__(
			f"The Python package {package} is missing: run bench setup requirements and restart the site"
		)


class NotFound(Refusal):
	"""Endpoint that this site does not have, or that is switched off (RFC 9110 §15.5.5)."""

	status = 404


class UnknownMethod(NotFound):
	"""Call of a method that this site does not have. It is no event: a caller can invent any number of names."""

	is_recorded = False

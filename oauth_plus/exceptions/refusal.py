"""Refusal: the base of every error that an endpoint answers with."""


class Refusal(Exception):
	"""Refused request (RFC 6749 §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1).

	`description` is public: short ASCII without quotes or backslashes, never translated, never a secret.
	`cause`, `fix` and `reason` are for the event log: what was seen, what an administrator can do about it, and a word in
	place of the error code.
	"""

	error: str = "invalid_request"
	status: int = 400
	is_recorded: bool = True
	"""The refusal is worth an event."""

	retry_after: int | None = None
	"""Seconds after which the client may try again (RFC 9110 §10.2.3); None where the same request stays refused."""

	def __init__(self, description: str, *, cause: str = "", fix: str = "", reason: str = "") -> None:
		super().__init__(description)
		self.description = description
		self.cause = cause or description
		self.fix = fix
		self.reason = reason

	@property
	def challenge(self) -> str | None:
		"""Return the value of `WWW-Authenticate` where the status requires one (RFC 9110 §11.6.1), else
		None."""
		return None

	@property
	def headers(self) -> dict[str, str]:
		"""Return the additional headers of the response; empty for none."""
		told = {"WWW-Authenticate": self.challenge, "Retry-After": self.retry_after}
		return {name: str(value) for name, value in told.items() if value}

	@property
	def members(self) -> dict[str, str]:
		"""Return the members of the answer (RFC 6749 §4.1.2.1, §5.2)."""
		return {"error": self.error, "error_description": self.description}


def printable(text: str) -> str:
	"""Return the text without the characters that `error_description` may not hold (RFC 6749 §5.2)."""
	return "".join(sign for sign in text if " " <= sign <= "~" and sign not in '"\\')


class OtherRefusal(Refusal):
	"""Refusal by oauthlib, in its own words."""

	def __init__(self, error: str, description: str, status: int = 400) -> None:
		super().__init__(printable(description or error))
		self.error, self.status = error, status


class ServerError(Refusal):
	"""Failure of the server, not of the request (RFC 6749 §4.1.2.1)."""

	error = "server_error"
	status = 500


class TemporarilyUnavailable(Refusal):
	"""Site that is busy or being updated. The client may send the same request again later (RFC 6749 §4.1.2.1)."""

	error = "temporarily_unavailable"
	status = 503
	is_recorded = False
	retry_after = 2

"""Refusals of a request because there were too many of its kind (RFC 6585 §4)."""

from collections.abc import Mapping

from oauth_plus.exceptions.refusal import Refusal, TemporarilyUnavailable


class LimitReached(Refusal):
	"""More requests than a limit allows (RFC 6585 §4). It is no event of its own: a flood of requests is no flood of rows.

	`error` is the word of RFC 6749 §4.1.2.1 for a server that cannot answer now. RFC 6749 §5.2 has no word for this, and
	clients that do not know it act on the status.
	"""

	error = TemporarilyUnavailable.error
	status = 429
	is_recorded = False

	def __init__(
		self,
		description: str,
		retry_after: int,
		limits: Mapping[str, str] | None = None,
		*,
		cause: str = "",
		fix: str = "",
		reason: str = "",
		subject: str = "",
		is_first: bool = False,
	) -> None:
		"""`retry_after` is in seconds, `limits` the headers RateLimit and RateLimit-Policy. `is_first`: no other request
		was refused in this window. `reason` names the limit, and `subject` whose it is, for events."""
		super().__init__(description, cause=cause, fix=fix, reason=reason)
		self.retry_after, self.limits = retry_after, dict(limits or {})
		self.subject, self.is_first = subject, is_first

	@property
	def headers(self) -> dict[str, str]:
		"""Return the headers, with those that tell of the limit."""
		return {**super().headers, **self.limits}

	def to_device(self) -> "LimitReached":
		"""Say it to a device that polls, which goes on more slowly (RFC 8628 §3.5)."""
		self.error = "slow_down"
		return self

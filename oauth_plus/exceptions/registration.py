"""Refusals of registration (RFC 7591 §3, RFC 7592 §2) and of Client ID Metadata Documents."""

from oauth_plus.exceptions.refusal import Refusal, TemporarilyUnavailable


class TooManyRegistrations(Refusal):
	"""More clients than the site accepts in this time (RFC 6585 §4). It is recorded, unlike TemporarilyUnavailable."""

	error = TemporarilyUnavailable.error
	status = 429
	retry_after = 600

"""Refusals of a device that asks whether its user has decided (RFC 8628 §3.5)."""

from oauth_plus.exceptions.refusal import Refusal


class AuthorizationPending(Refusal):
	"""The user has not decided yet: the device asks again (RFC 8628 §3.5). It is no event: this is how devices wait."""

	error = "authorization_pending"
	is_recorded = False

	def __init__(self) -> None:
		super().__init__("The user has not decided yet")


class SlowDown(Refusal):
	"""The device asks too often, and waits five seconds longer from now on (RFC 8628 §3.5)."""

	error = "slow_down"
	is_recorded = False

	def __init__(self, interval: int) -> None:
		super().__init__(f"Ask every {interval} seconds at most")


class ExpiredToken(Refusal):
	"""The device code has expired: the device begins again (RFC 8628 §3.5)."""

	error = "expired_token"


class WrongUserCode(Refusal):
	"""Code of a device that nobody waits with, as a user has typed it: said on the page, not to an app."""


class TooManyAttempts(Refusal):
	"""More wrong codes than a user can mistype (RFC 8628 §5.1)."""

	status = 429

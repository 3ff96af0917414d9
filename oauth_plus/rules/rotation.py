"""Refresh token rotation: whether a presented token is the current one, a repeat, or a replay (RFC 9700
§4.14.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

LONGEST_GRACE = 300
"""Seconds of grace that Settings allow at most."""

NEAR_END = 0.7
"""Share of its life after which a refresh token that rotates near its end is exchanged."""


class Mode(str, Enum):
	"""Modes of rotation: at every use, near the end of the refresh token's life, or never."""

	ROTATE = "Rotate"
	NEAR_END = "Rotate Near End"
	STATIC = "Static"


class RefreshUse(Enum):
	"""Place of a refresh token in its family."""

	CURRENT = "current"
	REPEATED = "repeated"
	REPLAYED = "replayed"


@dataclass(frozen=True)
class Rotation:
	"""Rotation settings of one client; `grace` is in seconds.

	With `keeps_access_tokens`, a refresh does not end the access token before it (RFC 6749 §1.5: additional
	ones).
	"""

	mode: Mode = Mode.ROTATE
	grace: int = 30
	keeps_access_tokens: bool = False

	def access_token_ends(self, expires_at: datetime, superseded_at: datetime) -> datetime:
		"""Return when an access token ends whose grant was refreshed at `superseded_at`: at its expiry, or
		after the seconds of grace where that is earlier."""
		if self.keeps_access_tokens:
			return expires_at
		return min(expires_at, superseded_at + timedelta(seconds=self.grace))


def mode_named(word: str | None) -> Mode:
	"""Return the mode of that name; `Rotate` for an unknown one, so that a damaged row opens nothing."""
	return next((mode for mode in Mode if mode.value == word), Mode.ROTATE)


def judge_use(
	presented: int, current: int, rotated_at: datetime | None, grace: int, now: datetime
) -> RefreshUse:
	"""Judge a generation against the current one (RFC 9700 §4.14.2). The previous generation may be repeated for
	`grace` seconds after `rotated_at`, when the current one was issued. Any other use of an older generation is a
	replay."""
	if presented == current:
		return RefreshUse.CURRENT
	in_grace = rotated_at is not None and now < rotated_at + timedelta(seconds=grace)
	return RefreshUse.REPEATED if presented == current - 1 and in_grace else RefreshUse.REPLAYED


def is_due(mode: Mode, issued_at: datetime, ends_at: datetime | None, now: datetime) -> bool:
	"""Return whether the current refresh token is rotated now (RFC 6749 §6). `ends_at` is its expiry at issuance. A
	token without an expiry is rotated at every use."""
	if mode is Mode.NEAR_END and ends_at is not None:
		return now >= issued_at + (ends_at - issued_at) * NEAR_END
	return mode is not Mode.STATIC

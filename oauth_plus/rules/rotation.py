"""What a refresh token that is presented is worth: the current one, a repeat, or a replay (RFC 9700 §4.14.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

LONGEST_GRACE = 300
"""Seconds."""

NEAR_END = 0.7
"""The part of its life after which a refresh token that rotates near its end is exchanged for a new one."""


class Mode(str, Enum):
	"""When a refresh token is exchanged for a new one."""

	ROTATE = "Rotate"
	NEAR_END = "Rotate Near End"
	STATIC = "Static"


class Standing(Enum):
	"""Where a refresh token stands in its family."""

	CURRENT = "current"
	REPEATED = "repeated"
	REPLAYED = "replayed"


@dataclass(frozen=True)
class Rotation:
	"""How the refresh tokens of one client turn over; `grace` in seconds. With `keeps_access_tokens`, a refresh leaves
	the access token before it alone (RFC 6749 §1.5 speaks of additional ones)."""

	mode: Mode = Mode.ROTATE
	grace: int = 30
	keeps_access_tokens: bool = False

	def access_token_ends(self, expires_at: datetime, superseded_at: datetime) -> datetime:
		"""When an access token ends whose grant was refreshed at that moment."""
		if self.keeps_access_tokens:
			return expires_at
		return min(expires_at, superseded_at + timedelta(seconds=self.grace))


def mode_named(word: str | None) -> Mode:
	"""The mode of that name; anything else rotates, so that a damaged row opens nothing."""
	return next((mode for mode in Mode if mode.value == word), Mode.ROTATE)


def standing(
	presented: int, current: int, rotated_at: datetime | None, grace: int, now: datetime
) -> Standing:
	"""Judge a generation: the immediate predecessor may come once more while its grace lasts.

	`rotated_at` is when the current generation was issued. Anything older than the predecessor, or the
	predecessor after its grace, was presented by somebody who should not have it.
	"""
	if presented == current:
		return Standing.CURRENT
	in_grace = rotated_at is not None and now < rotated_at + timedelta(seconds=grace)
	return Standing.REPEATED if presented == current - 1 and in_grace else Standing.REPLAYED


def is_due(mode: Mode, issued_at: datetime, ends_at: datetime | None, now: datetime) -> bool:
	"""Is the current refresh token exchanged now? `ends_at` is its end as it stood when it was issued."""
	if mode is Mode.NEAR_END and ends_at is not None:
		return now >= issued_at + (ends_at - issued_at) * NEAR_END
	return mode is not Mode.STATIC

"""Limits on how many requests of one kind come in a time, and how responses tell of them
(draft-ietf-httpapi-ratelimit-headers-10)."""

from dataclasses import dataclass
from enum import Enum
from math import ceil

MINUTE, TEN_MINUTES = 60, 600


class LimitKind(str, Enum):
	"""Kind of a request, as limits count it."""

	TOKEN = "token"  # noqa: S105 a word
	AUTHORIZE = "authorize"
	INTROSPECT = "introspect"
	REVOKE = "revoke"
	REGISTER = "register"
	CALL = "call"

	@property
	def window(self) -> int:
		"""Return the seconds in which its requests are counted together."""
		return TEN_MINUTES if self is LimitKind.REGISTER else MINUTE


class Whose(str, Enum):
	"""Whose requests are counted together."""

	CLIENT = "client"
	USER = "user"
	ADDRESS = "address"


FLOOD = 4
"""Times the limit of an address. Above it, a request is refused before anything is read from the database. Below it, a
client that proves itself is answered, whoever else calls from its address."""


@dataclass(frozen=True)
class Quota:
	"""Limit of requests. `most` is 0 for any number."""

	kind: LimitKind
	whose: Whose
	most: int

	@property
	def name(self) -> str:
		"""Return the name by which the headers know it."""
		return f"{self.kind.value}-{self.whose.value}"

	@property
	def window(self) -> int:
		"""Return the seconds of its kind."""
		return self.kind.window


@dataclass(frozen=True)
class Allowance:
	"""Quota with the number of requests in the present window, and the seconds until the next one."""

	quota: Quota
	count: int
	reset: int

	@property
	def is_over(self) -> bool:
		"""Return whether this request is one too many."""
		return 0 < self.quota.most < self.count

	@property
	def is_flood(self) -> bool:
		"""Return whether there are so many that nothing is read for the next one."""
		return 0 < self.quota.most * FLOOD < self.count

	@property
	def headers(self) -> dict[str, str]:
		"""Return the two headers of the draft (§3, §4); empty for a quota of any number."""
		quota = self.quota
		return headers(quota.name, quota.most, self.count, quota.window, self.reset) if quota.most else {}


def headers(name: str, most: int, count: int, window: int, reset: int) -> dict[str, str]:
	"""Return the two headers of the draft (§3, §4)."""
	left = most - count if most > count else 0
	return {"RateLimit-Policy": f'"{name}";q={most};w={window}', "RateLimit": f'"{name}";r={left};t={reset}'}


def seconds_left(now: float, window: int) -> int:
	"""Return the whole seconds until the next window begins, at least 1."""
	return max(1, ceil(window - now % window))


def tightest(first: Allowance, *others: Allowance) -> Allowance:
	"""Return the allowance that leaves the smallest part of its quota."""
	return min((first, *others), key=_part_left)


def _part_left(allowance: Allowance) -> float:
	most = allowance.quota.most
	return (most - allowance.count) / most if most else 1.0

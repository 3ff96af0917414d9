"""What was measured, as numbers: spreads, targets, verdicts. Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True)
class Spread:
	"""The median of several values, the least and the greatest of them, and how many there were."""

	median: float
	low: float
	high: float
	count: int

	@classmethod
	def of(cls, values: Iterable[float]) -> "Spread":
		"""The spread of at least one value."""
		ordered = sorted(values)
		return cls(median(ordered), ordered[0], ordered[-1], len(ordered))

	@classmethod
	def single(cls, value: float) -> "Spread":
		"""Something that was measured once."""
		return cls.of([value])

	def told(self, unit: str = "") -> str:
		"""The median with its unit, and the ends where there is more than one value."""
		ends = f" ({number(self.low)}–{number(self.high)})" if self.count > 1 else ""
		return f"{number(self.median)}{unit}{ends}"


@dataclass(frozen=True)
class Target:
	"""What must be reached; `unit` is that of the limit and of what was reached."""

	limit: float
	unit: str
	more_is_better: bool
	of: str = ""

	def is_met_by(self, value: float) -> bool:
		return value >= self.limit if self.more_is_better else value <= self.limit

	def __str__(self) -> str:
		bound = "at least" if self.more_is_better else "at most"
		return " ".join(filter(None, (bound, f"{number(self.limit)}{self.unit}", self.of)))


@dataclass(frozen=True)
class Promise:
	"""One row of the table: what is asked, and how much."""

	what: str
	target: Target


@dataclass(frozen=True)
class Finding:
	"""What a promise came to. Without `reached` it could not be measured, and the note says why."""

	promise: Promise
	reached: Spread | None
	ours: str = ""
	stock: str = ""
	note: str = ""

	@property
	def is_met(self) -> bool | None:
		"""By the median; None when it could not be measured."""
		return None if self.reached is None else self.promise.target.is_met_by(self.reached.median)

	@property
	def verdict(self) -> str:
		return {True: "met", False: "missed", None: "could not run"}[self.is_met]

	@property
	def share(self) -> Spread | None:
		"""How many times as good as asked; None where that is no number."""
		target, reached = self.promise.target, self.reached
		if reached is None or not target.limit or not reached.low:
			return None
		ends = (reached.low, reached.median, reached.high)
		low, middle, high = sorted(
			value / target.limit if target.more_is_better else target.limit / value for value in ends
		)
		return Spread(middle, low, high, reached.count)


def ratios(some: Iterable[float], others: Iterable[float]) -> Spread:
	"""Pair by pair: the machine's mood is the same for both of a pair."""
	return Spread.of(one / other for one, other in zip(some, others, strict=True))


def percentile(values: Iterable[float], share: float) -> float:
	"""The smallest value that `share` of all values do not exceed (nearest rank)."""
	ordered = sorted(values)
	return ordered[max(0, ceil(len(ordered) * share) - 1)]


def number(value: float) -> str:
	"""Three digits that count, thousands set apart."""
	if value and abs(value) < 0.01:
		return f"{value:.4f}"
	digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
	return f"{value:,.{digits}f}"

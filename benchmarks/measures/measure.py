"""What a measure is, and what it gets to work with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.figures import Finding, Promise
from benchmarks.side import Side
from benchmarks.turns import Act, Contestant, Slice, in_turn, take


@dataclass(frozen=True)
class Field:
	"""Two sites on one server, and how long to look at each."""

	ours: Side
	stock: Side
	seconds: float
	pairs: int

	@property
	def sides(self) -> tuple[Side, Side]:
		return self.ours, self.stock

	def compare(self, *contestants: Contestant) -> list[list[Slice]]:
		"""Slices of each, in turn."""
		return in_turn(contestants, self.pairs, self.seconds)

	def slow(self, act: Act) -> Slice:
		"""One slice of what may take ten seconds a request: three requests at least."""
		return take(act, self.seconds, at_least=3)


@dataclass(frozen=True)
class Measure:
	"""`run` yields a finding for each of `promises`; a promise without one could not be measured."""

	name: str
	promises: tuple[Promise, ...]
	run: Callable[[Field], Iterator[Finding]]


class CannotRun(Exception):
	"""Something that the measure needs is not there; the message goes into the table."""


__all__ = ["CannotRun", "Contestant", "Field", "Measure"]
